"""A mailing list's archive becomes threads: whose, when, in which order, and what is refused."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from app import outbox
from app.accounts.session import actor_of
from app.database import db
from app.rooms import queries, service
from app.rooms.letter_words import own_words
from app.rooms.models import Change, Message, Room, Thread
from tests import cast

STRANGER = "Kari Nordmann <kari@elsewhere.example>"
DAY = "Tue, 3 Mar 2015 10:00:00 +0100"
HELLO = f"From: {STRANGER}\nDate: {DAY}\nSubject: Solar\nMessage-ID: <1@list>\n\nWho has solar cells?\n"


def bring(app: Flask, folder: Path, *mails: str | bytes, by: str = cast.DAG, options: tuple[str, ...] = (),
          room: int | None = None) -> tuple[int, str]:
    """Exit code and output."""
    file = folder / "list.mbox"
    raw = [one if isinstance(one, bytes) else one.encode() for one in mails]
    file.write_bytes(b"".join(b"From list Tue Mar  3 10:00:00 2015\n" + one + b"\n" for one in raw))
    done = app.test_cli_runner().invoke(args=["import", "mbox", str(file), "--by", by, "--room",
                                              str(room or cast.room(cast.SOLAR).id), *options])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def mail(key: str = "1", said: str = "Hello.", who: str = STRANGER, day: str = DAY, **heads: str) -> str:
    lines = {"From": who, "Date": day, "Message-ID": f"<{key}@list>",
             **{name.replace("_", "-"): value for name, value in heads.items()}}
    return "".join(f"{name}: {value}\n" for name, value in lines.items()) + f"\n{said}\n"


def messages() -> list[Message]:
    return list(db.session.scalars(select(Message).where(
        Message.room_id == cast.room(cast.SOLAR).id).order_by(Message.seq)))


def threads() -> list[list[int]]:
    """The places of the messages, thread by thread."""
    found: dict[int, list[int]] = {}
    for place, one in enumerate(messages()):
        found.setdefault(one.thread_id, []).append(place)
    return list(found.values())


def test_mails_become_threads_of_their_own_days(stage: Flask, tmp_path: Path) -> None:
    code, said = bring(
        stage, tmp_path, mail("1", "Who has solar cells?", f"Anne Berg <{cast.ANNE.upper()}>", Subject="[klima] Solar"),
        mail("2", "We have.", f"<{cast.HILDE}>", "Wed, 4 Mar 2015 10:00:00 +0100", Subject="Re: [klima] Solar",
             In_Reply_To="<1@list>"))
    assert code == 0 and "2 mails read: 2 new in 1 new threads, 0 were there, 0 refused." in said
    first, second = messages()
    assert (first.author.email, second.author.email) == (cast.ANNE, cast.HILDE)  # one of them has left since
    assert first.created_at == datetime(2015, 3, 3, 9, tzinfo=UTC) and second.body == "We have."
    assert first.thread == second.thread and first.thread.title == "Solar"
    assert (first.thread.created_at, first.thread.last_at) == (first.created_at, second.created_at)


def test_what_a_stranger_wrote_is_kept_by_who_brings_it_and_shows_no_address(stage: Flask, tmp_path: Path) -> None:
    bring(stage, tmp_path, HELLO, mail("2", who="kari@elsewhere.example"), mail("3", who="gro at gjest.example (Gro)"))
    named, nameless, guest = messages()
    assert named.body == "Fra Kari Nordmann, 3. mars 2015 10.00 (fra e-postlisten)\n\nWho has solar cells?"
    assert nameless.body.startswith("Fra noen, ") and guest.body.startswith("Fra Gro, ")
    assert {one.author.email for one in messages()} == {cast.DAG}
    assert not any("@" in one.body for one in messages())
    assert not db.session.scalar(select(func.count()).select_from(Message).where(Message.html.contains("elsewhere")))


def test_a_thread_holds_together_by_what_is_answered_else_by_its_subject(stage: Flask, tmp_path: Path) -> None:
    bring(stage, tmp_path,
          mail("1", day="Tue, 3 Mar 2015 10:00:00 +0100", Subject="Heat"),
          mail("2", day="Tue, 3 Mar 2015 11:00:00 +0100", Subject="Something else", References="<gone@list> <1@list>"),
          mail("3", day="Tue, 3 Mar 2015 12:00:00 +0100", Subject="SV: VS: heat"),
          mail("4", day="Tue, 3 Mar 2015 13:00:00 +0100", Subject="Heat"),
          mail("5", day="Tue, 3 Mar 2015 14:00:00 +0100", Subject="Re: Tax", References="<lost@list>"),
          mail("6", day="Tue, 3 Mar 2015 15:00:00 +0100", Subject="Re: Toll", References="<lost@list>"))
    assert threads() == [[0, 1, 2], [3], [4, 5]]


def test_references_that_run_in_a_circle_end(stage: Flask, tmp_path: Path) -> None:
    code, _ = bring(stage, tmp_path, mail("1", References="<2@list> <1@list>"), mail("2", References="<1@list>"),
                    mail("3", In_Reply_To="<3@list>"))
    assert code == 0 and threads() == [[0, 1], [2]]


def test_the_same_mail_is_kept_once_and_a_longer_archive_goes_on(stage: Flask, tmp_path: Path) -> None:
    bring(stage, tmp_path, HELLO, HELLO)
    assert len(messages()) == 1
    _, said = bring(stage, tmp_path, HELLO, mail("9", Subject="Other", In_Reply_To="<1@list>"), by=cast.FRODE)
    assert "1 new in 0 new threads, 1 were there" in said and threads() == [[0, 1]]
    room = cast.room(cast.SOLAR)
    changes = db.session.scalars(select(Change.seq).where(Change.room_id == room.id)).all()
    assert sorted(changes) == list(range(1, room.seq + 1)) and [one.seq for one in messages()] == sorted(changes)


@pytest.mark.parametrize("by", [cast.ANNE, cast.ELI, cast.GRO, cast.CARIN, "nobody@nowhere.example"])
def test_only_who_coordinates_brings_it_in(stage: Flask, tmp_path: Path, by: str) -> None:
    code, _ = bring(stage, tmp_path, HELLO, by=by)
    assert code == 1 and not messages()


def test_a_room_that_is_not_there_or_is_archived_takes_nothing(stage: Flask, tmp_path: Path) -> None:
    assert bring(stage, tmp_path, HELLO, room=999_999)[0] == 1
    service.archive_room(actor_of(cast.person(cast.DAG)), cast.room(cast.SOLAR).id, True)
    code, said = bring(stage, tmp_path, HELLO)
    assert code == 1 and "archived" in said and not messages()


def test_strict_takes_all_or_nothing(stage: Flask, tmp_path: Path) -> None:
    code, said = bring(stage, tmp_path, HELLO, "Subject: Lost\n\nNo date.\n", options=("--strict",))
    assert code == 1 and "mail 2 «Lost»: it has no date." in said and "nothing was changed" in said
    assert not messages() and not db.session.scalar(select(func.count(Thread.id)))
    assert bring(stage, tmp_path, HELLO, options=("--strict",))[0] == 0 and len(messages()) == 1


@pytest.mark.parametrize(("broken", "why"), [
    ("", "it has no date."), (mail(day="yesterday"), "its date cannot be read."),
    (mail(day="Tue, 3 Mar 2115 10:00:00 +0100"), "its date cannot be right."),
    (mail(day="Mon, 1 Jan 1900 00:00:00 +9999"), "its date cannot be r"), (mail(said=" \n\x00"), "it holds no text."),
    (mail(said="x" * 25_000_001), "it is larger than 25 MB."),
    (mail(said="b" * 9, Content_Type='multipart/mixed; boundary="b"'), "it holds no text."),
    ("".join(f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n' for n in range(1000)), "it ")])
def test_a_mail_that_cannot_be_taken_is_named_and_the_others_come(
        stage: Flask, tmp_path: Path, broken: str, why: str) -> None:
    code, said = bring(stage, tmp_path, broken, HELLO.replace("1@list", "2@list"))
    assert code == 0 and f": {why}" in said and "mail 1 «" in said and len(messages()) == 1


def test_a_file_that_holds_no_mail_says_so(stage: Flask, tmp_path: Path) -> None:
    assert "no mail in this file" in bring(stage, tmp_path)[1]


@pytest.mark.parametrize("head", ["", "\nContent-Type: text/plain; charset=utf-8",
                                  "\nContent-Type: text/plain; charset=rot13", "\nContent-Type: text/plain; charset=x"])
def test_letters_are_read_in_whatever_charset_they_are(stage: Flask, tmp_path: Path, head: str) -> None:
    bring(stage, tmp_path, mail("1", "Blåbær", "Åse Ødegård <a@b.example>", Subject="Rømme" + head).encode("cp1252"))
    [found] = messages()
    assert "Blåbær" in found.body and "Åse Ødegård" in found.body and found.thread.title == "Rømme"


def test_encoded_names_html_and_attachments_are_read(stage: Flask, tmp_path: Path) -> None:
    letter = EmailMessage()
    letter["From"], letter["Date"], letter["Subject"] = "Bjørn Ås <b@b.example>", DAY, "Sv: Smør på brødet, " * 5
    letter.set_content("<style>p {}</style><div>Hei &amp; hå</div><div>[[example:1]] @[Anne](person:1)</div>On Monday "
                       "Kari wrote:<blockquote>What?</blockquote><script>alert()</script>", subtype="html")
    letter.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="tak.pdf")
    bring(stage, tmp_path, bytes(letter))
    [found] = messages()
    assert found.body.splitlines()[0].startswith("Fra Bjørn Ås, ") and found.thread.title.startswith("Smør på brødet")
    assert "Hei & hå" in found.body
    assert not any(one in found.body for one in ("What?", "alert", "wrote"))
    assert "tak.pdf" in found.body and found.links == [] and "mention" not in found.html


@pytest.mark.parametrize(("written", "kept"), [
    ("Yes.\n\nOn Mon, 2 Mar 2015, Kari <k@x.example> wrote:\n> Who?\n> Now?\n", "Yes."),
    ("Ja.\n\nDen 2. mars 2015 kl. 10.00 skrev Kari Nordmann\n<kari@x.example>:\n> Hvem?", "Ja."),
    ("Ja.\n\n-----Opprinnelig melding-----\nFra: Kari\nHvem?", "Ja."),
    ("Ja.\n-- \nKari\n90 00 00 00", "Ja."),
    ("Ja.\n" + "_" * 47 + "\nklima mailing list\nhttps://list.example", "Ja."),
    ("> Who?\nWe.\n> When?\nNow.", "> Who?\n\nWe.\n> When?\n\nNow."),
    ("She wrote:\nNothing.", "She wrote:\nNothing."), ("> Only this", "> Only this"),
    ("One\n--\n" + "more\n" * 30, "One\n--\n" + "\n".join(["more"] * 30))])
def test_what_others_had_written_and_signatures_are_left_out(written: str, kept: str) -> None:
    assert own_words(written) == kept


def test_lines_that_begin_with_from_are_as_they_were_written(stage: Flask, tmp_path: Path) -> None:
    bring(stage, tmp_path, mail("1", "So:\n>From now on.\n>>From then.\nEnd.", f"<{cast.ANNE}>"))
    assert messages()[0].body == "So:\nFrom now on.\n>From then.\n\nEnd."


def test_nobody_hears_of_it_and_search_finds_it(
        stage: Flask, tmp_path: Path, browser_of: Callable[[str | None], FlaskClient]) -> None:
    bring(stage, tmp_path, mail("1", "Bjørnebærsyltetøy @[Anne Berg](person:1)", f"<{cast.BJORN}>", Subject="Jam"))
    while outbox.run_due():
        pass
    room = db.session.get_one(Room, cast.room(cast.SOLAR).id)
    assert queries.unread_and_muted(actor_of(cast.person(cast.ANNE)), room) == (set(), set())
    assert not list((stage.config["LIVSKRAFT"].data_dir / "mail").glob("*.eml"))
    found = browser_of(cast.ANNE).get("/search?q=Bjørnebærsyltetøy").text
    assert "Jam" in found and "2015" in browser_of(cast.ANNE).get(f"/threads/{messages()[0].thread_id}").text
    assert "Jam" not in browser_of(cast.CARIN).get("/search?q=Bjørnebærsyltetøy").text


def test_a_mail_made_to_stall_us_does_not(stage: Flask, tmp_path: Path) -> None:
    start = time.monotonic()
    _, said = bring(
        stage, tmp_path, mail("1", "<" * 100_000), mail("2", "<div>" * 60_000, Content_Type="text/html"),
        mail("3", Subject="Re: " * 50_000, References="<a@b> " * 50_000), mail("4", "> " * 90_000),
        mail("5", Content_Type="text/plain; " + "x*0=a; " * 20_000), mail("6", who='"' * 50_000 + "(" * 50_000))
    assert "5 new" in said and "mail 2 «»: its HTML has too many tags." in said and time.monotonic() - start < 20
