"""Settings: each has a default, and a value that cannot be used stops the start with one line that says why."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.factory import create_app
from config import ROOT, BadSetting, Config, kept_secret
from tests.alone import put_back


def read(folder: Path, **settings: str) -> Config:
    """What is made of SETTINGS, with a data folder that tests may write to."""
    given = {"data_dir": str(folder), **settings}
    return Config.from_env({f"LIVSKRAFT_{name.upper()}": value for name, value in given.items()} | {"HOME": "/root"})


def test_without_any_setting_it_runs_on_ones_own_machine(tmp_path: Path) -> None:
    config = read(tmp_path)
    assert config.database_url == f"sqlite:///{tmp_path}/livskraft.db"
    assert (config.host, config.port, config.base_url) == ("127.0.0.1", 8000, "http://127.0.0.1:8000")
    assert (config.redis_url, config.mail_url, config.search, config.log) == (None, None, "whoosh", "text")
    assert (config.demo, config.rate_limits, config.proxies, config.secure) == (False, True, 0, False)
    assert Config().data_dir == ROOT / "instance"


@pytest.mark.parametrize("name, value, kept", [
    ("database_url", "sqlite:////srv/livskraft.db", "sqlite:////srv/livskraft.db"),
    ("database_url", "postgresql+psycopg://livskraft@db/livskraft", "postgresql+psycopg://livskraft@db/livskraft"),
    ("redis_url", "redis://localhost:6379/0", "redis://localhost:6379/0"),
    ("redis_url", "rediss://cache:6379", "rediss://cache:6379"),
    ("search", "whoosh", "whoosh"),
    ("host", "0.0.0.0", "0.0.0.0"),
    ("port", "80", 80),
    ("base_url", "https://livskraft.example/", "https://livskraft.example"),
    ("secret_key", "long and random", "long and random"),
    ("mail_url", "smtp://user:pass@host:587", "smtp://user:pass@host:587"),
    ("mail_url", "smtps://host", "smtps://host"),
    ("demo", "1", True), ("demo", "0", False),
    ("rate_limits", "off", False), ("rate_limits", "on", True), ("require_two_step", "1", True),
    ("log", "json", "json"), ("live", "stock", "stock"), ("proxies", "2", 2)])
def test_a_setting_is_taken_as_it_is_given(tmp_path: Path, name: str, value: str, kept: object) -> None:
    assert getattr(read(tmp_path, **{name: value}), name) == kept


def test_search_in_postgresql_is_for_those_who_keep_their_data_there(tmp_path: Path) -> None:
    url = "postgresql+psycopg://livskraft@db/livskraft"
    assert read(tmp_path, search="postgres", database_url=url).search == "postgres"


@pytest.mark.parametrize("name, value, allowed", [
    ("database_url", "mysql://localhost/livskraft", ["postgresql+psycopg://", "sqlite://"]),
    ("database_url", "postgresql://localhost/livskraft", ["postgresql+psycopg://"]),
    ("database_url", "livskraft.db", ["sqlite://"]),
    ("redis_url", "localhost:6379", ["redis://", "rediss://"]),
    ("search", "elastic", ["whoosh", "postgres"]), ("search", "postgres", ["LIVSKRAFT_DATABASE_URL=postgresql"]),
    ("port", "http", ["1 to 65535"]), ("port", "0", ["1 to 65535"]), ("port", "65536", ["1 to 65535"]),
    ("port", "-1", ["1 to 65535"]), ("port", "٨٠", ["1 to 65535"]), ("port", "8" * 5000, ["1 to 65535"]),
    ("base_url", "livskraft.example", ["http://", "https://"]), ("base_url", "https://", ["a host"]),
    ("base_url", "https://livskraft.example:99999", ["a host"]), ("base_url", "https://[::1", ["a host"]),
    ("mail_url", "mailto:post@livskraft.example", ["smtp://", "smtps://"]),
    ("demo", "yes", ["0", "1"]), ("demo", "True", ["0", "1"]),
    ("rate_limits", "0", ["on", "off"]), ("log", "xml", ["text", "json"]),
    ("live", "off", ["lean", "stock"]), ("proxies", "many", ["0", "1"])])
def test_a_value_that_cannot_be_used_is_named_with_what_is_allowed(
        tmp_path: Path, name: str, value: str, allowed: list[str]) -> None:
    with pytest.raises(BadSetting) as refused:
        read(tmp_path, **{name: value})
    line = str(refused.value)
    assert f"LIVSKRAFT_{name.upper()}=" in line and value[:60] in line and "\n" not in line
    assert all(word in line for word in allowed) and len(line) < 300


@pytest.mark.parametrize("name", ["LIVSKRAFT_DATABSE_URL", "LIVSKRAFT_", "LIVSKRAFT_TESTING", "LIVSKRAFT_port"])
def test_a_setting_that_does_not_exist_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSetting, match=name):
        Config.from_env({"LIVSKRAFT_DATA_DIR": str(tmp_path), name: "1"})


def test_a_name_of_the_test_command_is_no_setting_of_ours_to_refuse(tmp_path: Path) -> None:
    environ = {"LIVSKRAFT_DATA_DIR": str(tmp_path), "LIVSKRAFT_TEST_REQUIRE": "browser,servers"}
    assert Config.from_env(environ).port == 8000


@pytest.mark.parametrize("name", ["port", "demo", "log", "redis_url", "base_url", "secret_key", "data_dir"])
def test_an_empty_setting_is_as_good_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(Config, "data_dir", tmp_path)
    assert getattr(read(tmp_path, **{name: ""}), name) == getattr(read(tmp_path), name)


@pytest.mark.parametrize("settings", [{"demo": "1"}, {"rate_limits": "off"}], ids=["demo", "no limits"])
@pytest.mark.parametrize("host, taken", [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False),
                                         ("::", False), ("10.0.0.7", False), ("livskraft.example", False)])
def test_demo_and_unlimited_requests_are_for_ones_own_machine(
        tmp_path: Path, settings: dict[str, str], host: str, taken: bool) -> None:
    if taken:
        assert read(tmp_path, host=host, **settings).host == host
        return
    with pytest.raises(BadSetting, match=f"loopback host, not {host}"):
        read(tmp_path, host=host, **settings)


def test_the_secret_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "not there yet"
    made = read(folder).secret_key
    assert len(made) >= 32 and made not in repr(read(folder))
    assert read(folder).secret_key == made
    assert stat.S_IMODE((folder / "secret_key").stat().st_mode) == 0o600
    assert read(folder, secret_key="another").secret_key == "another"


def test_processes_that_start_in_the_same_moment_share_one_secret_key(tmp_path: Path) -> None:
    for number in range(20):
        with ThreadPoolExecutor(8) as threads:
            assert len(set(threads.map(kept_secret, [tmp_path / str(number)] * 8))) == 1


@pytest.mark.parametrize("address, secure", [("https://livskraft.example", True), ("http://livskraft.example", False)])
def test_an_https_address_switches_secure_cookies_and_hsts_on(tmp_path: Path, address: str, secure: bool) -> None:
    with put_back():
        app = create_app(Config(data_dir=tmp_path, secret_key="only for tests", testing=True, base_url=address))
        answer = app.test_client().get("/sign-in", base_url=address)
        cookie = answer.headers["Set-Cookie"]
        assert ("Secure" in cookie) is secure and "HttpOnly" in cookie and "SameSite=Lax" in cookie
        assert ("Strict-Transport-Security" in answer.headers) is secure


OIDC = """
[work]
name = "Bamble kommune"
issuer = "https://login.example/tenant/v2.0"
client_id = "livskraft"
client_secret = "a secret"
domains = ["Bamble.example"]
"""


def read_oidc(folder: Path, text: str) -> Config:
    (folder / "oidc.toml").write_text(text)
    return read(folder, oidc=str(folder / "oidc.toml"))


def test_providers_for_single_sign_on_stand_in_a_file_of_their_own(tmp_path: Path) -> None:
    [found] = read_oidc(tmp_path, OIDC).oidc
    assert (found.key, found.name, found.domains) == ("work", "Bamble kommune", ("bamble.example",))
    assert "a secret" not in repr(found) and read(tmp_path).oidc == ()


@pytest.mark.parametrize("before, after, said", [
    ('"https://login', '"http://login', "https://"), ('client_id = "livskraft"', "", "client_id"),
    ('name = "Bamble kommune"', 'name = ""', "a name"), ("[work]", '["Work/../"]', "short name"),
    ('client_id = "livskraft"', "client_id = 7", "texts"), ('["Bamble.example"]', '"bamble.example"', "a list"),
    ('["Bamble.example"]', "[7]", "a list"), ("client_secret", "client_secert", "client_secert"),
    ("[work]", "[work", "can be read"), (OIDC, 'work = "https://login.example"', "a table")])
def test_a_provider_that_cannot_be_used_is_named_and_no_secret_is(
        tmp_path: Path, before: str, after: str, said: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read_oidc(tmp_path, OIDC.replace(before, after))
    assert said in str(refused.value) and "a secret" not in str(refused.value) and "\n" not in str(refused.value)


def test_a_file_of_providers_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="cannot be used"):
        read(tmp_path, oidc=str(tmp_path / "none.toml"))
