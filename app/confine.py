"""Bounds for a process that meets strangers' content, and what it may know of us: nothing."""

import os
import resource
import threading
import time
from contextlib import suppress
from pathlib import Path

OUT_OF_MEMORY = 3  # exit status
STATM = Path("/proc/self/statm")
KEPT = ("SYSTEMROOT", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR")


def environment() -> dict[str, str]:
    """Of our environment what such a process needs: no secret."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {"PATH": os.defpath, "LANG": "C.UTF-8"} | kept


def limit(memory: int, seconds: int, output: int) -> None:
    """Bound MEMORY and OUTPUT (bytes) and SECONDS of processor time of this process for good; give way to others."""
    os.nice(5)
    limits = {resource.RLIMIT_AS: (memory, memory), resource.RLIMIT_CPU: (seconds, seconds + 1),
              resource.RLIMIT_FSIZE: (output, output), resource.RLIMIT_CORE: (0, 0)}
    for what, most in limits.items():
        with suppress(ValueError, OSError):  # macOS refuses some: the watch and the starter's clock remain
            resource.setrlimit(what, most)
    threading.Thread(target=_watch, args=(memory,), daemon=True).start()


def _watch(memory: int) -> None:
    while _resident() < memory:
        time.sleep(0.05)
    os._exit(OUT_OF_MEMORY)


def _resident() -> int:
    if STATM.exists():  # Linux, where ru_maxrss would begin with what the starter holds
        return int(STATM.read_text().split()[1]) * resource.getpagesize()
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS: bytes
