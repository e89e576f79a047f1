"""The demo's lawyers and operator can sign in, and each lawyer holds one card on show."""

import pytest

from jiefen.accounts.demo_people import DEMO_LAWYERS, DEMO_OPERATOR
from jiefen.accounts.models import OrganisationKind, User
from jiefen.demo.lawyers import load_lawyers
from jiefen.demo.legal_staff import hire_legal_staff
from jiefen.lawyers.models import Affiliation, Lawyer
from jiefen.lawyers.queries import card
from tests.factories.world import AT, TODAY


@pytest.mark.django_db
def test_every_demo_lawyer_has_his_card_and_his_firm():
    load_lawyers(today=TODAY, at=AT, firms=20, lawyers=60)
    hire_legal_staff(at=AT)
    for person in DEMO_LAWYERS:
        user = User.objects.by_phone(person.phone)
        mine = Lawyer.objects.get(user=user)
        firm = Affiliation.objects.get(lawyer=mine, until_on=None).firm
        assert card(mine.pk).name == person.name
        assert user.memberships.get().organisation_id == firm.organisation_id
        assert firm.organisation.kind == OrganisationKind.LAW_FIRM
    operator = User.objects.by_phone(DEMO_OPERATOR.phone).memberships.get()
    assert operator.organisation.kind == OrganisationKind.OPERATOR
