"""How we speak with a provider: not for long, not of much, and only where it said that it listens."""

import time
from io import BytesIO
from typing import Any

from authlib.integrations.requests_client import OAuth2Session
from requests import PreparedRequest, RequestException, Response
from urllib3.exceptions import HTTPError

from config import Provider

SECONDS = 8.0  # an answer may take in all, however slowly it drips
MOST = 256 * 1024  # bytes of an answer
PART = 16 * 1024


class Unreachable(Exception):
    """The provider does not answer as a provider does. The words are for the log."""


class Line(OAuth2Session):  # type: ignore[misc]  # Authlib comes without types
    """A session with PROVIDER whose answers have an end."""

    def __init__(self, provider: Provider, redirect_uri: str) -> None:
        super().__init__(provider.client_id, provider.client_secret or None, scope="openid email profile",
                         redirect_uri=redirect_uri, code_challenge_method="S256",
                         token_endpoint_auth_method="client_secret_basic" if provider.client_secret else "none")
        self.headers["Accept-Encoding"] = "identity"  # what is packed may be larger than it looks

    def send(self, request: PreparedRequest, **options: Any) -> Response:
        """Send REQUEST, and read its answer within the limits. Raise Unreachable."""
        until = time.monotonic() + SECONDS
        try:
            answer: Response = super().send(request, **{
                **options, "stream": True, "timeout": SECONDS / 2, "allow_redirects": False})
            answer.raw = BytesIO(whole(answer, until))
        except (RequestException, HTTPError, OSError) as error:
            raise Unreachable(repr(error)) from error
        return answer

    def facts(self, url: str, token: str = "") -> dict[str, Any]:
        """The JSON object at URL, for those who bear TOKEN. Raise Unreachable for anything else."""
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        return told(self.request("GET", url, withhold_token=True, headers=bearer))


def whole(answer: Response, until: float) -> bytes:
    """The body of ANSWER. Raise Unreachable for one that is too long or takes too long."""
    body = bytearray()
    while part := answer.raw.read1(PART):
        body += part
        if len(body) > MOST or time.monotonic() > until:
            raise Unreachable(f"{answer.url} says too much, or too slowly")
    answer.raw.release_conn()
    return bytes(body)


def told(answer: Response) -> dict[str, Any]:
    """The JSON object that is the ANSWER."""
    try:
        found = answer.json() if answer.status_code == 200 else None
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise Unreachable(f"{answer.url} gave {answer.status_code} and no JSON object")
    return found
