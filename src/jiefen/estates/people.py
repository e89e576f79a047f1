"""Finding or creating the people of a household. Phones and identity numbers are encrypted, found by blind index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from jiefen.accounts.actors import Actor
from jiefen.estates.identities import ID_NO_INDEX, PHONE_INDEX, canonical_id_no, canonical_phone
from jiefen.estates.models import Party
from jiefen.estates.names import initials, tidy
from jiefen.shared.crypto import blind_index
from jiefen.shared.errors import DomainError, NotFound

_NAME_LIMIT: Final = 80
_PINYIN_LIMIT: Final = 40


class NameRefused(DomainError):
    """A person or company without a usable name."""

    code = "estates.name"


@dataclass(frozen=True, slots=True)
class Person:
    """A person or company as typed in. ``party_id`` names one already known; then nothing else is read.

    ``share_percent`` only matters for owners: all owners give one, adding up to 100, or none does.
    """

    name: str = ""
    phone: str = ""
    id_no: str = ""
    is_company: bool = False
    share_percent: int | None = None
    party_id: int | None = None


def find_or_create_party(by: Actor, person: Person, *, premises_id: int) -> Party:
    """The party meant by ``person``, inside the caller's transaction. Raises NotFound, NameRefused, IdentityRefused.

    The same name with the same phone or identity number in this organisation is the same party, and so is the same
    name already tied to these premises; a bare name elsewhere is not: there are many 王芳. A number not yet known
    is added to the party found, never replaced by an empty one.
    """
    if person.party_id is not None:
        return _known(by, person.party_id)
    name = tidy(person.name)
    if not name or len(name) > _NAME_LIMIT:
        raise NameRefused(f"请填写姓名或单位名称，不超过 {_NAME_LIMIT} 个字。")
    phone, id_no = canonical_phone(person.phone), canonical_id_no(person.id_no, is_company=person.is_company)
    numbers = {
        "phone": phone,
        "phone_index": blind_index(phone, purpose=PHONE_INDEX),
        "id_no": id_no,
        "id_no_index": blind_index(id_no, purpose=ID_NO_INDEX),
    }
    found = _same_party(by, name, numbers, premises_id)
    return _completed(found, numbers) if found else _created(by, name, person.is_company, numbers)


def _created(by: Actor, name: str, is_company: bool, numbers: dict[str, str]) -> Party:
    short = initials(name)[:_PINYIN_LIMIT]
    created: Party = Party.objects.create(
        organisation_id=by.organisation_id, name=name, pinyin=short, is_company=is_company, **numbers
    )
    return created


def _known(by: Actor, party_id: int) -> Party:
    found: Party | None = Party.objects.of(by.organisation_id).filter(pk=party_id).first()
    if found is None:
        raise NotFound
    return found


def _same_party(by: Actor, name: str, numbers: dict[str, str], premises_id: int) -> Party | None:
    """A namesake with the same identity number; else the same phone; else tied to these premises. None contradicts."""
    phone, id_no = numbers["phone_index"], numbers["id_no_index"]
    id_agrees = Q(id_no_index__in=("", id_no)) if id_no else Q()
    phone_agrees = Q(phone_index__in=("", phone)) if phone else Q()
    here = Q(ownerships__premises_id=premises_id) | Q(occupancies__premises_id=premises_id)
    alike = [Q(id_no_index=id_no)] if id_no else []
    alike += [Q(phone_index=phone) & id_agrees] if phone else []
    alike.append(here & phone_agrees & id_agrees)
    namesakes = Party.objects.of(by.organisation_id).filter(name=name).order_by("-pk")
    found = (namesakes.filter(condition).first() for condition in alike)
    return next((party for party in found if party is not None), None)


def _completed(party: Party, numbers: dict[str, str]) -> Party:
    missing = [key for key, value in numbers.items() if value and not getattr(party, key)]
    for key in missing:
        setattr(party, key, numbers[key])
    if missing:
        party.save(update_fields=missing)
    return party
