"""What every answer carries and every request must bear: headers, CSRF, Origin, limits."""

import secrets
from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from limits import RateLimitItem
from limits.errors import StorageError
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from app.errors import Denied
from config import Config

CSP = ("default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
       "img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; "
       "form-action 'self'; frame-ancestors 'none'")
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
SAFE = {"GET", "HEAD", "OPTIONS"}

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True, in_memory_fallback_enabled=True)
alone = FixedWindowRateLimiter(MemoryStorage())  # counts where Redis cannot be asked


def init_app(app: Flask, config: Config) -> None:
    """Switch all of it on."""
    app.config.update(
        SESSION_COOKIE_HTTPONLY=True, SESSION_COOKIE_SAMESITE="Lax", SESSION_COOKIE_SECURE=config.secure,
        PREFERRED_URL_SCHEME="https" if config.secure else "http",
        WTF_CSRF_TIME_LIMIT=None,  # a form left open over lunch still sends; the session bounds it
        WTF_CSRF_CHECK_DEFAULT=False,  # asked below: programs with a token have no form
        RATELIMIT_ENABLED=config.rate_limits, RATELIMIT_STORAGE_URI=config.redis_url or "memory://",
        RATELIMIT_STORAGE_OPTIONS={"wrap_exceptions": True})
    csrf.init_app(app)
    limiter.init_app(app)
    app.before_request(refuse_foreign_requests)
    app.after_request(secured(config))
    app.context_processor(lambda: {"nonce": nonce()})


def within(limit: RateLimitItem, *who: str) -> bool:
    """Count one act of WHO; whether it is within LIMIT. While Redis is lost, each process counts for itself."""
    if not limiter.enabled:
        return True
    try:
        return limiter.limiter.hit(limit, *who)
    except StorageError:
        return alone.hit(limit, *who)


def nonce() -> str:
    """What the page's own scripts and styles carry."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def refuse_foreign_requests() -> None:
    """An unsafe request comes from our own pages, or from a program with a token of its own."""
    if request.method in SAFE:
        return
    refuse_foreign_origin()
    if not request.path.startswith("/api/"):  # JSON from our own origin needs no second proof
        csrf.protect()


def refuse_foreign_origin() -> None:
    """Raise Denied when the browser says that another site sends this."""
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise Denied
    if origin is None and request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Denied


def secured(config: Config) -> Callable[[Response], Response]:
    """The headers of every answer; private pages are kept by no cache."""
    def add(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CSP.format(nonce=nonce()))
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        if config.secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        return response
    return add
