"""What is kept of secrets that have to be read again: sealed by the secret key, so that rows alone open nothing."""

import hashlib
import hmac
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def seal(secret: bytes) -> str:
    """SECRET so that only this place can read it."""
    return Fernet(urlsafe_b64encode(_key("seal"))).encrypt(secret).decode()


def unseal(sealed: str) -> bytes | None:
    """What was sealed; None where the secret key is another one by now."""
    try:
        return Fernet(urlsafe_b64encode(_key("seal"))).decrypt(sealed)
    except InvalidToken:
        current_app.logger.error("A sealed secret cannot be read: is LIVSKRAFT_SECRET_KEY another one than before?")
        return None


def fingerprint(code: str) -> str:
    """What is kept of a CODE that need only be known again. It is short: who lacks the key may not try them all."""
    return hmac.new(_key("fingerprint"), code.encode(), hashlib.sha256).hexdigest()


def _key(purpose: str) -> bytes:
    secret: str = current_app.config["LIVSKRAFT"].secret_key
    return HKDF(SHA256(), 32, salt=None, info=f"livskraft {purpose}".encode()).derive(secret.encode())
