"""Phone and identity numbers in one canonical form, so that the same number always gives the same blind index."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from jiefen.shared.errors import DomainError

PHONE_INDEX: Final = "party.phone"  # purposes of the blind indexes beside the encrypted columns
ID_NO_INDEX: Final = "party.id_no"

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}(?:\d{1,6})?|400\d{7}|\d{7,8}")
_RESIDENT = re.compile(r"\d{17}[\dX]")
_COMPANY = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999
_CHECKS: Final = "10X98765432"


class IdentityRefused(DomainError):
    """A phone or identity number that cannot be one."""

    code = "estates.identity"


def canonical_phone(text: str) -> str:
    """Digits of a mainland mobile or landline number; "" for none. Raises IdentityRefused for anything else."""
    if text.isascii() and _MOBILE.fullmatch(text):
        return text
    bare = re.sub(r"[\s()\-–—.]", "", unicodedata.normalize("NFKC", text))
    digits = re.sub(r"^(?:\+|00)86", "", bare)
    if not digits:
        return ""
    if not (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)):
        raise IdentityRefused(
            "这个电话号码不完整或不是大陆号码，请核对后再填；没有电话可以留空。", code="estates.phone"
        )
    return digits


def canonical_id_no(text: str, *, is_company: bool = False) -> str:
    """A resident identity number (check digit verified) or a company's credit code; "" for none."""
    number = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not number:
        return ""
    if not (_COMPANY.fullmatch(number) if is_company else _is_resident(number)):
        what = "统一社会信用代码" if is_company else "身份证号"
        raise IdentityRefused(f"这个{what}的位数或校验位不对，请对照证件核对；没有可以留空。", code="estates.id_no")
    return number


def _is_resident(number: str) -> bool:
    if not _RESIDENT.fullmatch(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17]
