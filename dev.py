#!/usr/bin/env python3
"""Everything from nothing but Python 3.11, its standard library: python3 dev.py run | test | build | lock."""

import contextlib
import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV, NODE_MODULES, DIST = ROOT / ".venv", ROOT / "node_modules", ROOT / "app" / "static" / "dist"
PYTHON = VENV / "bin" / "python"
RUN_LOCK, TEST_LOCK = "requirements.lock", "requirements-test.lock"
NO_NETWORK = ("NewConnectionError", "ConnectTimeoutError", "NameResolutionError", "ReadTimeoutError",
              "ENOTFOUND", "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EAI_AGAIN")
NO_VENV = "Python's venv and pip are missing here. On Debian and Ubuntu: apt install python3-venv"
USAGE = """usage: python3 dev.py COMMAND [ARGS]
  run    set up what is missing, then start Livskraft with demo content (ARGS go to `flask serve`)
  test   set up what is missing, then run every test (ARGS go to pytest)
  build  set up for development, start nothing
  lock   resolve the dependencies again and write the lock files (ARGS go to uv, e.g. --upgrade)"""


def main(args: list) -> None:
    """Set up what the command in ARGS needs, and become that command."""
    if sys.version_info < (3, 11):
        sys.exit("Livskraft needs Python 3.11 or newer; this is " + sys.version.split()[0])
    command, rest = (args or ["run"])[0], args[1:]
    if command not in ("run", "test", "build", "lock"):
        sys.exit(USAGE)
    os.chdir(ROOT)
    keep_caches_inside()
    with one_at_a_time():
        python_packages(RUN_LOCK if command == "run" else TEST_LOCK)
        if command == "lock":
            return lock(rest)
        browser_packages()
        front_end()
        catalogues()
    if command == "run":
        os.environ.setdefault("LIVSKRAFT_DEMO", "1")
        become(VENV / "bin" / "flask", "--app", "wsgi", "serve", *rest)
    if command == "test":
        os.environ["PATH"] += ":/usr/sbin"  # where useradd is: PostgreSQL refuses root
        become(PYTHON, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup", *rest)


def python_packages(lock_file: str) -> None:
    """Make .venv and install LOCK_FILE. The test lock holds all of the run lock, in the same versions."""
    made = f"{sys.version.split()[0]} {VENV}"  # another Python, or another place, needs another .venv
    if not stamped(VENV / ".made", made):
        make_venv()
        stamp(VENV / ".made", made)
    if not stamped(VENV / ".installed", digest(ROOT / lock_file)):
        (VENV / ".installed").unlink(missing_ok=True)
        install = [*pip(), "install", "-q", "--no-input", "--require-hashes", "--only-binary", ":all:"]
        sh("Installing the Python packages, a minute or two the first time", *install, "-r", lock_file)
        locks = [RUN_LOCK, TEST_LOCK] if lock_file == TEST_LOCK else [RUN_LOCK]
        stamp(VENV / ".installed", "\n".join(digest(ROOT / name) for name in locks))


def make_venv() -> None:
    """Make an empty .venv, with a pip of its own where this Python can."""
    try:
        import venv
    except ImportError:
        sys.exit(NO_VENV)
    if not has("ensurepip") and not has("pip"):
        sys.exit(NO_VENV)
    venv.EnvBuilder(with_pip=has("ensurepip"), clear=True, symlinks=True).create(VENV)


def pip() -> list:
    """The words that run pip on .venv: its own pip, or this Python's where venv comes without one."""
    own = any(VENV.glob("lib/python*/site-packages/pip"))
    return [PYTHON, "-m", "pip"] if own else [sys.executable, "-m", "pip", "--python", PYTHON]


def browser_packages() -> None:
    """Fetch what package-lock.json lists, with the Node that came as a Python package."""
    want = digest(ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc")
    if not stamped(NODE_MODULES / ".installed", want):
        sh("Installing the browser packages", PYTHON, "tools/frontend.py", "install")
        stamp(NODE_MODULES / ".installed", want)


def front_end() -> None:
    """Bundle frontend/ into app/static/dist."""
    want = digest(ROOT / "package-lock.json", ROOT / "frontend", ROOT / "tools")
    if not stamped(DIST / ".built", want):
        sh("Building the front end", PYTHON, "tools/frontend.py", "bundle")
        stamp(DIST / ".built", want)


def catalogues() -> None:
    """Compile the translations that are newer than what was compiled from them."""

    def compiled(po: Path) -> bool:
        mo = po.with_suffix(".mo")
        return mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime

    if not all(compiled(po) for po in (ROOT / "app" / "translations").rglob("*.po")):
        sh("Compiling the translations", PYTHON, "tools/catalogues.py")


def lock(options: list) -> None:
    """Write the Python locks (hashes, no addresses) and the npm lock anew, after a change of dependencies."""
    sh("Fetching uv", *pip(), "install", "-q", "--only-binary", ":all:", "uv")
    uv = [VENV / "bin" / "uv", "pip", "compile", "-q", "--no-cache", "--no-header", "--no-annotate"]
    uv += ["--universal", "--python-version", "3.11", "--generate-hashes", *options]
    run = ["pyproject.toml", "--group", "build"]
    test = [*run, "--all-extras", "--group", "test", "-c", RUN_LOCK]
    sh("Locking what runs", *uv, *run, "-o", RUN_LOCK)
    sh("Locking what tests", *uv, *test, "-o", TEST_LOCK)
    sh("Locking the browser packages", PYTHON, "tools/frontend.py", "lock")


def keep_caches_inside() -> None:
    """Nothing is written outside the checkout, unless the person has named a cache."""
    if "PIP_CACHE_DIR" not in os.environ:
        os.environ["PIP_NO_CACHE_DIR"] = "1"
    os.environ.setdefault("npm_config_cache", str(VENV / "npm-cache"))
    os.environ["PIP_DISABLE_PIP_VERSION_CHECK"] = "1"


@contextlib.contextmanager
def one_at_a_time():
    """Let a second dev.py in the same checkout wait until the first has set up."""
    import fcntl
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def sh(what: str, *command: object) -> None:
    """Say WHAT is done and run COMMAND quietly; on failure say why in one line, or show what it said last."""
    print(what, "…", flush=True)
    said = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    done = subprocess.run([str(word) for word in command], **said)
    if done.returncode and any(sign in done.stdout for sign in NO_NETWORK):
        sys.exit(f"{what}: the network does not answer. Run this again when it does.")
    if done.returncode:
        print(*done.stdout.splitlines()[-30:], sep="\n", file=sys.stderr)
        sys.exit(f"{what} failed; the reason is above.")


def become(*command: object) -> None:
    """Replace this process with COMMAND, so that signals and the exit status are its own."""
    words = [str(word) for word in command]
    sys.stdout.flush()
    os.execv(words[0], words)


def digest(*paths: Path) -> str:
    """One hash over the names and contents of PATHS (files and folders)."""
    total = hashlib.sha256()
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def stamped(file: Path, want: str) -> bool:
    """Whether FILE, which lives in the folder that a step makes, holds the line WANT."""
    return file.exists() and want in file.read_text().splitlines()


def stamp(file: Path, lines: str) -> None:
    """Note in FILE that its folder was made from LINES."""
    file.write_text(lines + "\n")


def has(module: str) -> bool:
    """Whether this Python has MODULE."""
    return importlib.util.find_spec(module) is not None


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
