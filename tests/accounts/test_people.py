"""People of an organisation: roles, the last admin, strangers' rows, and accounts shared between organisations."""

from __future__ import annotations

import pytest

from jiefen.accounts import actions
from jiefen.accounts.actions import people
from jiefen.accounts.actions.passwords import PersonElsewhere, WeakPassword, one_time_password
from jiefen.accounts.actors import Actor
from jiefen.accounts.models import Membership, User
from jiefen.accounts.queries import actor_of_membership, colleagues
from jiefen.accounts.roles import ASSIGNABLE, Role
from jiefen.audit.models import Event
from jiefen.shared.errors import NotFound, NotPermitted
from tests.accounts.conftest import PASSWORD, PHONE
from tests.factories.world import AT, make_actor, make_membership, make_organisation

pytestmark = pytest.mark.django_db
HOME = {"address": "203.0.113.7", "at": AT}


@pytest.fixture
def admin() -> Actor:
    return make_actor(make_organisation(), Role.ADMIN)


def add(by, phone=PHONE, name="宋知夏", role=Role.STEWARD, **more):
    return actions.add_member(by=by, phone=phone, display_name=name, role=role, at=AT, **more)


def codes(organisation_id):
    return list(Event.objects.filter(organisation_no=organisation_id).order_by("seq").values_list("code", flat=True))


def test_a_new_colleague_gets_a_one_time_password_and_must_change_it(admin):
    added = add(admin, name="  宋  知夏 ")
    user = actions.sign_in_with_password(phone=PHONE, password=added.one_time_password, **HOME)
    member = Membership.objects.get(pk=added.membership_id)
    assert actor_of_membership(member).must_change_password
    assert (user.display_name, member.role, added.awaits_code) == ("宋 知夏", "steward", False)
    actions.change_password(by=actor_of_membership(member), current=added.one_time_password, new="kein-regen", **HOME)
    assert not actor_of_membership(Membership.objects.get(pk=member.pk)).must_change_password
    assert codes(admin.organisation_id) == ["accounts.member_added", "accounts.signed_in", "accounts.password_changed"]


def test_a_password_the_caller_brings_is_no_one_time_password(admin):
    added = add(admin, password=PASSWORD)
    assert added.one_time_password is None
    assert not User.objects.by_phone(PHONE).password_is_temporary


def test_the_same_phone_twice_is_refused(admin):
    add(admin)
    with pytest.raises(people.AlreadyMember):
        add(admin, phone="+86 139 1111 2222")


@pytest.mark.parametrize(
    ("name", "role"), [("", "steward"), ("长" * 41, "steward"), ("宋知夏", "system"), ("宋知夏", "boss")]
)
def test_names_and_roles_that_cannot_be_are_refused(admin, name, role):
    with pytest.raises(people.InvalidMember):
        add(admin, name=name, role=role)
    assert User.objects.count() == 1


@pytest.mark.parametrize("role", [role for role in ASSIGNABLE if role != Role.ADMIN])
def test_only_admins_manage_people(admin, role):
    other = make_membership(Membership.objects.get(pk=admin.membership_id).organisation, role)
    by, target = actor_of_membership(other), {"membership_id": admin.membership_id, "at": AT}
    for act in (
        lambda: add(by),
        lambda: actions.change_role(by=by, role="steward", **target),
        lambda: actions.deactivate_member(by=by, **target),
        lambda: actions.issue_password(by=by, **target),
    ):
        with pytest.raises(NotPermitted) as refusal:
            act()
        assert refusal.value.code == "not_permitted.manage_people"
    assert codes(admin.organisation_id) == []


def test_another_organisations_people_do_not_exist(admin):
    stranger = make_membership(make_organisation(), Role.STEWARD)
    target = {"membership_id": stranger.pk, "at": AT}
    for act in (actions.deactivate_member, actions.issue_password):
        with pytest.raises(NotFound):
            act(by=admin, **target)
    with pytest.raises(NotFound):
        actions.change_role(by=admin, role="admin", **target)
    assert stranger.user.display_name not in [
        one.name for one in colleagues(admin.organisation_id) if one.role == "steward"
    ]


def test_the_last_admin_stays(admin):
    target = {"membership_id": admin.membership_id, "at": AT}
    with pytest.raises(people.LastAdmin):
        actions.deactivate_member(by=admin, **target)
    with pytest.raises(people.LastAdmin):
        actions.change_role(by=admin, role="manager", **target)
    add(admin, role=Role.ADMIN)
    actions.change_role(by=admin, role="manager", **target)
    assert Membership.objects.get(pk=admin.membership_id).role == "manager"
    assert Event.objects.get(code="accounts.role_changed").data == {"from": "admin", "to": "manager"}


def test_a_deactivated_colleague_is_out_and_may_come_back(admin):
    added = add(admin)
    target = {"membership_id": added.membership_id, "at": AT}
    actions.deactivate_member(by=admin, **target)
    actions.deactivate_member(by=admin, **target)
    assert codes(admin.organisation_id).count("accounts.member_deactivated") == 1
    assert add(admin, role=Role.FINANCE).membership_id == added.membership_id
    member = Membership.objects.get(pk=added.membership_id)
    assert (member.is_active, member.role) == (True, "finance")


def test_an_account_of_another_organisation_joins_only_with_a_code(admin, send):
    """Else an admin could open accounts in strangers' names and read along when they join somebody else."""
    trap = add(make_actor(make_organisation(), Role.ADMIN), name="甲")
    added = add(admin, name="乙")
    assert (added.awaits_code, added.one_time_password) == (True, None)
    attacker = actions.sign_in_with_password(phone=PHONE, password=trap.one_time_password, **HOME)
    assert not Membership.objects.get(pk=added.membership_id).is_active
    actions.send_code(phone=PHONE, **HOME, send=send)
    actions.sign_in_with_code(phone=PHONE, code=send.last_code, **HOME)
    assert Membership.objects.get(pk=added.membership_id).is_active
    with pytest.raises(actions.SignInFailed):
        actions.sign_in_with_password(phone=PHONE, password=trap.one_time_password, **HOME)
    assert attacker.get_session_auth_hash() != User.objects.by_phone(PHONE).get_session_auth_hash()
    assert [one.name for one in colleagues(admin.organisation_id) if one.role == "steward"] == ["乙"]


def test_nobody_sets_the_password_of_a_person_who_works_elsewhere_too(admin):
    add(make_actor(make_organisation(), Role.ADMIN))
    added = add(admin)
    with pytest.raises(PersonElsewhere):
        actions.issue_password(by=admin, membership_id=added.membership_id, at=AT)


def test_an_issued_password_ends_the_old_one_and_is_temporary(admin):
    added = add(admin, password=PASSWORD)
    fresh = actions.issue_password(by=admin, membership_id=added.membership_id, at=AT)
    with pytest.raises(actions.SignInFailed):
        actions.sign_in_with_password(phone=PHONE, password=PASSWORD, **HOME)
    assert actions.sign_in_with_password(phone=PHONE, password=fresh, **HOME).password_is_temporary


@pytest.mark.parametrize(
    ("new", "word"),
    [
        ("kurz", "至少要 8 个"),
        ("80517246935", "不能全是数字"),
        ("password", "太常见"),
        (PASSWORD, "一样"),
        ("x" * 129, "最多 128"),
    ],
)
def test_weak_passwords_are_refused_in_a_sentence(member, new, word):
    by = actor_of_membership(member)
    with pytest.raises(WeakPassword) as refusal:
        actions.change_password(by=by, current=PASSWORD, new=new, **HOME)
    assert refusal.value.code == "password.weak"
    assert word in str(refusal.value)


def test_the_current_password_is_asked_and_guessing_it_locks(member):
    by = actor_of_membership(member)
    for _ in range(5):
        with pytest.raises(actions.SignInFailed):
            actions.change_password(by=by, current="guess", new="kein-regen", **HOME)
    with pytest.raises(people.DomainError, match="为保护账号先停一停"):
        actions.change_password(by=by, current=PASSWORD, new="kein-regen", **HOME)


def test_one_time_passwords_are_long_and_differ():
    passwords = {one_time_password() for _ in range(200)}
    assert len(passwords) == 200
    assert {len(password) for password in passwords} == {14}


def test_an_organisation_starts_with_an_admin():
    added = actions.create_organisation(name=" 和悦物业 ", admin_phone=PHONE, admin_name="江予安", at=AT)
    member = Membership.objects.select_related("organisation").get(pk=added.membership_id)
    assert (member.organisation.name, member.role, member.is_active) == ("和悦物业", "admin", True)
    with pytest.raises(people.NameTaken):
        actions.create_organisation(name="和悦物业", admin_phone=PHONE, admin_name="江予安", at=AT)
