"""A small OpenID Connect provider on this machine, that can also lie, stall and say too much."""

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from joserfc import jws, jwt
from joserfc.jwk import KeySet, OctKey, RSAKey
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

CLIENT, SECRET = "livskraft", "only-for-tests-and-long-enough-to-sign-by"


class House:
    """The provider. A test changes what it says: CLAIMS over the true ones, and how the token is made."""

    def __init__(self) -> None:
        self.keys = KeySet([RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})])
        self.issuer = ""
        self.claims: dict[str, Any] = {}  # over the true ones; None leaves one out
        self.user: dict[str, Any] | None = None  # what userinfo says, where there is such a place
        self.signed = "well"
        self.metadata: dict[str, Any] = {}  # over what it says of itself
        self.instead: dict[str, tuple[str, int]] = {}  # a place -> what it says instead, with which status
        self.stalls = Event()
        self.released = Event()
        self.asked: dict[str, dict[str, str]] = {}  # code -> what the browser came with

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        request = Request(environ)
        path = request.path.strip("/").rpartition("/")[2]
        answers = {"openid-configuration": self.discovery, "authorize": self.authorize, "token": self.token,
                   "jwks": self.jwks, "userinfo": self.userinfo}
        if path in self.instead:
            return Response(*self.instead[path], content_type="application/json")(environ, start)
        return answers[path](request)(environ, start)

    def discovery(self, request: Request) -> Response:
        if self.stalls.is_set():
            self.released.wait(10)
        said = {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/jwks",
                "id_token_signing_alg_values_supported": ["RS256", "none", "HS256"]}
        if self.user is not None:
            said["userinfo_endpoint"] = f"{self.issuer}/userinfo"
        return as_json({**said, **self.metadata})

    def authorize(self, request: Request) -> Response:
        code = secrets.token_urlsafe(8)
        self.asked[code] = request.args.to_dict()
        assert (request.args["response_type"], request.args["client_id"]) == ("code", CLIENT)
        assert request.args["code_challenge_method"] == "S256" and "openid" in request.args["scope"].split()
        return Response(status=302, headers={"Location": request.args["redirect_uri"] + "?" + urlencode(
            {"code": code, "state": request.args["state"]})})

    def token(self, request: Request) -> Response:
        asked = self.asked.pop(request.form.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(request.form["code_verifier"].encode()).digest())
        auth = request.authorization
        if (asked is None or proof.decode().rstrip("=") != asked["code_challenge"] or not auth
                or asked["redirect_uri"] != request.form["redirect_uri"]
                or (auth.username, auth.password) != (CLIENT, SECRET)):
            return as_json({"error": "invalid_grant"}, 400)
        return as_json({"access_token": "opens userinfo", "token_type": "Bearer", "expires_in": 60,
                        "id_token": self.id_token(asked["nonce"])})

    def jwks(self, request: Request) -> Response:
        return as_json(self.keys.as_dict(private=False))

    def userinfo(self, request: Request) -> Response:
        assert request.headers["Authorization"] == "Bearer opens userinfo"
        return as_json(self.user)

    def id_token(self, nonce: str) -> str:
        true = {"iss": self.issuer, "aud": CLIENT, "sub": "number 1", "nonce": nonce, "iat": int(time.time()),
                "exp": int(time.time()) + 300, "name": "Anne Berg", "email": "anne@bamble.example",
                "email_verified": True}
        claims = {name: value for name, value in {**true, **self.claims}.items() if value is not None}
        match self.signed:
            case "not at all":
                parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
                         for part in ({"alg": "none", "typ": "JWT"}, claims)]
                return ".".join([*parts, ""])
            case "with our secret":
                return jws.serialize_compact({"alg": "HS256", "kid": "one"}, json.dumps(claims).encode(),
                                             OctKey.import_key(SECRET), algorithms=["HS256"])
            case "by another":
                other = RSAKey.generate_key(2048, {"kid": "one"})
                return jwt.encode({"alg": "RS256", "kid": "one"}, claims, other)
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.keys)


def as_json(said: Any, status: int = 200) -> Response:
    return Response(json.dumps(said), status, content_type="application/json")


@contextmanager
def open_house() -> Iterator[House]:
    """A provider that listens until the end."""
    house = House()
    server = make_server("127.0.0.1", 0, house, threaded=True)
    house.issuer = f"http://127.0.0.1:{server.port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield house
    house.released.set()
    server.shutdown()
    server.server_close()
    thread.join()


def sent_back(url: str) -> str:
    """Somebody signs in at the provider to which URL led them: the path and query that they come back to."""
    answer = requests.get(url, allow_redirects=False, timeout=5)
    back = urlsplit(answer.headers["Location"])
    assert parse_qs(back.query)["code"]
    return f"{back.path}?{back.query}"
