"""The bundled front end: logical names to fingerprinted addresses."""

import json
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, request, url_for

DIST = Path(__file__).parent / "static" / "dist"
YEAR = 31_536_000


@lru_cache
def manifest() -> dict[str, str]:
    """Entry point -> file, as esbuild wrote it down."""
    outputs = json.loads((DIST / "meta.json").read_text())["outputs"]
    return {Path(output["entryPoint"]).name: Path(name).name
            for name, output in outputs.items() if output.get("entryPoint")}


def asset(name: str) -> str:
    """The address of NAME, which changes when its content does."""
    return url_for("static", filename=f"dist/{manifest()[name]}")


def shell() -> list[str]:
    """The addresses of what the offline page needs: its style, its script with what that imports, the letters."""
    outputs = json.loads((DIST / "meta.json").read_text())["outputs"]
    names = {Path(name).name: output for name, output in outputs.items()}
    wanted, found = [manifest()["app.css"], manifest()["offline_page.js"]], list[str]()
    while wanted:
        found.append(name := wanted.pop())
        wanted += [Path(one["path"]).name for one in names[name]["imports"]
                   if one["kind"] == "import-statement" and Path(one["path"]).name not in found]
    fonts = [name for name in names if name.startswith("inter-latin-wght-normal") and name.endswith(".woff2")]
    return [url_for("static", filename=f"dist/{name}") for name in dict.fromkeys([*found, *fonts])]


def init_app(app: Flask) -> None:
    """Give templates `asset`, and let browsers keep fingerprinted files for a year."""
    app.jinja_env.globals["asset"] = asset
    app.after_request(_immutable)


def _immutable(response: Response) -> Response:
    if request.path.startswith("/static/dist/"):
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
