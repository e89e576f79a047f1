"""Known revisions: from the day they take effect."""

from __future__ import annotations

from datetime import date

import pytest

from jiefen.rules.law_revisions import latest_revision


@pytest.mark.parametrize(("day", "known"), [(date(2025, 12, 31), False), (date(2026, 1, 1), True)])
def test_a_revision_counts_from_the_day_it_takes_effect(day, known):
    assert (latest_revision("治安管理处罚法", today=day) is not None) is known


def test_a_law_we_know_no_revision_of():
    assert latest_revision("民法典", today=date(2026, 11, 26)) is None


def test_what_changed_is_said():
    found = latest_revision("公司法", today=date(2026, 11, 26))
    assert found is not None and found.effective == date(2024, 7, 1) and "条号" in found.what
