"""Letters: written to `DATA_DIR/mail/*.eml`, or handed to an SMTP server when one is set."""

import smtplib
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from urllib.parse import unquote, urlsplit

from flask import current_app

from app.database import now
from app.outbox import Facts, on, tell
from config import Config

TIMEOUT = 30  # seconds


def post(to: str, subject: str, text: str, html: str = "", off: str = "") -> None:
    """Put a letter in the outbox of the open transaction; the worker sends it, and tries again.

    HTML is the same letter for programs that show it. OFF is an address: who posts there gets no more such letters.
    """
    domain = urlsplit(_config().base_url).hostname or "livskraft"
    tell("letter_written", to=to, subject=subject, text=text, html=html, off=off,
         message_id=make_msgid(domain=domain))


@on("letter_written")
def send(facts: list[Facts]) -> None:
    """Send what waits. A letter keeps its Message-ID when it is tried again, so it shows once."""
    letters = [letter(**fact) for fact in facts]
    url = _config().mail_url
    for message in letters:
        deliver(message, url) if url else keep(message)


def letter(to: str, subject: str, text: str, message_id: str, html: str = "", off: str = "") -> EmailMessage:
    """A letter from Livskraft, in plain text and perhaps also in HTML."""
    message = EmailMessage()
    message["From"] = f"Livskraft <svar@{urlsplit(_config().base_url).hostname}>"
    message["To"], message["Subject"], message["Message-ID"] = to, subject, message_id
    message["Date"] = format_datetime(now())
    message["Auto-Submitted"] = "auto-generated"
    if off:  # RFC 8058: the mail program offers to end it with one click
        message["List-Unsubscribe"], message["List-Unsubscribe-Post"] = f"<{off}>", "List-Unsubscribe=One-Click"
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def keep(message: EmailMessage) -> None:
    """Write the letter where a person at this machine can read it."""
    folder = _config().data_dir / "mail"
    folder.mkdir(parents=True, exist_ok=True)
    name = message["Message-ID"].strip("<>").replace("/", "-")
    (folder / f"{name}.eml").write_bytes(message.as_bytes())


def deliver(message: EmailMessage, url: str) -> None:
    """Hand the letter to the SMTP server at URL."""
    parts = urlsplit(url)
    secure = parts.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with connect(parts.hostname or "", parts.port or (465 if secure else 587), timeout=TIMEOUT) as server:
        if not secure and server.has_extn("starttls"):
            server.starttls()
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(message)


def _config() -> Config:
    config = current_app.config["LIVSKRAFT"]
    assert isinstance(config, Config)
    return config
