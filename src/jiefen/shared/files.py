"""Private files: uploads and generated papers, encrypted on disk, outside anything a web server could serve."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from jiefen.shared.errors import NotFound


def _path(key: str) -> Path:
    return Path(settings.PRIVATE_FILES) / key[:2] / key


def _cipher() -> AESGCM:
    return AESGCM(bytes.fromhex(settings.SECRETS.field_key))


def save_private(data: bytes, *, cipher: AESGCM | None = None) -> str:
    """Encrypt and store bytes; returns the key to read them again. The write is atomic.

    ``cipher``: of a key that may be deleted with what it protects; without one the installation's.
    """
    key = secrets.token_hex(20)
    path = _path(key)
    path.parent.mkdir(parents=True, exist_ok=True)
    nonce = os.urandom(12)
    draft = path.with_suffix(".part")
    draft.write_bytes(nonce + (cipher or _cipher()).encrypt(nonce, data, key.encode()))
    draft.replace(path)
    return key


def read_private(key: str, *, cipher: AESGCM | None = None) -> bytes:
    """The stored bytes; ``cipher`` as they were saved with.

    Raises NotFound when the file is gone, InvalidTag when it was tampered with or is under another key.
    """
    try:
        raw = _path(key).read_bytes()
    except FileNotFoundError:
        raise NotFound("原文件已不在服务器上，请重新上传。") from None
    return (cipher or _cipher()).decrypt(raw[:12], raw[12:], key.encode())


def delete_private(key: str) -> None:
    """Remove the file, if it is there."""
    _path(key).unlink(missing_ok=True)
