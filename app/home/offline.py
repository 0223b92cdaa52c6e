"""Where the network is gone: the service worker, and the page that it shows. Neither knows anybody."""

import hashlib

from flask import Blueprint, Response, json, render_template

from app import assets

bp = Blueprint("offline", __name__)


@bp.get("/offline")
def page() -> str:
    """What waits, what is saved, what to do; the browser fills it in."""
    return render_template("home/offline.html")


@bp.get("/sw.js")
def worker() -> Response:
    """The service worker, with the list of what it keeps. Browsers ask for it again at every visit."""
    shell = assets.shell()
    code = (assets.DIST / assets.manifest()["sw.js"]).read_text()
    name = hashlib.sha256(json.dumps([shell, code, render_template("home/offline.html")]).encode()).hexdigest()[:16]
    answer = Response(f"const SHELL = {json.dumps(shell)}, KEPT = {json.dumps(name)};\n{code}",
                      mimetype="text/javascript")
    answer.headers["Cache-Control"] = "no-cache"
    return answer
