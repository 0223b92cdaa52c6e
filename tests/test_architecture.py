"""The house stays as it was drawn: sizes, layers, types, words, migrations."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.factory import alembic

ROOT = Path(__file__).parents[1]
CODE = [*sorted((ROOT / "app").rglob("*.py")), *sorted((ROOT / "search_index").rglob("*.py"))]
LARGEST_FILE, MEDIAN_FILE, LONG_FUNCTION = 300, 80, 25
REGISTRY_HOSTS = re.compile(r"(?:pypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.org|deb\.debian\.org)")


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef))


def test_files_stay_small() -> None:
    lines = {path: len(path.read_text().splitlines()) for path in CODE}
    assert {str(path): count for path, count in lines.items() if count > LARGEST_FILE} == {}
    assert statistics.median(lines.values()) <= MEDIAN_FILE


def test_functions_stay_short() -> None:
    lengths = sorted((node.end_lineno or 0) - node.lineno + 1 for path in CODE for node in functions(path))
    assert lengths[int(len(lengths) * 0.9)] <= LONG_FUNCTION


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text())), "write a docstring of one line"


@pytest.mark.parametrize("path", [path for path in CODE if path.name in ("service.py", "queries.py")
                                  or path.parent.name == "service"],
                         ids=lambda path: str(path.relative_to(ROOT)))
def test_every_verb_and_read_asks_who_is_acting(path: Path) -> None:
    public = [node for node in ast.parse(path.read_text()).body
              if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    assert [node.name for node in public if not node.args.args or node.args.args[0].arg != "actor"] == []


@pytest.mark.parametrize("command", [
    ["lint-imports"], ["ruff", "check", "."], ["mypy", "app", "search_index", "config.py", "wsgi.py"],
], ids=lambda command: command[0])
def test_the_tools_have_no_complaint(command: list[str]) -> None:
    tool = Path(sys.executable).parent / command[0]
    done = subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_migrations_make_exactly_the_models(app: Flask) -> None:
    with app.app_context():
        assert alembic.compare_metadata() == []


def test_no_committed_file_names_a_package_registry() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout
    if not listed:
        pytest.skip("not a git checkout")
    named = [name for name in listed.decode().split("\0") if name and name != "tests/test_architecture.py"
             and REGISTRY_HOSTS.search((ROOT / name).read_text(errors="ignore"))]
    assert named == []
