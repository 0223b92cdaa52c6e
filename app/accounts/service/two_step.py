"""The second step of signing in: codes of an app on one's phone, and recovery codes for the day without it."""

from flask_babel import lazy_gettext
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app import mail
from app.accounts import codes, letters, passwords, queries, sealing
from app.accounts.models import Person, RecoveryCode, SignIn, TwoStep
from app.accounts.service.entering import Entrance
from app.accounts.session import new_token
from app.database import db, now
from app.errors import Conflict, Invalid
from app.permissions import Actor

MOST_WRONG = 5  # codes at one sign-in; then it begins anew with the first step
RECOVERY_CODES = 10
WRONG_CODE = lazy_gettext("This code is not right, or it has been used. Take the one that the app shows now.")


def begin_two_step(actor: Actor, password: str = "", fresh: bool = False) -> None:
    """Make a key for ACTOR's app. Nothing is asked of them before they show by a code that the app has it."""
    _prove_oneself(actor, password, fresh)
    with db.transaction() as session:
        if queries.has_two_step(actor, actor.id):
            raise Conflict(lazy_gettext("Two-step sign-in is on already."))
        session.merge(TwoStep(person_id=queries.oneself(actor).id, sealed_key=sealing.seal(codes.new_key()),
                              created_at=now()))


def confirm_two_step(actor: Actor, code: str) -> list[str]:
    """Switch it on by a first CODE, and return the recovery codes: here, and never again. Raise Invalid if wrong."""
    with db.transaction() as session:
        person = queries.oneself(actor)
        kept = queries.own_two_step(actor)
        if kept is None or kept.confirmed_at:
            raise Conflict
        if not _takes(session, kept, code):
            raise Invalid(errors={"code": WRONG_CODE})
        kept.confirmed_at = now()
        mail.post(person.email, *letters.two_step(person, letters.ON))
        return _renew(session, person.id)


def new_recovery_codes(actor: Actor, password: str = "", fresh: bool = False) -> list[str]:
    """Ten new ones in the place of the old ones."""
    _prove_oneself(actor, password, fresh)
    with db.transaction() as session:
        if not queries.has_two_step(actor, actor.id):
            raise Conflict
        person = queries.oneself(actor)
        mail.post(person.email, *letters.two_step(person, letters.NEW_CODES))
        return _renew(session, person.id)


def turn_off_two_step(actor: Actor, password: str = "", fresh: bool = False) -> None:
    """Ask for no code any more; or stop setting it up."""
    if queries.has_two_step(actor, actor.id):
        _prove_oneself(actor, password, fresh)
    with db.transaction() as session:
        _forget(session, queries.oneself(actor), letters.OFF)


def reset_two_step(actor: Actor, person_id: int) -> None:
    """Let somebody in again who has lost the phone and the recovery codes. For administrators."""
    with db.transaction() as session:
        person = queries.person_to_administer(actor, person_id)
        if person.id == actor.id:
            raise Conflict(lazy_gettext("Turn off your own in the settings, where your password is asked for."))
        _forget(session, person, letters.RESET)


def prove(actor: Actor, sign_in_id: int, code: str) -> Entrance:
    """Let in who came through the first step and writes the CODE. Raise Invalid; Conflict when it begins anew."""
    with db.transaction() as session:
        session.execute(select(SignIn.id).where(SignIn.id == sign_in_id).with_for_update())  # guesses queue up
        half = session.get_one(SignIn, sign_in_id)
        kept = session.get(TwoStep, half.person_id)
        if half.ended_at or not half.code_due:
            raise Conflict
        if kept is None or not kept.confirmed_at or _takes(session, kept, code):
            secret, half.token_hash = new_token()
            half.code_due, half.seen_at, half.person.last_seen_at = False, now(), now()
            return Entrance(half.person, secret)
        half.wrong_codes += 1
        if half.wrong_codes >= MOST_WRONG:
            half.ended_at = now()
            mail.post(half.person.email, *letters.two_step(half.person, letters.REFUSED))
    if half.ended_at:
        raise Conflict(lazy_gettext("That was wrong %(times)s times. Begin again.", times=MOST_WRONG))
    raise Invalid(errors={"code": WRONG_CODE})


def check_code(actor: Actor, person: Person, code: str) -> None:
    """Raise Invalid unless PERSON needs no CODE, or this is one of theirs that nobody used."""
    with db.transaction() as session:
        kept = session.get(TwoStep, person.id)
        if kept and kept.confirmed_at and not _takes(session, kept, code):
            raise Invalid(errors={"code": WRONG_CODE})


def _prove_oneself(actor: Actor, password: str, fresh: bool) -> None:
    """Raise Invalid unless ACTOR came in just now (FRESH) or writes the password: a page left open changes nothing."""
    kept = queries.oneself(actor).password
    if not fresh and not (kept and passwords.fits(password, kept)):
        raise Invalid(errors={"password": lazy_gettext("This is not your password.")})


def _takes(session: Session, kept: TwoStep, code: str) -> bool:
    """Use CODE up: of the app, or a recovery code. Of two who come with the same only one gets through."""
    written = codes.plain(code)
    if codes.is_of_app(written):
        step = codes.step_of(sealing.unseal(kept.sealed_key), written, now())
        later = TwoStep.person_id == kept.person_id, TwoStep.last_step < (step or 0)
        return session.execute(update(TwoStep).where(*later).values(last_step=step).returning(
            TwoStep.person_id)).first() is not None
    unused = (RecoveryCode.person_id == kept.person_id, RecoveryCode.used_at.is_(None),
              RecoveryCode.code_hash == sealing.fingerprint(written))
    used = session.execute(update(RecoveryCode).where(*unused).values(used_at=now()).returning(
        RecoveryCode.id)).first() is not None
    if used:
        person = session.get_one(Person, kept.person_id)
        mail.post(person.email, *letters.two_step(person, letters.CODE_USED))
    return used


def _renew(session: Session, person_id: int) -> list[str]:
    fresh = [codes.new_recovery_code() for _ in range(RECOVERY_CODES)]
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    session.add_all(RecoveryCode(person_id=person_id, code_hash=sealing.fingerprint(codes.plain(code)))
                    for code in fresh)
    return fresh


def _forget(session: Session, person: Person, why: str) -> None:
    kept = session.get(TwoStep, person.id)
    if kept is None:
        return
    if kept.confirmed_at:
        mail.post(person.email, *letters.two_step(person, why))
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    session.delete(kept)
