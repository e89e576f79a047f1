"""Finding a household by what a steward types."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.estates.models import Occupancy, Ownership, Party
from jiefen.estates.search import SearchKind, search_premises
from tests.factories.arrears import make_debtor
from tests.factories.world import make_estate, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate():
    found = make_estate(make_organisation())
    make_debtor(found, "1201", building="3栋", owner="王芳", phone="13812345678")
    make_debtor(found, "1202", building="3栋", owner="李强")
    make_debtor(found, "1201", building="13栋", owner="王芳华")
    make_debtor(found, "302", building="1栋", owner="张伟、王勇")
    make_debtor(found, "B2-118", building="未分栋", owner="赵敏", label="车位B2-118", sort_key="车位B000002-000118")
    return found


def rooms(estate, text: str) -> set[str]:
    search = search_premises(estate.organisation_id, text)
    ids = search.ids(100)
    return {f"{p.building.name}{p.room}" for p in estate.premises.filter(pk__in=ids)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3-1-1201", {"3栋1201"}),
        ("3栋1单元1201", {"3栋1201"}),
        (" 3 - 1 - 1201 ", {"3栋1201"}),
        ("3号楼1单元1201室", {"3栋1201"}),
        ("03#1-1201", {"3栋1201"}),
        ("3-1-12", {"3栋1201", "3栋1202"}),
        ("3-1201", {"3栋1201"}),
        ("3-1", {"3栋1201", "3栋1202"}),
        ("3栋", {"3栋1201", "3栋1202"}),
        ("1201", {"3栋1201", "13栋1201"}),
        ("12", {"3栋1201", "3栋1202", "13栋1201"}),
        ("1单元302", {"1栋302"}),
        ("车位B2-118", {"未分栋B2-118"}),
        ("b2-118", {"未分栋B2-118"}),
        ("118", {"未分栋B2-118"}),
        ("车位", {"未分栋B2-118"}),
        ("9栋", set()),
    ],
)
def test_rooms_in_every_spelling(estate, text, expected):
    assert rooms(estate, text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("王芳", SearchKind.NAME, {"3栋1201", "13栋1201"}),
        ("敏", SearchKind.NAME, {"未分栋B2-118"}),
        ("wf", SearchKind.PINYIN, {"3栋1201", "13栋1201"}),
        ("WY", SearchKind.PINYIN, {"1栋302"}),
        ("138 1234 5678", SearchKind.PHONE, {"3栋1201"}),
        ("+86 138-1234-5678", SearchKind.PHONE, {"3栋1201"}),
        ("13812345679", SearchKind.PHONE, set()),
    ],
)
def test_names_initials_and_whole_phones(estate, text, kind, expected):
    assert search_premises(estate.organisation_id, text).kinds == (kind,)
    assert rooms(estate, text) == expected


def test_the_end_of_a_phone_number_is_taken_for_a_room_and_finds_nobody(estate):
    search = search_premises(estate.organisation_id, "5678")
    assert search.is_digits_only
    assert search.ids(10) == []


def test_words_combine(estate):
    assert rooms(estate, "王芳 13栋") == {"13栋1201"}


def test_blank_asks_for_nothing(estate):
    assert search_premises(estate.organisation_id, "  ") is None


def test_who_has_sold_is_not_found_but_a_tenant_is(estate):
    Ownership.objects.filter(owner__name="李强").update(until_on=dt.date(2025, 1, 1))
    home = estate.premises.get(room="302")
    tenant = Party.objects.create(organisation=estate.organisation, name="孙悦")
    Occupancy.objects.create(organisation=estate.organisation, premises=home, occupier=tenant)
    assert rooms(estate, "李强") == set()
    assert rooms(estate, "孙悦") == {"1栋302"}


def test_another_organisation_is_never_found(estate):
    other = make_estate(make_organisation())
    make_debtor(other, "1201", building="3栋", owner="王芳", phone="13812345678")
    for text in ("1201", "3栋", "王芳", "wf", "13812345678", "车位"):
        search = search_premises(other.organisation_id, text)
        assert not set(search.ids(100)) & set(estate.premises.values_list("pk", flat=True))


def test_more_than_the_limit_says_so(estate):
    assert search_premises(estate.organisation_id, "1201").ids(1) is None
