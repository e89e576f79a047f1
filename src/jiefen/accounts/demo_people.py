"""The invented people one may sign in as: the demo company's staff, lawyers, the operator. The loader creates them; the sign-in page offers them, only in the demo."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from jiefen.accounts.roles import Role

DEMO_PASSWORD: Final = "jiefen-demo"  # noqa: S105 — printed on the demo's own sign-in page


@dataclass(frozen=True)
class DemoPerson:
    """One demo sign-in."""

    phone: str
    name: str
    role: Role
    password: str = DEMO_PASSWORD

    @property
    def role_name(self) -> str:
        """The role as people say it."""
        return str(self.role.label)


DEMO_PEOPLE: Final = (
    DemoPerson("13900001001", "顾长宁", Role.MANAGER),
    DemoPerson("13900001002", "宋知夏", Role.STEWARD),
    DemoPerson("13900001003", "陆一鸣", Role.STEWARD),
    DemoPerson("13900001004", "田小满", Role.STEWARD),
    DemoPerson("13900001005", "许清和", Role.FINANCE),
    DemoPerson("13900001006", "江予安", Role.ADMIN),
)
DEMO_LAWYERS: Final = (
    DemoPerson("13900002001", "沈砚秋", Role.LAWYER),
    DemoPerson("13900002002", "梁以宁", Role.LAWYER),
    DemoPerson("13900002003", "方嘉树", Role.LAWYER),
)
DEMO_OPERATOR: Final = DemoPerson("13900003001", "温书意", Role.OPERATOR)
EVERYBODY: Final = (*DEMO_PEOPLE, *DEMO_LAWYERS, DEMO_OPERATOR)
