"""What an operator sees: the log, the figures of `/metrics`, and who is slow."""

import logging
import time
from typing import Any

import structlog
from flask import Flask, Response, g, request
from prometheus_client import Counter, Histogram

from config import Config

REQUESTS = Counter("livskraft_requests", "Answers given", ["method", "endpoint", "status"])
SECONDS = Histogram("livskraft_request_seconds", "Time to answer, in seconds", ["endpoint"])


def init_app(app: Flask, config: Config) -> None:
    """Log in the form that CONFIG asks for, and time every answer."""
    as_json = config.log == "json"
    last: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    shared: list[Any] = [structlog.stdlib.add_log_level,
                         structlog.processors.TimeStamper(fmt="iso", utc=True)]
    structlog.configure(processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
                        logger_factory=structlog.stdlib.LoggerFactory())
    handler = logging.StreamHandler()
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        processor=last, foreign_pre_chain=[*shared, structlog.processors.format_exc_info]))
    if not config.testing:
        logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
        logging.getLogger("alembic").setLevel(logging.WARNING)
    app.before_request(_start)
    app.after_request(_finish)


def _start() -> None:
    g.started = time.perf_counter()


def _finish(response: Response) -> Response:
    endpoint = request.endpoint or "none"
    REQUESTS.labels(request.method, endpoint, response.status_code).inc()
    if "started" in g:
        SECONDS.labels(endpoint).observe(time.perf_counter() - g.started)
    return response
