"""Every setting with its default, in one place. The environment is read once, at start."""

import os
import re
import secrets
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
PREFIX = "LIVSKRAFT_"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
# Names that other commands read; they are ours, but not settings of the running service.
OTHER_NAMES = {"LIVSKRAFT_TEST_REQUIRE"}


class BadSetting(SystemExit):
    """A setting that cannot be used: the start stops with one line that says why."""

    def __init__(self, name: str, value: str, allowed: str) -> None:
        shown = value if len(value) <= 100 else value[:100] + "…"
        super().__init__(f"{PREFIX}{name}={shown!r} cannot be used: {allowed}")


@dataclass(frozen=True)
class Provider:
    """Where people have an account by which they may sign in here: an OpenID Connect provider."""

    key: str  # in addresses of ours
    name: str  # for people
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    domains: tuple[str, ...] = ()  # whose mail addresses it answers for; none: those that it calls verified


@dataclass(frozen=True)
class Config:
    """What the service runs with. Make it from the environment with `Config.from_env()`."""

    data_dir: Path = ROOT / "instance"
    database_url: str = ""
    redis_url: str | None = None
    search: str = "whoosh"
    search_scorer: str = "arrays"
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str = ""
    secret_key: str = field(default="", repr=False)
    mail_url: str | None = field(default=None, repr=False)
    oidc: tuple[Provider, ...] = ()
    demo: bool = False
    rate_limits: bool = True
    require_two_step: bool = False  # of staff and administrators
    log: str = "text"
    live: str = "lean"
    previews: bool = True  # whether the worker fetches what links in messages lead to
    emissions_url: str = ""  # where Miljødirektoratet's workbook lies now
    proxies: int = 0  # how many of our own stand in front and say who asks
    testing: bool = False

    def __post_init__(self) -> None:
        if not self.database_url:
            object.__setattr__(self, "database_url", f"sqlite:///{self.data_dir}/livskraft.db")
        if not self.base_url:
            object.__setattr__(self, "base_url", f"http://{self.host}:{self.port}")

    @property
    def secure(self) -> bool:
        """Whether people reach us by https: secure cookies and HSTS follow."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ) -> "Config":
        """Read every setting; raise BadSetting, naming it, for one that is unknown or unusable."""
        given = {name.removeprefix(PREFIX): value for name, value in environ.items()
                 if name.startswith(PREFIX) and name not in OTHER_NAMES}
        reader = Reader(given)
        data_dir = Path(given.pop("DATA_DIR", "") or cls.data_dir).resolve()
        config = cls(
            data_dir=data_dir,
            database_url=reader.url("DATABASE_URL", {"sqlite", "postgresql+psycopg"}) or "",
            redis_url=reader.url("REDIS_URL", {"redis", "rediss"}),
            search=reader.one_of("SEARCH", ["whoosh", "postgres"]),
            search_scorer=reader.one_of("SEARCH_SCORER", ["arrays", "whoosh"]),
            host=reader.text("HOST") or cls.host,
            port=reader.port("PORT", cls.port),
            base_url=(reader.url("BASE_URL", {"http", "https"}, host=True) or "").rstrip("/"),
            secret_key=reader.text("SECRET_KEY") or kept_secret(data_dir),
            mail_url=reader.url("MAIL_URL", {"smtp", "smtps"}),
            oidc=providers(reader.text("OIDC")),
            demo=reader.one_of("DEMO", ["0", "1"]) == "1",
            rate_limits=reader.one_of("RATE_LIMITS", ["on", "off"]) == "on",
            require_two_step=reader.one_of("REQUIRE_TWO_STEP", ["0", "1"]) == "1",
            log=reader.one_of("LOG", ["text", "json"]),
            live=reader.one_of("LIVE", ["lean", "stock"]),
            previews=reader.one_of("PREVIEWS", ["on", "off"]) == "on",
            emissions_url=reader.url("EMISSIONS_URL", {"http", "https"}, host=True) or "",
            proxies=int(reader.one_of("PROXIES", ["0", "1", "2", "3"])),
        )
        reader.refuse_unknown()
        config.refuse_unsafe()
        if config.search == "postgres" and not config.database_url.startswith("postgresql"):
            raise BadSetting("SEARCH", config.search, f"it needs {PREFIX}DATABASE_URL=postgresql+psycopg://…")
        return config

    def refuse_unsafe(self) -> None:
        """Demo sign-in and unlimited requests are for one's own machine only."""
        if self.host in LOOPBACK:
            return
        if self.demo:
            raise BadSetting("DEMO", "1", f"demo sign-in needs a loopback host, not {self.host}")
        if not self.rate_limits:
            raise BadSetting("RATE_LIMITS", "off", f"this needs a loopback host, not {self.host}")


class Reader:
    """Takes settings out of what was given, one by one, and knows what is left."""

    def __init__(self, given: dict[str, str]) -> None:
        self.given = given

    def text(self, name: str) -> str | None:
        return self.given.pop(name, "").strip() or None

    def one_of(self, name: str, allowed: list[str]) -> str:
        value = self.text(name) or allowed[0]
        if value not in allowed:
            raise BadSetting(name, value, "allowed is " + " or ".join(allowed))
        return value

    def url(self, name: str, schemes: set[str], host: bool = False) -> str | None:
        value = self.text(name)
        if value and not fits(value, schemes, host):
            raise BadSetting(name, value, "it should begin with " + " or ".join(f"{s}://" for s in sorted(schemes))
                             + (" and name a host" if host else ""))
        return value

    def port(self, name: str, default: int) -> int:
        value = self.text(name) or str(default)
        if not re.fullmatch("[0-9]{1,5}", value) or not 0 < int(value) < 65536:
            raise BadSetting(name, value, "a port is a number from 1 to 65535")
        return int(value)

    def refuse_unknown(self) -> None:
        for name, value in self.given.items():
            raise BadSetting(name, value, "there is no such setting")


def fits(value: str, schemes: set[str], host: bool) -> bool:
    """Whether VALUE is an address of one of SCHEMES, with a HOST where one is needed."""
    try:
        parts = urlsplit(value)
        return parts.scheme in schemes and (not host or bool(parts.hostname)) and parts.port != 0
    except ValueError:  # a port that is none, a bracket that is not closed
        return False


def is_safe(url: str) -> bool:
    """Whether what is said at URL stays between the two: by https, or on this machine."""
    return fits(url, {"https"}, True) or (fits(url, {"http"}, True) and urlsplit(url).hostname in LOOPBACK)


def providers(path: str | None) -> tuple[Provider, ...]:
    """The providers in the TOML file at PATH: a table for each. Raise BadSetting, saying what is wrong with which."""
    if path is None:
        return ()
    try:
        tables = tomllib.loads(Path(path).read_text())
    except (OSError, ValueError) as error:
        raise BadSetting("OIDC", path, f"it should be a TOML file that can be read ({error})") from None
    return tuple(provider(path, key, table) for key, table in tables.items())


def provider(path: str, key: str, table: object) -> Provider:
    """The provider that TABLE describes."""
    try:
        if not isinstance(table, dict) or not re.fullmatch("[a-z][a-z0-9-]{0,30}", key):
            raise ValueError("a table with a short name in small letters")
        domains = table.pop("domains", [])
        if not isinstance(domains, list) or not all(isinstance(one, str) for one in [*domains, *table.values()]):
            raise ValueError("texts in quotes, and as domains a list of them")
        found = Provider(key, **table, domains=tuple(map(str.lower, domains)))
        if not (found.name and found.client_id and is_safe(found.issuer)):
            raise ValueError("a name, a client_id, and an issuer that begins with https://")
    except (TypeError, ValueError) as error:
        raise BadSetting("OIDC", path, f"[{key}] needs {str(error).removeprefix('Provider.__init__() ')}") from None
    return found


def kept_secret(data_dir: Path) -> str:
    """The secret key of this data folder: made the first time, readable by its owner only."""
    path = data_dir / "secret_key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", dir=data_dir) as file:  # for its owner only; whole before it gets its name
            file.write(secrets.token_hex(32))
            file.flush()
            with suppress(FileExistsError):  # another process made one in this very moment
                os.link(file.name, path)
    return path.read_text()
