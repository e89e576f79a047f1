"""A company with two estates and what its households owe, and the way a clerk takes a sheet of payments in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pytest

from jiefen.accounts.actors import Actor
from jiefen.accounts.roles import Role
from jiefen.estates.models import Estate, Premises
from jiefen.ledger import positions
from jiefen.ledger.actions import imports
from jiefen.ledger.models import Charge, HouseholdPosition, ImportBatch
from jiefen.ledger.states import ImportState
from jiefen.shared.jobs.runner import run_waiting_jobs
from tests.factories.world import AT, make_actor, make_charge, make_estate, make_organisation, make_premises

BANK = """中国某某银行对公账户交易明细
账号:3300000000001,户名:和风物业服务有限公司,,,,,
交易日期,交易流水号,借方发生额,贷方发生额,余额,对方户名,对方账号,摘要
"""


@dataclass
class Company:
    clerk: Actor
    estate: Estate
    homes: dict[str, Premises]

    def charge(self, room: str, *amounts: int) -> list[Charge]:
        """``amounts`` 分 for January, February … of 2026."""
        home = self.homes[room]
        made = [make_charge(home, fen, dt.date(2026, month, 1)) for month, fen in enumerate(amounts, start=1)]
        positions.refresh([home.pk], at=AT)
        return made

    def owing(self, room: str) -> tuple[int, int]:
        position = HouseholdPosition.objects.get(premises=self.homes[room])
        return position.outstanding_fen, position.prepaid_fen

    def read(self, text: str | bytes, *, name: str = "流水.csv", estate: str = "") -> ImportBatch:
        data = text.encode("gb18030") if isinstance(text, str) else text
        batch = imports.upload(by=self.clerk, file_name=name, data=data, at=AT, kind="payments", estate_name=estate)
        run_waiting_jobs()
        batch.refresh_from_db()
        assert batch.state == ImportState.PREVIEWED, (batch.state, batch.refusal)
        return batch

    def confirm(self, batch: ImportBatch) -> ImportBatch:
        imports.commit(by=self.clerk, batch=batch, at=AT)
        run_waiting_jobs()
        batch.refresh_from_db()
        assert batch.state == ImportState.COMMITTED, batch.refusal
        return batch

    def take_in(self, text: str | bytes, **more: str) -> ImportBatch:
        return self.confirm(self.read(text, **more))


def bank(*lines: str) -> str:
    return BANK + "\n".join(lines) + "\n"


def make_company() -> Company:
    organisation = make_organisation()
    estate = make_estate(organisation)
    homes = {
        "101": make_premises(estate, "101", owner="王芳", phone="13800000001"),
        "102": make_premises(estate, "102", owner="李军"),
        "201": make_premises(estate, "201", building="2栋", owner="陈晨"),
        "202": make_premises(estate, "202", building="2栋", owner="陈晨"),
    }
    positions.refresh([home.pk for home in homes.values()], at=AT)
    return Company(make_actor(organisation, Role.FINANCE), estate, homes)


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


def codes(batch: ImportBatch) -> list[tuple[int, str]]:
    """(row, code) of every listed doubt."""
    return [(problem["row"], problem["code"]) for problem in batch.summary["problems"]]
