"""Phone numbers as people write them."""

from __future__ import annotations

import pytest

from jiefen.accounts.phones import InvalidPhone, is_phone, normalised_phone


@pytest.mark.parametrize(
    "written",
    ["13911112222", " 139 1111 2222 ", "139-1111-2222", "+86 139 1111 2222", "0086-13911112222", "8613911112222",
     "13911112222", "+8613911112222", "(139)1111.2222", "139\u30001111\u30002222"],
)  # fmt: skip
def test_the_same_number_however_written(written):
    assert normalised_phone(written) == "13911112222"


@pytest.mark.parametrize(
    "written", ["", "1391111222", "139111122223", "12911112222", "021-62345678", "1.39E+10", "abc", "+1 212 555 0100",
                "86139111122", "一三九", "1" * 5000, "13911112222;13911113333"]
)  # fmt: skip
def test_what_is_no_mobile_number_is_refused(written):
    with pytest.raises(InvalidPhone) as refusal:
        normalised_phone(written)
    assert refusal.value.code == "phone.invalid"
    assert not is_phone(written)
