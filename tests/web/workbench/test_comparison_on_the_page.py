"""The manager's comparison as the page shows it, from the rows up: counted here by hand, the intervals by another road."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from jiefen.accounts.roles import Role
from jiefen.collection import actions
from jiefen.collection.models import ContactAttempt, Conversation, Rehearsal
from jiefen.estates.models import Building
from jiefen.ledger import positions
from jiefen.ledger.actions.payments import record_payment
from jiefen.shared import clock
from tests.factories.talks import AT, DAY, TODAY, make_home, new_key
from tests.factories.world import make_charge, make_premises
from tests.rules.test_comparison_by_hand import difference, ends
from tests.web.workbench.signed_in import on_the_day, sign_in, text_of

pytestmark = pytest.mark.django_db
__all__ = ["on_the_day"]


class Company:
    """Two households, one pays a week after the talks, the other never."""

    def __init__(self) -> None:
        self.home = make_home(100_000)
        other = make_premises(self.home.premises.estate, building="9栋")
        Building.objects.filter(pk=other.building_id).update(steward=self.home.steward.membership_id)
        make_charge(other, 70_000, dt.date(2026, 1, 1))
        positions.refresh([other.pk], at=AT)
        self.pays, self.does_not = self.home.premises, other
        terms = {"method": "cash", "by": self.home.manager, "at": AT + 7 * DAY}
        record_payment(premises_id=self.pays.pk, amount_fen=100, paid_on=TODAY + 7 * DAY, **terms)

    def talks(self, *, paying: int, others: int, rehearsed: bool) -> None:
        for premises, many in ((self.pays, paying), (self.does_not, others)):
            for _ in range(many):
                attempt = ContactAttempt.objects.create(
                    organisation_id=premises.organisation_id, premises=premises, channel="phone", initiated_by="owner",
                    purpose="bill", at=AT, reached="owner", identity_check="known_voice", content_sha256="0" * 64,
                    client_key=new_key(), recorded_at=AT,
                )  # fmt: skip
                Conversation.objects.create(
                    organisation_id=premises.organisation_id, attempt=attempt, questions_asked=[],
                    rehearsal=self._rehearsal(premises) if rehearsed else None,
                )  # fmt: skip

    def _rehearsal(self, premises) -> Rehearsal:
        terms = {"client_key": new_key(), "by": self.home.manager, "at": AT}
        return actions.start_rehearsal(premises_id=premises.pk, **terms)


def points(share) -> str:
    return f"{float(share) * 100:+.1f}".replace("-", "−")


@pytest.mark.parametrize(
    ("rehearsed", "plain", "says"),
    [
        ((0, 0), (0, 40), "数据还太少：预演过 0 次，没有预演 40 次"),
        ((1, 0), (30, 0), "数据还太少：预演过 1 次，没有预演 30 次"),
        ((30, 0), (31, 4), "看不出差别：预演过 30 次，没有预演 35 次"),
        ((30, 0), (12, 24), "预演过更高：预演过 30 次，没有预演 36 次"),
        ((2, 38), (30, 0), "预演过更低：预演过 40 次，没有预演 30 次"),
    ],
    ids=["n=0", "n=1", "all success", "higher", "lower"],
)
def test_what_the_page_says(client, monkeypatch, rehearsed, plain, says):
    company = Company()
    company.talks(paying=rehearsed[0], others=rehearsed[1], rehearsed=True)
    company.talks(paying=plain[0], others=plain[1], rehearsed=False)
    monkeypatch.setattr(clock, "now", lambda: AT + 40 * DAY)
    sign_in(client, company.home.premises.organisation, Role.MANAGER)
    page = text_of(client.get(reverse("team")))
    assert says in page
    sides = [(paying, paying + others) for paying, others in (rehearsed, plain)]
    for successes, trials in sides:
        assert (f"{trials} 次里 {successes} 次" if trials else "0 次") in page
    if "数据还太少" not in says:
        low, high = difference(*sides)
        assert f"相差在 {points(low)} 到 {points(high)} 个百分点之间" in page
        assert float(ends(*sides[0])[1]) == 1.0 or sides[0][0] < sides[0][1]
    else:
        assert "个百分点" not in page, "no figure where there is too little"
