"""A card from a list gets its owner: by an operator, for one phone, once; the self-registered one meets it."""

from __future__ import annotations

import pytest

from jiefen.accounts.actions.joining import open_own_desk
from jiefen.accounts.actors import NotPermitted
from jiefen.accounts.models import Membership, User
from jiefen.accounts.phones import InvalidPhone
from jiefen.accounts.queries import actor_of_membership
from jiefen.audit.models import Event
from jiefen.lawyers.actions import imports, licences
from jiefen.lawyers.actions.handing_over import hand_over_card
from jiefen.lawyers.models import Lawyer, Licence
from jiefen.lawyers.queries import joining
from jiefen.lawyers.queries.joining import JoinStep
from jiefen.lawyers.refusals import CardRefused, LicenceTaken
from jiefen.shared.errors import NotFound
from tests.factories.lawyers import EVIDENCE, firm_code, licence_no, make_lawyer_actor, make_operator, make_verified
from tests.factories.world import AT

pytestmark = pytest.mark.django_db
PHONE, HOW = "19900002468", "打律所座机找到本人，对上了证号后四位"


def _imported(number: str, name: str = "秦川") -> Lawyer:
    sheet = (
        f"姓名,执业证号,执业机构,律所代码,城市,擅长领域\n{name},{number},明理律师事务所,{firm_code()},苏州,劳动社保\n"
    )
    done = imports.import_lawyers(data=sheet.encode(), file_name="名单.csv", by=make_operator(), at=AT)
    assert (done.added, done.problems) == (1, ())
    return Lawyer.objects.get(name=name, user=None, licence__isnull=False)


def _begun(name: str = "秦川"):
    """Somebody who registered himself and has no licence yet."""
    actor = actor_of_membership(open_own_desk(phone=PHONE, name=name, at=AT))
    return actor, licences.register(name=name, city="苏州", by=actor, at=AT)


def test_a_new_person_can_sign_in_to_his_card_and_waits_for_the_check() -> None:
    card = _imported(licence_no())
    hand_over_card(lawyer_id=card.pk, phone="199 0000 2468", how=f"  {HOW} ", by=make_operator(), at=AT)
    user = User.objects.by_phone(PHONE)
    actor = actor_of_membership(Membership.objects.get(user=user))
    standing = joining(actor)
    assert (standing.lawyer_id, standing.step, standing.name) == (card.pk, JoinStep.WAITING, "秦川")
    event = Event.objects.get(code="lawyers.handed_over", subject_no=str(card.pk))
    assert event.data == {"how": HOW}
    assert PHONE not in str(event.data)


def test_a_verified_card_brings_him_into_his_firm() -> None:
    card = _imported(licence_no())
    licences.verify_licence(lawyer_id=card.pk, by=make_operator(), at=AT)
    hand_over_card(lawyer_id=card.pk, phone=PHONE, how=HOW, by=make_operator(), at=AT)
    member = Membership.objects.get(user=User.objects.by_phone(PHONE), is_active=True)
    assert member.organisation.name == "明理律师事务所"


def test_who_registered_himself_is_told_where_to_turn_and_then_gets_the_card_of_the_list() -> None:
    number = licence_no()
    card = _imported(number)
    actor, own = _begun()
    with pytest.raises(LicenceTaken, match="按名单登记的名片，还没有交给本人"):
        licences.submit_licence(lawyer_id=own.pk, number=number, evidence=EVIDENCE, by=actor, at=AT)
    hand_over_card(lawyer_id=card.pk, phone=PHONE, how=HOW, by=make_operator(), at=AT)
    assert joining(actor).lawyer_id == card.pk
    own.refresh_from_db()
    assert own.user_id is None, "set aside, not lost"
    assert Event.objects.filter(code="lawyers.set_aside", subject_no=str(own.pk)).count() == 1
    with pytest.raises(NotFound):
        licences.submit_licence(lawyer_id=own.pk, number=licence_no(), evidence=EVIDENCE, by=actor, at=AT)


def test_a_number_on_a_card_that_has_an_owner_is_simply_taken() -> None:
    owned, _ = make_verified(make_operator())
    actor, own = _begun()
    number = Licence.objects.get(lawyer=owned).number
    with pytest.raises(LicenceTaken, match="已经登记在另一张名片上"):
        licences.submit_licence(lawyer_id=own.pk, number=number, evidence=EVIDENCE, by=actor, at=AT)


def test_refusals_change_nothing() -> None:
    operator, card = make_operator(), _imported(licence_no())
    owned, owner = make_verified(operator)
    actor, own = _begun("沈别人")
    for arguments, refusal, words in (
        ({"lawyer_id": owned.pk}, CardRefused, "已经有主人"),
        ({"how": " "}, CardRefused, "怎样核对"),
        ({"how": "核" * 301}, CardRefused, "300 字以内"),
        ({"phone": "12"}, InvalidPhone, None),
        ({"lawyer_id": 987654}, NotFound, None),
        ({"by": owner}, NotPermitted, None),
        ({"by": make_lawyer_actor()}, NotPermitted, None),
        ({}, CardRefused, "“沈别人”，名片上是“秦川”"),
    ):
        with pytest.raises(refusal, match=words):
            hand_over_card(**{"lawyer_id": card.pk, "phone": PHONE, "how": HOW, "by": operator, "at": AT, **arguments})  # type: ignore[arg-type]
    card.refresh_from_db()
    own.refresh_from_db()
    assert (card.user_id, own.user_id) == (None, User.objects.by_phone(PHONE).pk)
    assert joining(actor).lawyer_id == own.pk
    assert not Event.objects.filter(code="lawyers.handed_over").exists()


def test_nobody_gets_a_second_card_with_a_licence() -> None:
    card = _imported(licence_no())
    actor, own = _begun()
    licences.submit_licence(lawyer_id=own.pk, number=licence_no(), evidence=EVIDENCE, by=actor, at=AT)
    with pytest.raises(CardRefused, match="一个人不能有两张"):
        hand_over_card(lawyer_id=card.pk, phone=PHONE, how=HOW, by=make_operator(), at=AT)
    card.refresh_from_db()
    assert card.user_id is None
    assert joining(actor).lawyer_id == own.pk
