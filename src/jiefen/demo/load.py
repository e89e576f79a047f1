"""Loading the demo: invent, write, derive positions, add everything up once more, and say what was made."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from django.db.models import Sum

from jiefen.audit.actions import record
from jiefen.demo.history import people_talked
from jiefen.demo.months import Calendar
from jiefen.demo.places import DEPOSIT
from jiefen.demo.said import History
from jiefen.demo.service_history import file_tickets, services_done
from jiefen.demo.staff import COMPANY, demo_is_loaded, hire
from jiefen.demo.world import SEED, World, invent
from jiefen.demo.write_agreements import write_agreements
from jiefen.demo.write_estates import write_estates
from jiefen.demo.write_ledger import write_ledger
from jiefen.demo.write_services import write_services, write_tickets
from jiefen.demo.write_talks import Desk, write_contacts, write_wishes
from jiefen.ledger import positions
from jiefen.ledger.models import HouseholdPosition
from jiefen.rules.money import format_yuan
from jiefen.shared.errors import DomainError
from jiefen.shared.transactions import durable_atomic


class DemoAlreadyThere(DomainError):
    """The demo company exists already."""

    code = "demo.already_there"

    def __init__(self) -> None:
        super().__init__(f"演示数据已经有了（“{COMPANY}”），没有改动。想重来，请先清空数据文件夹。")


class DemoDoesNotAddUp(DomainError):
    """What was written is not what was invented: nothing is kept."""

    code = "demo.does_not_add_up"


@dataclass(frozen=True)
class Loaded:
    """What was made. Amounts in 分."""

    organisation_id: int
    premises: int
    people: int
    charges: int
    payments: int
    allocations: int
    service_records: int
    tickets: int
    contacts: int
    promises: int
    outstanding_fen: int
    prepaid_fen: int

    def sentence(self) -> str:
        """One line for the command line."""
        return (
            f"演示数据已就绪：{COMPANY}，3 个小区 {self.premises} 户，应收 {self.charges} 笔，收款 {self.payments} 笔，"
            f"核销 {self.allocations} 笔，未收 {format_yuan(self.outstanding_fen)} 元，"
            f"预交 {format_yuan(self.prepaid_fen)} 元，服务记录 {self.service_records} 条，报修 {self.tickets} 件，"
            f"联系 {self.contacts} 次，付款约定 {self.promises} 个。"
        )


def load(*, today: dt.date, at: dt.datetime, seed: int = SEED, one_in: int = 1) -> Loaded:
    """Create the demo company as it stands on ``today``, in one transaction. Raises DemoAlreadyThere.

    ``at``: when it is written (the day of ``today``). ``one_in``: only every n-th door besides the cast (tests).
    """
    if demo_is_loaded():
        raise DemoAlreadyThere
    calendar = Calendar(today)
    world = invent(calendar, seed=seed, one_in=one_in)
    rng = random.Random(f"{seed} services")  # noqa: S311 — repeatable on purpose
    file_tickets(world.homes, rng)
    done = services_done(world.homes, calendar, rng)
    history = people_talked(world.homes, calendar, random.Random(f"{seed} talks"))  # noqa: S311 — repeatable on purpose
    with durable_atomic():
        staff = hire(at)
        places = write_estates(world, staff)
        write_ledger(world, places, staff, at)
        records = write_services(done, places, staff)
        tickets = write_tickets(world, staff, at)
        desk = Desk(staff, calendar, at)
        write_contacts(history.contacts, desk)
        write_wishes(history.wishes, desk)
        write_agreements(history, desk)
        positions.rebuild(staff.organisation_id, at=at)
        loaded = _counted(world, history, staff.organisation_id, records, tickets)
        _check_sums(loaded)
        record(
            organisation_id=staff.organisation_id, by=None, at=at, code="demo.loaded",
            subject=("accounts.organisation", staff.organisation_id),
            data={"premises": loaded.premises, "charges": loaded.charges, "outstanding_fen": loaded.outstanding_fen},
        )  # fmt: skip
    return loaded


def _counted(world: World, history: History, organisation_id: int, records: int, tickets: int) -> Loaded:
    books = [home.book for home in world.homes]
    return Loaded(
        organisation_id=organisation_id,
        premises=len(books),
        people=len(world.people),
        charges=sum(len(book.bills) for book in books),
        payments=sum(len(book.receipts) for book in books),
        allocations=sum(len(book.parts) for book in books),
        service_records=records,
        tickets=tickets,
        contacts=len(history.contacts),
        promises=len(history.promises),
        outstanding_fen=sum(bill.left for book in books for bill in book.bills if bill.item != DEPOSIT),
        prepaid_fen=sum(book.credit for book in books),
    )


def _check_sums(loaded: Loaded) -> None:
    """Positions derived from the rows by SQL must equal what the invented books say."""
    stored = HouseholdPosition.objects.filter(organisation_no=loaded.organisation_id).aggregate(
        outstanding=Sum("outstanding_fen"), prepaid=Sum("prepaid_fen")
    )
    if (stored["outstanding"], stored["prepaid"]) != (loaded.outstanding_fen, loaded.prepaid_fen):
        raise DemoDoesNotAddUp("演示数据的账对不上，没有写入。请把这句话告诉开发人员。")
