"""Each surface has its people: signing in leads there, and the others' pages are closed."""

import pytest
from django.urls import reverse

from jiefen.accounts.actions import create_organisation
from jiefen.accounts.actions.people import InvalidMember, add_member
from jiefen.accounts.actors import system_actor
from jiefen.accounts.models import Membership, OrganisationKind
from jiefen.accounts.roles import Role
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
HOMES = {
    OrganisationKind.MANAGEMENT_COMPANY: "today",
    OrganisationKind.LAW_FIRM: "desk",
    OrganisationKind.OPERATOR: "ops",
}
PHONE = "13911113333"


@pytest.fixture(params=list(HOMES))
def house(request, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    create_organisation(
        name="一家", admin_phone=PHONE, admin_name="何苗", kind=request.param, password="lampe-im-fenster", at=AT
    )
    return request.param


def test_signing_in_leads_to_ones_own_surface(client, house):
    answer = client.post(reverse("sign_in"), {"phone": PHONE, "password": "lampe-im-fenster"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse(HOMES[house])
    assert answer.status_code == 200
    assert client.get(reverse("sign_in")).url == reverse(HOMES[house])


def test_the_other_surfaces_are_closed(client, house):
    client.post(reverse("sign_in"), {"phone": PHONE, "password": "lampe-im-fenster"})
    for name in set(HOMES.values()) - {HOMES[house]}:
        assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize(("kind", "role"), [
    (OrganisationKind.LAW_FIRM, Role.ADMIN), (OrganisationKind.OPERATOR, Role.LAWYER),
    (OrganisationKind.MANAGEMENT_COMPANY, Role.OPERATOR), (OrganisationKind.LAW_FIRM, Role.SYSTEM),
])  # fmt: skip
def test_nobody_gets_a_role_of_another_kind_of_house(kind, role):
    founder = create_organisation(name="一家", admin_phone=PHONE, admin_name="何苗", kind=kind, at=AT)
    by = system_actor(Membership.objects.get(pk=founder.membership_id).organisation_id)
    with pytest.raises(InvalidMember):
        add_member(by=by, phone="13911114444", display_name="何苗", role=role, at=AT)
