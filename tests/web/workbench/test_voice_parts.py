"""A voice note in parts, as players ask for it (RFC 9110, 14)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jiefen.audit.models import Event
from jiefen.collection import actions
from tests.factories.talks import AT, make_home, new_key
from tests.web.workbench.signed_in import on_the_day, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("private")]
__all__ = ["on_the_day"]


@pytest.fixture
def home():
    return make_home(10_000, 20_000)


@pytest.fixture
def desk(client, home):
    sign_in(client, home.premises.organisation)
    return client


@pytest.fixture
def private(settings, tmp_path):
    settings.PRIVATE_FILES = tmp_path


def attached(home, media_type: str, kind: str, data: bytes):
    return actions.attach(
        attempt_id=home.talk().pk, kind=kind, data=data, media_type=media_type, client_key=new_key(), by=home.steward,
        at=AT,
    )  # fmt: skip


def file_url(row) -> str:
    return reverse("contact_file", args=[row.pk])


VOICE = bytes(range(256)) * 4
SIZE = len(VOICE)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1), ("bytes=0-", 0, SIZE - 1), ("bytes=100-199", 100, 199), ("bytes=1000-9999", 1000, SIZE - 1),
        ("bytes=-24", SIZE - 24, SIZE - 1), ("bytes=-9999", 0, SIZE - 1), ("Bytes=5-5", 5, 5),
    ],
)  # fmt: skip
def test_a_voice_note_comes_in_parts(desk, home, asked, first, last):
    answer = desk.get(file_url(attached(home, "audio/mp4", "voice", VOICE)), headers={"range": asked})
    assert (answer.status_code, answer.content) == (206, VOICE[first : last + 1])
    assert answer["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert (answer["Content-Type"], answer["Accept-Ranges"]) == ("audio/mp4", "bytes")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_part_that_is_not_there(desk, home, asked):
    answer = desk.get(file_url(attached(home, "audio/mp4", "voice", VOICE)), headers={"range": asked})
    assert (answer.status_code, answer.content, answer["Content-Range"]) == (416, b"", f"bytes */{SIZE}")


@pytest.mark.parametrize(
    "asked", ["bytes=0-1,5-6", "bytes=9-2", "bytes=-", "seconds=0-1", "bytes=a-b", "bytes=٠-١", "bytes=0-" + "9" * 40]
)
def test_what_is_not_understood_is_the_whole(desk, home, asked):
    answer = desk.get(file_url(attached(home, "audio/mp4", "voice", VOICE)), headers={"range": asked})
    assert (answer.status_code, answer.content, answer["Accept-Ranges"]) == (200, VOICE, "bytes")


def test_a_part_of_another_version_is_the_whole(desk, home):
    url = file_url(attached(home, "audio/mp4", "voice", VOICE))
    etag = desk.get(url)["ETag"]
    assert desk.get(url, headers={"range": "bytes=0-1", "if-range": etag}).status_code == 206
    assert desk.get(url, headers={"range": "bytes=0-1", "if-range": '"another"'}).status_code == 200
    assert desk.head(url, headers={"range": "bytes=0-1"}).status_code == 200


def test_playing_is_one_look(desk, home):
    url = file_url(attached(home, "audio/mp4", "voice", VOICE))
    looks = Event.objects.filter(code="collection.attachment_opened")
    for part in ("bytes=0-1", "bytes=0-1023", "bytes=512-"):
        desk.get(url, headers={"range": part})
    assert looks.count() == 1
    desk.get(url)
    assert looks.count() == 2
