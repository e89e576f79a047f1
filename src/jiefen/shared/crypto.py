"""Encryption of single personal facts and blind indexes to find them again.

AES-256-GCM with a fresh 96-bit nonce per value; the column's name is authenticated with it, so a ciphertext moved to
another column does not decrypt. A blind index is a keyed hash: equal values give equal indexes, nothing else shows.
"""

from __future__ import annotations

import base64
import hashlib
import os
from binascii import b2a_base64
from collections.abc import Iterable
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from jiefen.shared.errors import DomainError

NONCE_BYTES = 12


class Undecipherable(DomainError):
    """Stored text does not decrypt: wrong key, or the row was tampered with."""

    code = "crypto.undecipherable"


@cache
def _cipher(key: str) -> AESGCM:
    return AESGCM(bytes.fromhex(key))


def encrypt(text: str, *, column: str) -> str:
    """Text → base64 of nonce + ciphertext, bound to ``column``. The empty string stays empty."""
    return encrypt_all([text], column=column)[0]


def encrypt_all(texts: Iterable[str], *, column: str) -> list[str]:
    """``encrypt`` of many, in their order."""
    cipher, wanted = _cipher(settings.SECRETS.field_key), list(texts)
    drawn = os.urandom(NONCE_BYTES * len(wanted))  # at once: asking the system costs as much as encrypting
    return [
        seal(text, cipher, bound=column, nonce=drawn[place * NONCE_BYTES : (place + 1) * NONCE_BYTES]) if text else ""
        for place, text in enumerate(wanted)
    ]


def decrypt(stored: str, *, column: str) -> str:
    """The inverse of ``encrypt``. Raises Undecipherable."""
    if not stored:
        return ""
    return unseal(stored, _cipher(settings.SECRETS.field_key), bound=column)


def new_key() -> str:
    """A fresh 256-bit key as 64 hex characters, for what shall be forgotten by deleting its key."""
    return AESGCM.generate_key(bit_length=256).hex()


def cipher_of(key: str) -> AESGCM:
    """The cipher of a key in hex. Not remembered here: whoever keeps it must know when to let it go."""
    return AESGCM(bytes.fromhex(key))


def seal(text: str, cipher: AESGCM, *, bound: str, nonce: bytes = b"") -> str:
    """Text → base64 of nonce + ciphertext under ``cipher``; what it belongs to, ``bound``, is authenticated with it."""
    nonce = nonce or os.urandom(NONCE_BYTES)
    return b2a_base64(nonce + cipher.encrypt(nonce, text.encode(), bound.encode()), newline=False).decode()


def unseal(sealed: str, cipher: AESGCM, *, bound: str) -> str:
    """The inverse of ``seal``. Raises Undecipherable."""
    raw = base64.b64decode(sealed)
    try:
        return cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound.encode()).decode()
    except InvalidTag:
        raise Undecipherable("这条资料无法解密，请联系管理员核对密钥。") from None


def blind_index(value: str, *, purpose: str) -> str:
    """32 hex characters that stand for ``value`` in look-ups; empty for an empty value."""
    return blind_indexes([value], purpose=purpose)[0]


def blind_indexes(values: Iterable[str], *, purpose: str) -> list[str]:
    """``blind_index`` of many, in their order."""
    inner, outer = _keyed(settings.SECRETS.index_key)
    found = []
    for value in values:
        if not value:
            found.append("")
            continue
        within, around = inner.copy(), outer.copy()
        within.update(f"{purpose}:{value}".encode())
        around.update(within.digest())
        found.append(around.hexdigest()[:32])
    return found


@cache
def _keyed(key: str) -> tuple[Any, Any]:
    """HMAC-SHA-256 of ``key`` with nothing said yet: its inner and outer hash (RFC 2104).

    ``hmac.digest`` would take the key in anew for every value, which is most of the work on a phone number: an import
    of 33,000 of them took four times as long. A test holds this against it.
    """
    block = bytes.fromhex(key).ljust(hashlib.sha256().block_size, b"\0")
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in block)) for pad in (0x36, 0x5C))
    return inner, outer
