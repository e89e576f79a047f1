"""Chinese mobile numbers as people write them, brought to the eleven digits we store."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from jiefen.shared.errors import DomainError

MOBILE: Final = re.compile(r"1[3-9][0-9]{9}")
NOISE: Final = re.compile(r"[\s\-‐-―()·.]+")
COUNTRY: Final = re.compile(r"(?:\+|00)?86(?=1[0-9]{10}$)")
LONGEST: Final = 40  # nobody writes a phone number longer than this; no need to normalise a novel


class InvalidPhone(DomainError):
    """The text is no mainland mobile number."""

    code = "phone.invalid"

    def __init__(self) -> None:
        super().__init__("请写 11 位手机号，例如 139 0000 1001。")


def normalised_phone(text: str) -> str:
    """Eleven digits from what was typed: full-width digits, spaces, dashes and +86 are fine. Raises InvalidPhone."""
    plain = NOISE.sub("", unicodedata.normalize("NFKC", text[:LONGEST]))
    digits = COUNTRY.sub("", plain, count=1)
    if not MOBILE.fullmatch(digits):
        raise InvalidPhone
    return digits


def is_phone(text: str) -> bool:
    """Whether ``normalised_phone`` would accept it."""
    try:
        return bool(normalised_phone(text))
    except InvalidPhone:
        return False
