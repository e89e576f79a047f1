"""What every page owes its readers: headers, cookies, closed doors, tokens, and next pages that stay on the site."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from jiefen.accounts.roles import Role
from jiefen.config import settings as shipped
from tests.factories.world import make_membership, make_organisation

pytestmark = pytest.mark.django_db
PHONE, PASSWORD = "13911112222", "lampe-im-fenster"
SAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "00000000-0000-0000-0000-000000000001", "path": "x"}
OPEN_PAGES = {
    "home", "sign_in", "sign_in_code", "sign_in_send", "sign_out", "choose_organisation",
    "answer", "suggest", "lane_today", "law_index", "law_page", "law_article", "search",  # public (tests/web/portal)
    "robots", "sitemap", "sitemap_part",
    # The directory and the way into it (portal/test_directory.py, test_join.py).
    "lawyer_directory", "lawyer_profile", "lawyer_licence", "how_we_rank", "firm_directory", "firm_profile",
    "lawyer_join", "lawyer_join_code",
    "service_worker", "talk_offline",  # what a phone keeps: no fact about anybody (test_talks.py)
    # A conversation's door is a seat in it, also for visitors without an account (tests/web/chat/test_panel.py).
    "chat_page", "chat_send", "chat_withdraw", "chat_note", "chat_send_file", "chat_file", "chat_export",
    "articles", "article", "article_share", "article_feed", "article_favourites", "article_picture", "article_card",
    "article_like", "article_favourite", "article_complain", "article_complaint", "article_complaint_withdraw",
    "article_complaint_appeal",  # for readers (portal/test_articles.py)
    # A complaint's secret address is its door (portal/articles/test_telling.py).
    "article_complaint_link", "article_complaint_withdraw_link", "article_complaint_appeal_link",
    # A question's door is the secret of the browser that asked it (tests/web/portal/test_ask.py).
    "ask", "ask_handover", "ask_question", "ask_names", "ask_words", "ask_check", "ask_drop", "ask_state", "ask_delete", "ask_do", "ask_feedback",
    "ask_rating", "ask_contact", "ask_grievance",
}  # fmt: skip
API = "/api/v1/"


@pytest.fixture(autouse=True)
def _cheap_hashes(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def all_urls(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, str]]:
    """(name, path) of every URL of the site, parameters filled with samples."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = prefix + re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield entry.name or "", here
        else:
            yield from all_urls(entry, here)


EVERY_URL = sorted({(name, path) for name, path in all_urls() if not path.startswith("/ui/")})
CLOSED = [(name, path) for name, path in EVERY_URL if name not in OPEN_PAGES and not path.startswith(API)]
OPERATIONS = [(name, path) for name, path in EVERY_URL if path.startswith(API) and name != "api-root"]
POSTED = [
    (name, path)
    for name, path in EVERY_URL
    if not path.startswith(API) and name not in ("service_worker", "talk_offline")
]


def member(role=Role.MANAGER, **user):
    return make_membership(make_organisation(), role, **user)


def signed_in(membership) -> Client:
    client = Client()
    client.force_login(membership.user)
    return client


def knock(client, password=PASSWORD, **more):
    return client.post(reverse("sign_in"), {"phone": PHONE, "password": password, **more})


def test_the_walk_sees_the_whole_site():
    names = {name for name, _ in EVERY_URL}
    assert OPEN_PAGES | {"people", "person", "person_add", "change_password"} <= names
    assert "" not in names


@pytest.mark.parametrize(("name", "path"), CLOSED)
def test_closed_pages_send_strangers_to_the_door(client, name, path):
    for method in (client.get, client.post):
        response = method(path)
        assert response.status_code in (302, 405)
        assert response.status_code == 405 or response.url.split("?")[0] == reverse("sign_in")
    codes = {client.get(path).status_code, client.post(path).status_code}
    assert 302 in codes


@pytest.mark.parametrize(("name", "path"), OPERATIONS)
def test_the_api_tells_strangers_nothing(client, name, path):
    assert {client.get(path).status_code, client.post(path).status_code} <= {302, 401, 405}


@pytest.mark.parametrize(("name", "path"), OPERATIONS)
def test_the_api_accepts_nothing_without_a_token(name, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(Role.ADMIN).user)
    assert client.post(path).status_code in (403, 405)


@pytest.mark.parametrize(("name", "path"), POSTED)
def test_nothing_is_accepted_without_a_token(name, path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member(Role.ADMIN).user)
    response = client.post(path)
    assert response.status_code == 403
    assert response["X-Refusal"] == "csrf"
    assert "刷新后再提交一次" in response.content.decode()


def test_an_address_that_only_takes_forms_says_so_to_a_person_and_is_bare_to_a_program(client):
    client.force_login(member(Role.ADMIN).user)
    path = reverse("import_commit", args=[1])
    page = client.get(path, headers={"accept": "text/html"})
    assert (page.status_code, page["Allow"], page["X-Refusal"]) == (405, "POST", "only_forms")
    assert "不能直接打开" in page.content.decode()
    bare = client.get(path, headers={"accept": "application/json"})
    assert (bare.status_code, bare.content) == (405, b"")


@pytest.mark.parametrize("name", ["home", "sign_in", "sign_in_code"])
def test_headers(client, name):
    response = client.get(reverse(name))
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";") if part.strip())
    assert policy["default-src"] == policy["style-src"] == policy["base-uri"] == policy["form-action"] == "'self'"
    assert policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("name", ["home", "sign_in", "sign_in_code"])
def test_pages_need_nothing_the_policy_forbids(client, name):
    page = client.get(reverse(name)).content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    data = 'type="application/ld+json"'  # facts for search engines: no browser runs them
    tags = [tag for tag in re.findall(r"<script\b[^>]*>", page) if data not in tag]
    inline = [tag for tag in tags if "src=" not in tag and "nonce=" not in tag]
    assert inline == []


def test_cookies(client):
    member(phone=PHONE, password=PASSWORD)
    cookie = knock(client).cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert shipped.SESSION_COOKIE_SECURE == shipped.CSRF_COOKIE_SECURE == shipped.HTTPS


def test_cookies_are_for_https_only_when_the_site_is(client, settings):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    member(phone=PHONE, password=PASSWORD)
    response = knock(client)
    assert all(response.cookies[name]["secure"] for name in ("sessionid", "csrftoken"))


def test_signed_in_pages_are_kept_nowhere():
    response = signed_in(member(Role.ADMIN)).get(reverse("people"))
    assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))


@pytest.mark.parametrize("role", [Role.STEWARD, Role.MANAGER, Role.FINANCE])
@pytest.mark.parametrize("name", ["people", "person_add", "person", "person_deactivate", "person_password"])
def test_only_admins_see_the_people_pages(role, name):
    mine = member(role)
    path = reverse(name, args=[mine.pk] if name.startswith("person") and name != "person_add" else [])
    response = signed_in(mine).get(path)
    assert response.status_code == 403
    assert response["X-Refusal"] == "not_permitted.manage_people"
    assert f"“{role.label}”不能管理人员。需要的话，请管理员来做。" in response.content.decode()


@pytest.mark.parametrize("name", ["person", "person_deactivate", "person_password"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_organisations_people_are_not_found(name, method):
    stranger = member(Role.STEWARD)
    response = getattr(signed_in(member(Role.ADMIN)), method)(reverse(name, args=[stranger.pk]), {"role": "admin"})
    assert response.status_code == 404
    assert response["X-Refusal"] == "not_found"
    assert stranger.user.display_name not in response.content.decode()
    stranger.refresh_from_db()
    assert (stranger.role, stranger.is_active) == ("steward", True)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
     "http:///evil.example", "https:evil.example", " https://evil.example", "////evil.example",
     "data:text/html,evil.example"],
)  # fmt: skip
def test_next_never_leaves_the_site(client, elsewhere):
    member(phone=PHONE, password=PASSWORD)
    page = client.get(reverse("sign_in"), {"next": elsewhere}).content.decode()
    assert "evil.example" not in page
    assert 'name="next"' not in page
    assert knock(client, next=elsewhere).url == reverse("today")


def test_next_cannot_write_a_header(client):
    member(phone=PHONE, password=PASSWORD)
    response = knock(client, next="/workbench/\r\nSet-Cookie: stolen=1")
    assert "stolen" not in response.cookies
    assert "\r" not in response["Location"] and "\n" not in response["Location"]


def test_signing_in_changes_the_session_key_and_the_token():
    member(phone=PHONE, password=PASSWORD)
    client = Client()
    client.post(reverse("sign_in_send"), {"phone": PHONE})
    client.get(reverse("sign_in"))
    before = (client.session.session_key, client.cookies["csrftoken"].value)
    knock(client)
    after = (client.session.session_key, client.cookies["csrftoken"].value)
    assert before[0] and after[0] and before[0] != after[0]
    assert before[1] != after[1]
    planted = Client()
    planted.cookies["sessionid"] = before[0]
    assert planted.get(reverse("change_password")).status_code == 302


def test_a_session_id_somebody_made_up_is_never_adopted():
    member(phone=PHONE, password=PASSWORD)
    client = Client()
    client.cookies["sessionid"] = "a" * 32
    knock(client)
    assert client.session.session_key != "a" * 32


def test_guessing_codes_over_the_web_ends_after_five(client):
    member(phone=PHONE)
    client.post(reverse("sign_in_send"), {"phone": PHONE})
    answers = [client.post(reverse("sign_in_code"), {"code": f"{guess:06d}"}).status_code for guess in range(8)]
    assert answers == [200] * 5 + [429] * 3


def test_a_forwarded_for_header_does_not_help_to_get_around_the_limits(client):
    for number in range(31):
        phone = f"138000000{number:02d}"
        response = client.post(
            reverse("sign_in"), {"phone": phone, "password": "x"}, headers={"X-Forwarded-For": f"203.0.113.{number}"}
        )
    assert response.status_code == 429


def test_part_of_a_page_asked_for_by_htmx_sends_the_whole_page_to_the_door(client):
    response = client.get(reverse("people"), headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (200, reverse("sign_in"))
    assert response.content == b""


def test_scripts_in_names_are_shown_as_text():
    boss = member(Role.ADMIN)
    client = signed_in(boss)
    name = "<script>alert(1)</script>"
    client.post(reverse("person_add"), {"display_name": name, "phone": PHONE, "role": "steward"})
    page = client.get(reverse("people")).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert name not in page
