"""Services done: where they count, and that nothing is written twice or for somebody else's estate."""

from __future__ import annotations

import datetime as dt

import pytest

from jiefen.audit.models import Event
from jiefen.service_log.actions import EntryRefused, record_service
from jiefen.service_log.models import ServiceRecord
from jiefen.service_log.queries import records_for_premises
from jiefen.shared.errors import NotFound
from tests.factories.world import AT, TODAY, make_actor, make_estate, make_organisation, make_premises

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_premises(make_estate(make_organisation()), "101")


@pytest.fixture
def actor(home):
    return make_actor(home.organisation)


def done(actor, estate, what, on=TODAY, **place):
    return record_service(
        by=actor, at=AT, estate_id=estate.pk, category="cleaning", done_on=on, what=what, done_by="保洁班", **place
    )


def test_what_reached_this_door(actor, home, django_assert_num_queries):
    estate, block = home.estate, home.building
    other = make_premises(estate, "102")
    elsewhere = make_premises(estate, "101", building="2栋")
    done(actor, estate, "全小区")
    done(actor, estate, "本栋", building_id=block.pk)
    done(actor, estate, "本单元", building_id=block.pk, entrance="1")
    done(actor, estate, "本户", premises_id=home.pk)
    done(actor, estate, "别的单元", building_id=block.pk, entrance="2")
    done(actor, estate, "邻居家", premises_id=other.pk)
    done(actor, estate, "别的楼栋", building_id=elsewhere.building_id)
    done(actor, make_estate(home.organisation), "别的小区")
    with django_assert_num_queries(1):
        found = [record.what for record in records_for_premises(home)]
    assert found == ["本户", "本单元", "本栋", "全小区"]


def test_only_since_the_last_payment(actor, home):
    before = TODAY - dt.timedelta(days=30)
    done(actor, home.estate, "付款当天", before)
    done(actor, home.estate, "付款之后", before + dt.timedelta(days=1))
    assert [record.what for record in records_for_premises(home, since=before)] == ["付款之后"]


def test_the_same_thing_twice_is_one_record(actor, home):
    first = done(actor, home.estate, "擦洗 扶手", premises_id=home.pk)
    assert done(actor, home.estate, " 擦洗  扶手 ", premises_id=home.pk) == first
    assert (first.building_id, first.entrance) == (home.building_id, "1")
    assert ServiceRecord.objects.count() == 1
    assert [event.code for event in Event.objects.all()] == ["service_log.service_recorded"]


def test_refusals_write_nothing(actor, home):
    with pytest.raises(EntryRefused, match="哪一栋"):
        done(actor, home.estate, "擦洗", entrance="1")
    with pytest.raises(EntryRefused, match="还没到"):
        done(actor, home.estate, "擦洗", TODAY + dt.timedelta(days=1))
    with pytest.raises(EntryRefused, match="类别"):
        record_service(by=actor, at=AT, estate_id=home.estate_id, category="magic", done_on=TODAY, what="擦洗")
    foreign = make_premises(make_estate(home.organisation), "101")
    for place in ({"premises_id": foreign.pk}, {"building_id": foreign.building_id}):
        with pytest.raises(NotFound):
            done(actor, home.estate, "擦洗", **place)
    with pytest.raises(NotFound):
        done(make_actor(make_organisation()), home.estate, "擦洗")
    assert not ServiceRecord.objects.exists()
    assert not Event.objects.exists()
