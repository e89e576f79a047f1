"""The firm's conflict book: whom it acts for and against. Written by its lawyers, by sheet, and by other contexts.

律师法 23 (a firm runs a conflict check), 39. A name is kept encrypted and shown to its own firm; everybody else learns
at most that a firm is not free (queries.conflicts).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from jiefen.accounts.actors import Actor
from jiefen.accounts.queries import user_id_of
from jiefen.accounts.roles import Capability, Role
from jiefen.audit.actions import record
from jiefen.lawyers.access import get_conflict_party_for, own_firm
from jiefen.lawyers.models import ConflictKey, ConflictParty, LawFirm, Lawyer, PartySide
from jiefen.lawyers.queries.conflicts import key_indexes
from jiefen.lawyers.refusals import ConflictRefused
from jiefen.lawyers.sheets import Line, LineProblem, lines, rows_left_out
from jiefen.rules.errors import RuleError
from jiefen.rules.party_names import id_key, kept_until
from jiefen.shared.clock import day_of
from jiefen.shared.errors import NotFound, NotPermitted

LONGEST_NAME: Final = 120
LONGEST_REFERENCE: Final = 40
HEADERS: Final = {
    "姓名": "name", "名称": "name", "当事人": "name", "姓名或名称": "name", "立场": "side", "我方或对方": "side", "证件号": "id_number",
    "证件号码": "id_number", "身份证号": "id_number", "统一社会信用代码": "id_number", "案号": "reference", "本所案号": "reference",
}  # fmt: skip
SIDES: Final = {
    "我方": PartySide.ACTS_FOR, "委托人": PartySide.ACTS_FOR, "我所当事人": PartySide.ACTS_FOR,
    "对方": PartySide.AGAINST, "对方当事人": PartySide.AGAINST,
}  # fmt: skip
_COLUMN_OF: Final = {
    "lawyers.conflict_name": "name", "lawyers.conflict_side": "side", "lawyers.conflict_reference": "reference",
    "lawyers.conflict_id": "id_number",
}  # fmt: skip
_WANTED: Final = "表头要有这些列名：姓名或名称、立场（我方或对方）；可以再加证件号、本所案号。"


@dataclass(frozen=True)
class Party:
    """Somebody to write down. ``side``: a PartySide; ``id_number`` is kept as a keyed hash only."""

    name: str
    side: str
    id_number: str = ""
    reference: str = ""


@dataclass(frozen=True)
class ImportedParties:
    """How many lines were written, how many stood there already, and what was left out."""

    added: int
    known: int
    problems: tuple[LineProblem, ...]

    @property
    def left_out(self) -> int:
        """How many lines were not taken."""
        return rows_left_out(self.problems)


def add_party(*, party: Party, is_mine: bool, by: Actor, at: dt.datetime) -> ConflictParty:
    """Write one party into the own firm's book. ``is_mine``: the matter goes with this lawyer when he moves.

    The same party on the same side again gives the line that stands there. Raises NotPermitted, NotFound,
    ConflictRefused.
    """
    firm = own_firm(by)
    with transaction.atomic():
        row, is_new = _write(firm, own_lawyer(by) if is_mine else None, party, "", day_of(at))
        if is_new:
            _log("conflict_party_added", firm, row, by, at)
    return row


def note_parties(
    *, firm_id: int, lawyer_id: int | None, parties: Sequence[Party], origin: str, by: Actor, at: dt.datetime
) -> int:
    """For other contexts: a question or a file was taken on. Returns how many lines are new.

    ``origin``: the context's code, e.g. ``consultations``. Call it inside your transaction. Raises NotFound for an
    unknown firm, NotPermitted for an actor of another organisation (the system may), ConflictRefused.
    """
    firm = LawFirm.objects.filter(pk=firm_id).first()
    if firm is None:
        raise NotFound
    if by.role != Role.SYSTEM and by.organisation_id != firm.organisation_id:
        raise NotPermitted("只能登记到自己律所的冲突名册。")
    lawyer = Lawyer.objects.get(pk=lawyer_id) if lawyer_id else None
    with transaction.atomic():
        written = [_write(firm, lawyer, party, origin[:40], day_of(at)) for party in parties]
        new = [row for row, is_new in written if is_new]
        for row in new:
            _log("conflict_party_added", firm, row, by, at, origin=origin)
    return len(new)


def import_parties(*, data: bytes, file_name: str, by: Actor, at: dt.datetime) -> ImportedParties:
    """A sheet of the firm's parties; the lines are the firm's own. Twice the same sheet adds nothing.

    Raises NotPermitted, NotFound, SheetRefused.
    """
    firm = own_firm(by)
    found, strange = lines(
        data, file_name, headers=HEADERS, needed=("name", "side"), wanted=_WANTED, repeats=("side", "reference")
    )
    problems, added, known = list(strange), 0, 0
    with transaction.atomic():
        for line in found:
            if line.faults:
                problems += line.fault_problems()
                continue
            try:
                _, is_new = _write(firm, None, _party_of(line), "sheet", day_of(at))
                added, known = added + is_new, known + (not is_new)
            except RuleError as error:
                problems.append(line.problem(_COLUMN_OF.get(error.code, ""), error.code, str(error)))
        _log("conflict_sheet_imported", firm, firm, by, at, added=added, known=known)
    return ImportedParties(added, known, tuple(problems))


def end_party(*, party_id: int, by: Actor, at: dt.datetime) -> ConflictParty:
    """The engagement is over from today on; the line counts for a while yet (table ``conflicts``).

    Raises NotPermitted, NotFound, ConflictRefused when it is over already.
    """
    row = get_conflict_party_for(by, party_id)
    with transaction.atomic():
        if not ConflictParty.objects.filter(pk=row.pk, ended_on=None).update(ended_on=day_of(at)):
            raise ConflictRefused("这一条已经标为了结。", code="lawyers.conflict_ended")
        _log("conflict_party_ended", row.firm, row, by, at)
    row.ended_on = day_of(at)
    return row


def remove_party(*, party_id: int, by: Actor, at: dt.datetime) -> None:
    """Take back a line written by mistake; the audit trail keeps that it was there. Raises NotPermitted, NotFound."""
    row = get_conflict_party_for(by, party_id)
    with transaction.atomic():
        _log("conflict_party_removed", row.firm, row, by, at)
        row.delete()


def forget_ended(*, by: Actor, at: dt.datetime) -> int:
    """Nightly: delete lines whose time after the end is over. Returns how many. Raises NotPermitted."""
    by.require(Capability.VERIFY_LAWYERS)
    today = day_of(at)
    ended = ConflictParty.objects.exclude(ended_on=None).select_related("firm")
    over = [row for row in ended if row.ended_on and kept_until(row.ended_on) < today]
    with transaction.atomic():
        for row in over:
            _log("conflict_party_forgotten", row.firm, row, by, at)
            row.delete()
    return len(over)


def own_lawyer(by: Actor) -> Lawyer | None:
    """The actor's own card, if he has one."""
    user_id = user_id_of(by)
    return None if user_id is None else Lawyer.objects.filter(user_id=user_id).first()


def _party_of(line: Line) -> Party:
    side = SIDES.get(line.get("side"))
    if side is None:
        raise ConflictRefused("立场请写“我方”或“对方”。", code="lawyers.conflict_side")
    return Party(line.get("name"), side, line.get("id_number"), line.get("reference"))


def _write(firm: LawFirm, lawyer: Lawyer | None, party: Party, origin: str, on: dt.date) -> tuple[ConflictParty, bool]:
    """The line, and whether it is new. Raises ConflictRefused."""
    name, reference = party.name.strip(), party.reference.strip()
    _check(party, name, reference)
    keys = key_indexes([name], [party.id_number])
    same = ConflictParty.objects.filter(firm=firm, lawyer=lawyer, side=party.side, reference=reference, ended_on=None)
    for known in same.filter(keys__key_index=keys[0]).prefetch_related("keys"):
        if {each.key_index for each in known.keys.all()} == set(keys):
            return known, False
    row = ConflictParty.objects.create(
        firm=firm, lawyer=lawyer, name=name, side=party.side, reference=reference, origin=origin, added_on=on
    )
    ConflictKey.objects.bulk_create(ConflictKey(party=row, key_index=each) for each in keys)
    return row, True


def _check(party: Party, name: str, reference: str) -> None:
    if not key_indexes([name]) or len(name) > LONGEST_NAME:
        raise ConflictRefused("请写当事人的姓名或单位全称，2 到 120 个字。", code="lawyers.conflict_name")
    if party.side not in PartySide.values:
        raise ConflictRefused("请选是我所当事人还是对方当事人。", code="lawyers.conflict_side")
    if len(reference) > LONGEST_REFERENCE:
        raise ConflictRefused(f"本所案号最多 {LONGEST_REFERENCE} 个字。", code="lawyers.conflict_reference")
    if party.id_number.strip() and not id_key(party.id_number):
        raise ConflictRefused("证件号太短，请核对；没有可以不填。", code="lawyers.conflict_id")


def _log(
    code: str, firm: LawFirm, subject: LawFirm | ConflictParty, by: Actor, at: dt.datetime, **data: object
) -> None:
    """An event in the firm's own chain (the platform's while it has no organisation). Never a name."""
    record(
        organisation_id=firm.organisation_id or 0, by=by.membership_id, at=at, code=f"lawyers.{code}", subject=subject,
        data=data,
    )  # fmt: skip
