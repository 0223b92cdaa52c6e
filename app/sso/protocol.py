"""OpenID Connect, as far as we need it: off to the provider with three secrets, and back with proof of who it is."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from authlib.integrations.base_client import OAuthError
from email_validator import EmailNotValidError, validate_email
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from requests import RequestException

from app.sso.line import Line, Unreachable
from config import Provider, is_safe

ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512"]
LEEWAY = 60  # seconds that two clocks may differ


class Untrue(Exception):
    """What came back does not prove who it is. The words are for the log."""


@dataclass(frozen=True)
class Begun:
    """What one browser keeps between the way there and the way back."""

    state: str  # the way back belongs to the way there
    nonce: str  # the token belongs to it too
    verifier: str  # who fetches the token is who asked (PKCE)


@dataclass(frozen=True)
class Vouched:
    """Who somebody is, by the word of the provider; the EMAIL only where it answers for it."""

    issuer: str
    subject: str
    name: str
    email: str


def begin(provider: Provider, redirect_uri: str) -> tuple[str, Begun]:
    """Where to send the browser, and what it keeps meanwhile. Raise Unreachable."""
    begun = Begun(*(secrets.token_urlsafe(32) for _ in range(3)))
    with Line(provider, redirect_uri) as line:
        address = endpoint(discovered(provider, line), "authorization_endpoint")
        kept = asdict(begun)
        url, _ = line.create_authorization_url(
            address, state=kept["state"], nonce=kept["nonce"], code_verifier=kept["verifier"])
    return str(url), begun


def finish(provider: Provider, redirect_uri: str, begun: Begun, code: str) -> Vouched:
    """Exchange CODE for a token, and say who it is about. Raise Unreachable or Untrue."""
    with Line(provider, redirect_uri) as line:
        there = discovered(provider, line)
        try:
            token = line.fetch_token(endpoint(there, "token_endpoint"), code=code, code_verifier=begun.verifier)
        except RequestException as error:  # it says itself that it is out of order
            raise Unreachable(repr(error)) from error
        except (OAuthError, ValueError, TypeError, AttributeError) as error:  # a code that is none; no JSON object
            raise Untrue(f"no token: {error!r}") from error
        keys = line.facts(endpoint(there, "jwks_uri"))
        claims = proved(provider, token.get("id_token"), keys, begun.nonce)
        if "email" not in claims and "userinfo_endpoint" in there:
            more = line.facts(endpoint(there, "userinfo_endpoint"), str(token.get("access_token", "")))
            if more.get("sub") != claims["sub"]:
                raise Untrue("userinfo is about somebody else")
            claims = {**more, **claims}
    address = address_in(claims)
    name = claims.get("name")
    return Vouched(provider.issuer, str(claims["sub"]), name.strip()[:100] if isinstance(name, str) else "",
                   address if answers_for(provider, address, claims) else "")


def discovered(provider: Provider, line: Line) -> dict[str, Any]:
    """What the provider says of itself, asked each time: people sign in once a month."""
    there = line.facts(provider.issuer.rstrip("/") + "/.well-known/openid-configuration")
    if there.get("issuer") != provider.issuer:
        raise Unreachable(f"{provider.issuer} says that it is {there.get('issuer')!r}")
    return there


def endpoint(there: Mapping[str, Any], name: str) -> str:
    """The address NAME in what a provider says of itself. Raise Unreachable for one that others may listen at."""
    url = str(there.get(name, ""))
    if not is_safe(url):
        raise Unreachable(f"{name} is {url!r}")
    return url


def proved(provider: Provider, token: Any, keys: Any, nonce: str) -> dict[str, Any]:
    """The claims of the id TOKEN: signed by one of KEYS, by this provider, for us, for this browser, now."""
    rules = jwt.JWTClaimsRegistry(
        leeway=LEEWAY, iss={"essential": True, "value": provider.issuer},
        aud={"essential": True, "value": provider.client_id}, nonce={"essential": True, "value": nonce},
        sub={"essential": True}, exp={"essential": True}, iat={"essential": True})
    try:
        usable = [key for key in keys["keys"] if key["kty"] in ("RSA", "EC") and key.get("use", "sig") == "sig"]
        found = jwt.decode(str(token), KeySet.import_key_set({"keys": usable}), algorithms=ALGORITHMS)
        rules.validate(found.claims)
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Untrue(f"id token: {error!r}") from error
    if found.claims.get("azp", provider.client_id) != provider.client_id:
        raise Untrue("id token: it was made for another")
    return dict(found.claims)


def address_in(claims: Mapping[str, Any]) -> str:
    """The e-mail address among CLAIMS, in small letters; nothing where it is not just one that letters reach.

    Plain letters before the @ only: some others become plain ones when they are made small.
    """
    said = claims.get("email")
    try:
        email = said.strip() if isinstance(said, str) else ""
        validate_email(email, check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except EmailNotValidError:
        return ""
    return email.lower()


def answers_for(provider: Provider, email: str, claims: Mapping[str, Any]) -> bool:
    """Whether this provider says that EMAIL is theirs, and may say so.

    Where the operator named the domains of a provider (Entra ID says nothing of its addresses), it answers for those
    and for no other. Else only its own word counts. An address that it calls unverified never does.
    """
    said = str(claims.get("email_verified", "")).lower()  # some write it as a text
    if "@" not in email or said == "false":
        return False
    return email.rpartition("@")[2] in provider.domains if provider.domains else said == "true"
