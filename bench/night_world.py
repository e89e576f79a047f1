"""The world of bench/night: very many households in bulk, and the slow, plain reading of the same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import numpy as np

CHUNK: Final = 50_000
IN_A_BUILDING: Final = 125
RATE: Final = "0.0005"


def at(day: dt.date) -> dt.datetime:
    """Half past two in the night."""
    from jiefen.shared.clock import CHINA

    return dt.datetime.combine(day, dt.time(2, 30), CHINA)


def organisation_id() -> int:
    """The one organisation."""
    from jiefen.accounts.models import Organisation

    return int(Organisation.objects.get().pk)


def generate(households: int, charges: int, today: dt.date) -> None:
    """Premises, owners, packed bills and sparse facts, written as the contexts write them."""
    from django.core.management import call_command

    from jiefen.accounts.models import Organisation
    from jiefen.shared.bulk import insert_rows, instant
    from jiefen.shared.transactions import durable_atomic

    call_command("migrate", verbosity=0)
    organisation = Organisation.objects.create(name="基准物业", created_at=at(today)).pk
    draw = np.random.default_rng(20261123)
    with durable_atomic():
        _places(organisation, households)
        _committed_payments(organisation, today)
        for first in range(1, households + 1, CHUNK):
            ids = range(first, min(first + CHUNK, households + 1))
            for model, columns, rows in _tables(organisation, ids, charges, today, draw, instant(at(today))):
                insert_rows(model, columns, rows)


def _places(organisation: int, households: int) -> None:
    from jiefen.estates.models import Building, Estate
    from jiefen.shared.bulk import insert_rows

    buildings = households // IN_A_BUILDING + 1
    names = ("id", "organisation_id", "name", "city", "due_rule", "late_charge_daily_rate", "manager_name")
    estates = ((pk, organisation, f"小区{pk}", "", "period_end", RATE, "") for pk in range(1, buildings // 40 + 2))
    insert_rows(Estate, names, estates)
    rows = ((pk, organisation, (pk - 1) // 40 + 1, f"{pk}栋", pk) for pk in range(1, buildings + 1))
    insert_rows(Building, ("id", "organisation_id", "estate_id", "name", "sort_no"), rows)


def _committed_payments(organisation: int, today: dt.date) -> None:
    """Payments were imported yesterday: the night may propose demands."""
    from jiefen.ledger.models import ImportBatch, ImportKind
    from jiefen.ledger.states import ImportState

    yesterday = at(today) - dt.timedelta(days=1)
    ImportBatch.objects.create(
        organisation_id=organisation, kind=ImportKind.PAYMENTS, state=ImportState.COMMITTED, file_name="流水.xlsx",
        file_sha256="0", file_key="0", created_at=yesterday, committed_at=yesterday,
    )  # fmt: skip


def _tables(
    organisation: int, ids: range, charges: int, today: dt.date, draw: np.random.Generator, now: str
) -> Iterator[tuple[Any, tuple[str, ...], Any]]:
    from jiefen.collection.models import PromiseToPay
    from jiefen.estates.models import Ownership, Party, Premises
    from jiefen.ledger.models import HouseholdColumns
    from jiefen.service_log.models import RepairTicket

    yield Premises, (
        "id", "organisation_id", "estate_id", "building_id", "entrance", "room", "kind", "label", "sort_key",
        "is_delivered", "is_vacant", "do_not_contact", "owner_name", "pinyin", "note",
    ), (
        (pk, organisation, (_building(pk) - 1) // 40 + 1, _building(pk), "1", str(pk), "residence", f"{pk}室", f"{pk:09d}",
         pk % 400 != 7, pk % 50 == 3, pk % 100 == 1, "王芳", "wf", "") for pk in ids
    )  # fmt: skip
    yield Party, ("id", "organisation_id", "name", "pinyin", "phone", "phone_index", "id_no", "id_no_index", "is_company"), (
        (pk, organisation, "王芳", "wf", "", "" if pk % 20 == 0 else f"{pk:032x}", "", "", False) for pk in ids
    )  # fmt: skip
    yield Ownership, ("id", "organisation_id", "premises_id", "owner_id"), ((pk, organisation, pk, pk) for pk in ids)
    packed = bills(ids, charges, today, draw)
    yield (
        HouseholdColumns,
        ("premises_id", "organisation_no", "packed"),
        ((pk, organisation, each) for pk, each in zip(ids, packed, strict=True)),
    )
    yield PromiseToPay, ("id", "organisation_id", "premises_id", "amount_fen", "due_on", "made_at", "state"), (
        (pk, organisation, pk, 50_000, str(today + dt.timedelta(days=pk % 9 - 6)), now, "broken")
        for pk in ids if pk % 200 == 11
    )  # fmt: skip
    yield RepairTicket, (
        "id", "organisation_id", "premises_id", "what", "state", "opened_on", "what_was_done", "confirmation",
        "reference", "fingerprint",
    ), ((pk, organisation, pk, "漏水", "open", str(today), "", "", "", "") for pk in ids if pk % 33 == 5)  # fmt: skip


def _building(pk: int) -> int:
    return (pk - 1) // IN_A_BUILDING + 1


def bills(ids: range, charges: int, today: dt.date, draw: np.random.Generator) -> list[bytes]:
    """A bill every 47 days up to a day of the last two months; in one household of eight some are part paid."""
    from jiefen.engine.bill_columns import SETTLED, day_number, pack_many

    many, now = len(ids), day_number(today)
    newest = now - draw.integers(-10, 60, (many, 1))
    due = (newest - 47 * np.arange(charges)).ravel()
    key, bill = np.repeat(np.array(ids), charges), np.tile(np.arange(charges), many)
    fen = draw.integers(3_000, 90_000, many * charges)
    zero = np.zeros_like(fen)
    lines = np.column_stack([key, bill, zero, zero, fen, due, due + 1096])
    part = (draw.random(many * charges) < 0.02) & (key % 8 == 0)
    paid = np.column_stack([key, bill, zero + 1, zero + SETTLED, fen // 3 + 1, due + 40, zero])[part]
    households = np.column_stack([np.array(ids), (np.array(ids) - 1) // IN_A_BUILDING + 1, (newest.ravel() - 900)])
    return pack_many(households, np.concatenate([lines, paid]))


def tiny(today: dt.date) -> tuple[Any, Any, Any]:
    """Two households, to have the kernel compiled."""
    from jiefen.engine import nightly
    from jiefen.engine.bill_columns import join

    packed = bills(range(1, 3), 3, today, np.random.default_rng(1))
    return join([1, 2], packed), nightly.no_facts(2), nightly.night_terms(today, ((1, 2000),))


def unlike_the_page(day: dt.date, sample: int) -> int:
    """Of about ``sample`` households, those for whom a page would propose something else than what was stored."""
    from jiefen.collection.queries.household_facts import live_facts
    from jiefen.collection.queries.proposals import proposals_of
    from jiefen.estates.models import Premises
    from jiefen.rules.stages import propose

    organisation = organisation_id()
    total = Premises.objects.count()
    ids = set(range(1, total + 1, max(1, total // sample)))
    buildings = sorted({_building(pk) for pk in ids})
    stored = {each.premises_id: each for each in proposals_of(organisation, building_ids=buildings)}
    found = 0
    for facts in live_facts(organisation, ids, today=day, at=at(day)):
        said, row = propose(facts, day), stored.get(int(facts.household_id))
        page = (
            (said.reasons[0], said.stage, said.step, said.score, said.at_stake_fen, said.deadline_on) if said else None
        )
        night = (row.reason, row.stage, row.step, row.score, row.at_stake_fen, row.deadline_on) if row else None
        found += page != night
    return found


def pay(day: dt.date, *, every: int) -> None:
    """The newest bill of one household in ``every`` is paid: its columns are written anew."""
    from jiefen.engine.bill_columns import day_number, pack, unpack
    from jiefen.ledger.models import HouseholdColumns

    rows = HouseholdColumns.objects.extra(where=[f"premises_id %% {every} = 0"])
    changed = list(rows)
    for row in changed:
        building, _, lines = unpack(row.packed)
        row.packed = pack(building, day_number(day), [line for line in lines if line.day != lines[0].day][:])
    HouseholdColumns.objects.bulk_update(changed, ["packed"], batch_size=300)


def reference(today: dt.date, sample: int) -> dict[str, Any]:
    """Totals bill by bill in plain Python, from the bytes as they were generated; a sample wholly by the rules."""
    from jiefen.engine.bill_columns import unpack

    draw = np.random.default_rng(20261123)
    total, charges = _sizes()
    names = ("bills", "outstanding_fen", "barred_fen", "within_180_fen", "late_charge_fen")
    totals, weights = dict.fromkeys(names, 0), _weights(today)
    differences, taken = 0, 0
    for first in range(1, total + 1, CHUNK):
        packed = bills(range(first, min(first + CHUNK, total + 1)), charges, today, draw)
        for place, each in enumerate(packed):
            lines = unpack(each)[2]
            late = _add(totals, lines, weights, today)
            if (first + place) % max(1, total // sample) == 0:
                taken += 1
                differences += sum(by_rules(lines, at, today) for at in range(len(lines))) != late
    return {"totals": totals, "sample": taken, "differences": differences}


def _sizes() -> tuple[int, int]:
    from jiefen.collection.models import NightRun

    counts = NightRun.objects.order_by("pk")[0].counts
    return int(counts["households"]), int(counts["bills"]) // int(counts["households"])


def _weights(today: dt.date) -> list[int]:
    """Per day number of a due day: Σ of the yearly percent × 100 from the day after it until today."""
    from jiefen.engine.bill_columns import EPOCH, day_number
    from jiefen.rules.tables_io import load_table, row_on

    rows, now = load_table("lpr"), day_number(today)
    found = [0] * (now + 100)
    for day in range(now - 1, now - 6000, -1):
        percent = row_on(rows, dt.date.fromordinal(day + 1 + EPOCH)).decimal("annual_percent")
        found[day] = found[day + 1] + int(percent * 100)
    return found


def _add(totals: dict[str, int], lines: list[Any], weights: list[int], today: dt.date) -> int:
    """Add one household; returns its late charge."""
    from jiefen.engine.bill_columns import SETTLED, day_number

    now, late = day_number(today), 0
    for place, (kind, fen, due, expires) in enumerate(lines):
        if kind >= SETTLED:
            continue
        totals["bills"] += 1
        totals["outstanding_fen"] += fen
        totals["barred_fen"] += fen if expires < now else 0
        totals["within_180_fen"] += fen if now <= expires <= now + 180 else 0
        if place + 1 < len(lines) and lines[place + 1].kind >= SETTLED:
            late += by_rules(lines, place, today)
        elif due < now:
            agreed = (2 * fen * 5 * (now - due) + 10_000) // 20_000
            allowed = (2 * fen * 13 * weights[due] + 36_500_000) // 73_000_000
            late += min(agreed, allowed, fen)
    totals["late_charge_fen"] += late
    return late


def by_rules(lines: list[Any], place: int, today: dt.date) -> int:
    """The late charge of the bill at ``place`` by rules/late_charge, 分; 0 for what was put against a bill."""
    from decimal import Decimal

    from jiefen.engine.bill_columns import EPOCH, SETTLED
    from jiefen.rules.late_charge import ContractRate, late_charge

    line, parts = lines[place], []
    if line.kind >= SETTLED:
        return 0
    for part in lines[place + 1 :]:
        if part.kind < SETTLED:
            break
        parts.append((dt.date.fromordinal(part.day + EPOCH), part.fen))
    principal, due = line.fen + sum(fen for _, fen in parts), dt.date.fromordinal(line.day + EPOCH)
    return late_charge(principal, due, today, ContractRate(Decimal(RATE)), payments=parts).claimed_fen
