"""The front page and the way in: password, code, demo, several organisations, first password."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from jiefen.accounts.demo_people import DEMO_PASSWORD, EVERYBODY
from jiefen.accounts.models import User
from jiefen.accounts.roles import Role
from jiefen.notify.models import OutgoingMessage
from tests.factories.world import make_membership, make_organisation

pytestmark = pytest.mark.django_db
PHONE, PASSWORD = "13911112222", "lampe-im-fenster"


@pytest.fixture(autouse=True)
def _cheap_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def member():
    return make_membership(make_organisation("和悦物业"), Role.MANAGER, phone=PHONE, password=PASSWORD)


def knock(client, password=PASSWORD, **more):
    return client.post(reverse("sign_in"), {"phone": PHONE, "password": password, **more})


def is_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_the_front_page_has_the_property_companies_door_and_is_no_demo(client):
    page = client.get("/").content.decode()
    assert "催缴工作台" in page
    assert "这是演示" not in page


def test_the_right_password_leads_to_the_workbench(client, member):
    response = knock(client)
    assert (response.status_code, response.url) == (302, reverse("today"))
    assert client.session["membership_id"] == member.pk
    assert client.get(reverse("sign_in")).url == reverse("today")


def test_a_wrong_password_says_so_beside_the_form_and_keeps_the_phone(client, member):
    page = knock(client, "wrong").content.decode()
    assert "手机号或密码不对" in page
    assert PHONE in page
    assert "wrong" not in page
    assert not is_in(client)


def test_the_sixth_try_is_answered_with_429(client, member):
    assert [knock(client, "wrong").status_code for _ in range(6)] == [200] * 5 + [429]


def test_next_is_followed_inside_the_site(client, member):
    onward = reverse("people") + "?q=1"
    assert knock(client, next=onward).url == onward


def test_a_code_is_asked_for_and_signs_in_without_a_phone_in_the_session(client, member, settings):
    asked = client.post(reverse("sign_in_send"), {"phone": "139 1111 2222", "next": reverse("people")})
    assert asked.url == f"{reverse('sign_in_code')}?next=%2Fworkbench%2Fpeople%2F"
    page = client.get(asked.url).content.decode()
    assert "139****2222" in page
    assert PHONE not in str(dict(client.session))
    code = re.search(r"\d{6}", OutgoingMessage.objects.get().body).group()
    assert code not in page
    response = client.post(asked.url, {"code": f" {code[:3]} {code[3:]} ", "next": reverse("people")})
    assert response.url == reverse("people")
    assert is_in(client)
    assert "sign_in_phone" not in client.session


def test_asking_for_a_code_looks_the_same_for_a_stranger(client, member):
    pages = []
    for phone in (PHONE, "13955552222"):
        client.post(reverse("sign_in_send"), {"phone": phone})
        pages.append(client.get(reverse("sign_in_code")).content.decode())
        client.cookies.clear()
    assert len(pages[0]) == len(pages[1])
    assert "如果 139****2222 开通过账号" in pages[0]
    assert "如果 139****2222 开通过账号" in pages[1]


def test_asking_again_too_soon_says_when(client, member):
    client.post(reverse("sign_in_send"), {"phone": PHONE})
    again = client.post(reverse("sign_in_send"), {"phone": PHONE})
    assert again.status_code == 429
    assert "秒后再要一条" in again.content.decode()
    assert "已经收到验证码了" in again.content.decode()


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1234567", "十二三四五六"])
def test_what_is_no_code_is_said_before_it_counts(client, member, code):
    client.post(reverse("sign_in_send"), {"phone": PHONE})
    page = client.post(reverse("sign_in_code"), {"code": code}).content.decode()
    assert "6 位" in page
    assert "再有" not in page


def test_the_demo_offers_its_people_and_shows_the_code(client, settings):
    settings.DEMO = True
    for person in EVERYBODY:
        User.objects.create_user(phone=person.phone, display_name=person.name, password=person.password)
    page = client.get(reverse("sign_in")).content.decode()
    assert all(person.name in page for person in EVERYBODY)
    assert page.count(f'value="{DEMO_PASSWORD}"') == len(EVERYBODY) == 10
    client.post(reverse("sign_in_send"), {"phone": EVERYBODY[0].phone})
    assert re.search(r"登录验证码 \d{6}", client.get(reverse("sign_in_code")).content.decode())


def test_people_who_are_not_there_are_not_offered(client, settings, member):
    settings.DEMO = True
    assert DEMO_PASSWORD not in client.get(reverse("sign_in")).content.decode()


def test_outside_the_demo_neither_people_nor_codes_show(client, member):
    client.post(reverse("sign_in_send"), {"phone": PHONE})
    pages = client.get(reverse("sign_in")).content + client.get(reverse("sign_in_code")).content
    assert DEMO_PASSWORD not in pages.decode()
    assert "登录验证码" not in pages.decode()


def test_whoever_works_in_two_places_chooses_and_may_not_choose_a_third(client, member):
    second = make_membership(make_organisation("南风物业"), Role.STEWARD)
    second.user = member.user
    second.save()
    foreign = make_membership(make_organisation("别家物业"), Role.ADMIN)
    door = knock(client, next=reverse("people")).url
    page = client.get(door).content.decode()
    assert "和悦物业" in page and "南风物业" in page and "别家物业" not in page
    assert client.post(door, {"membership": foreign.pk}).status_code == 200
    assert client.post(door, {"membership": second.pk}).url == reverse("people")
    assert client.get(reverse("people")).status_code == 403  # a steward there, not the manager he is elsewhere


def test_a_one_time_password_must_be_changed_before_anything_else(client, member):
    User.objects.update(password_is_temporary=True)
    knock(client)
    away = client.get(reverse("today"))
    assert away.url == f"{reverse('change_password')}?next={reverse('today').replace('/', '%2F')}"
    page = client.get(away.url).content.decode()
    assert "先设一个自己的密码" in page
    done = client.post(away.url, {"current": PASSWORD, "new": "kein-regen-heute", "next": reverse("today")})
    assert done.url == reverse("today")
    assert client.get(reverse("today")).status_code == 200


def test_changing_the_password_ends_the_other_sessions(client, member):
    other = type(client)()
    knock(other)
    knock(client)
    client.post(reverse("change_password"), {"current": PASSWORD, "new": "kein-regen-heute"})
    assert client.get(reverse("change_password")).status_code == 200
    assert other.get(reverse("change_password")).status_code == 302


def test_a_weak_new_password_is_refused_beside_the_form(client, member):
    knock(client)
    page = client.post(reverse("change_password"), {"current": PASSWORD, "new": "123"}).content.decode()
    assert "新密码至少要 8 个字符。这个密码太常见" in page


def test_signing_out_needs_a_post_and_ends_the_session(client, member):
    knock(client)
    assert client.get(reverse("sign_out")).status_code == 405
    assert client.post(reverse("sign_out")).url == "/"
    assert not is_in(client)
    assert "已退出登录" in client.get("/").content.decode()


def test_a_deactivated_colleague_is_out_at_once(client, member):
    knock(client)
    member.is_active = False
    member.save()
    away = client.get(reverse("today"))
    assert away.url.startswith(reverse("choose_organisation"))
    assert "不在任何公司的名单里" in client.get(away.url).content.decode()
