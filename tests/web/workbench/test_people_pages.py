"""人员: list, add, change, deactivate, new password — as an admin sees it."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiefen.accounts.models import Membership, User
from jiefen.accounts.roles import Role
from jiefen.collection.models import LearningConsent
from tests.factories.world import make_membership, make_organisation
from tests.web.workbench.signed_in import sign_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cheap_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def admin(client):
    member = make_membership(make_organisation(), Role.ADMIN, name="江予安")
    client.force_login(member.user)
    return member


def people_page(client) -> tuple[str, int]:
    with CaptureQueriesContext(connection) as queries:
        page = client.get(reverse("people")).content.decode()
    return page, len(queries)


def test_the_list_masks_phones_and_costs_the_same_for_one_and_for_four(client, admin):
    people_page(client)
    few = people_page(client)[1]
    for name in ("宋知夏", "陆一鸣", "田小满"):
        make_membership(admin.organisation, Role.STEWARD, name=name)
    page, many = people_page(client)
    assert few == many <= 5
    assert all(name in page for name in ("江予安", "宋知夏", "陆一鸣", "田小满"))
    assert not re.search(r"139\d{8}", page)


def test_people_of_another_organisation_are_not_listed(client, admin):
    make_membership(make_organisation(), Role.STEWARD, name="别家的人")
    assert "别家的人" not in people_page(client)[0]


def test_a_colleague_is_added_and_his_password_shown_once(client, admin):
    given = {"display_name": "宋知夏", "phone": "139 1111 2222", "role": "steward"}
    page = client.post(reverse("person_add"), given).content.decode()
    password = re.search(r"<code[^>]*>([a-z0-9-]{14})</code>", page).group(1)
    assert User.objects.by_phone("13911112222").check_password(password)
    assert password not in client.get(reverse("people")).content.decode()
    again = client.post(reverse("person_add"), given).content.decode()
    assert "已经在人员名单里了" in again


def test_what_is_missing_is_said_beside_its_field(client, admin):
    page = client.post(reverse("person_add"), {"phone": "123"}).content.decode()
    for sentence in ("请写姓名。", "请写 11 位手机号", "请选一个角色。"):
        assert sentence in page
    assert Membership.objects.count() == 1


def test_a_role_is_changed_but_not_the_last_admins(client, admin):
    other = make_membership(admin.organisation, Role.STEWARD, name="宋知夏")
    assert client.get(reverse("person", args=[other.pk])).status_code == 200
    assert client.post(reverse("person", args=[other.pk]), {"role": "finance"}).url == reverse("people")
    other.refresh_from_db()
    assert other.role == "finance"
    page = client.post(reverse("person", args=[admin.pk]), {"role": "steward"}).content.decode()
    assert "最后一位管理员" in page


def test_deactivating_asks_first_and_shows_in_the_list(client, admin):
    other = make_membership(admin.organisation, Role.STEWARD, name="宋知夏")
    path = reverse("person_deactivate", args=[other.pk])
    assert "停用宋知夏的登录" in client.get(path).content.decode()
    other.refresh_from_db()
    assert other.is_active
    assert client.post(path).url == reverse("people")
    assert "已停用" in people_page(client)[0]
    assert "再填一次他的手机号" in client.get(reverse("person", args=[other.pk])).content.decode()


def test_deactivating_the_last_admin_is_a_refusal_page(client, admin):
    response = client.post(reverse("person_deactivate", args=[admin.pk]))
    assert response.status_code == 409
    assert response["X-Refusal"] == "people.last_admin"


def test_a_new_password_is_shown_once(client, admin):
    other = make_membership(admin.organisation, Role.STEWARD, name="宋知夏", password="lampe-im-fenster")
    path = reverse("person_password", args=[other.pk])
    assert "现在的密码马上失效" in client.get(path).content.decode()
    page = client.post(path).content.decode()
    password = re.search(r"<code[^>]*>([a-z0-9-]{14})</code>", page).group(1)
    other.user.refresh_from_db()
    assert other.user.check_password(password)


def test_who_has_an_account_elsewhere_is_asked_for_a_code(client, admin):
    elsewhere = make_membership(make_organisation(), Role.STEWARD, name="宋知夏", phone="13911112222")
    page = client.post(
        reverse("person_add"), {"display_name": "小宋", "phone": "13911112222", "role": "steward"}
    ).content.decode()
    assert "请他用手机验证码登录一次" in page
    listed = people_page(client)[0]
    assert "等他用验证码登录一次" in listed
    assert "小宋" in listed
    assert elsewhere.user.display_name not in listed


def test_the_administrator_says_whether_the_suggester_may_learn(client):
    organisation = make_organisation()
    sign_in(client, organisation, Role.ADMIN)
    assert "现在不允许" in text_of(client.get(reverse("people")))
    assert client.post(reverse("learning"), {"is_given": "yes"}).url == reverse("people")
    assert "现在允许" in text_of(client.get(reverse("people")))
    client.post(reverse("learning"), {"is_given": "no"})
    assert [row.is_given for row in LearningConsent.objects.order_by("pk")] == [True, False]
    sign_in(client, organisation, Role.MANAGER)
    assert client.post(reverse("learning"), {"is_given": "yes"}).status_code == 403
    assert client.get(reverse("learning")).status_code in (403, 405)
