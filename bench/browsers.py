"""Open pages that run the client code that ships, in Node: frontend/js/live.js with Socket.IO's own client."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.servers import NODE, PROGRAM
from config import ROOT

SHIPPED = ROOT / "frontend" / "js" / "live.js"


class Pages:
    """As many pages as there are tokens, in one room. One order at a time."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.opened: list[int | None] = self._answer()

    def order(self, **what: Any) -> Any:
        """Say it, and wait for the answer; see pages.js."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert line, "the pages went away; what they said is above"
        return json.loads(line)


@contextmanager
def opened(folder: Path, port: int, room: int, tokens: list[str]) -> Iterator[Pages]:
    """A page for each of TOKENS in ROOM of the server at PORT; FOLDER is for the bundle."""
    bundle = bundled(folder)
    process = subprocess.Popen([PROGRAM, "pages.js", bundle, str(port), str(room), *tokens], cwd=NODE, text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield Pages(process)
    finally:
        process.kill()
        process.wait()
        for end in (process.stdin, process.stdout):
            assert end
            end.close()


def bundled(folder: Path) -> Path:
    """live.js and what it needs as one file. Of the page only what Turbo draws is ours."""
    program = next((ROOT / "node_modules").glob("@esbuild/*/bin/esbuild"))
    out = folder / "pages-bundle.js"
    words = (f"--alias:@hotwired/turbo={NODE / 'page.js'}", f"--alias:socket.io-client={NODE / 'io.js'}")
    subprocess.run([program, SHIPPED, "--bundle", "--format=iife", "--platform=node", "--log-level=error",
                    f"--outfile={out}", *words], check=True, cwd=ROOT)
    return out
