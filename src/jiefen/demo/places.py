"""The three invented estates and every door in them, still without the people behind."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from jiefen.demo.book import Book, Person
from jiefen.demo.habits import Habit
from jiefen.demo.story import Notice, Ticket

CITY: Final = "镇江"  # a real city, because the vacancy rule depends on it; everything else is invented
DEVELOPER: Final = "澜汇置业有限公司（演示）"

PROPERTY_FEE: Final = "物业费"
PARKING_FEE: Final = "车位管理费"
SHARED_UTILITY: Final = "公摊水电费"
REFUSE: Final = "代收生活垃圾处理费"
DEPOSIT: Final = "装修押金"
REFUSE_FEN: Final = 3000  # a half-year


@dataclass(frozen=True, slots=True)
class EstatePlan:
    """How an estate is built and what it costs. Prices in 元/m²·month × 10,000, areas in m² × 100."""

    name: str
    manager: str
    buildings: int
    entrances: int
    floors: int
    flats: int
    areas_x100: tuple[int, ...]
    price_x10000: int
    shop_price_x10000: int
    shops: int
    parking: int
    parking_fen: int
    late_rate: str
    age_years: int
    stewards: tuple[int, ...]  # which demo steward looks after each building; the last one also shops and parking
    collects_refuse: bool


ESTATES: Final = (
    EstatePlan(
        "听澜苑", "顾长宁", 8, 2, 11, 4, (8900, 8900, 11850, 12860), 22000, 38000, 12, 160, 8000, "0.0005", 7,
        (0, 0, 0, 0, 0, 0, 2, 2, 0), True,
    ),
    EstatePlan(
        "梧桐雅筑", "顾长宁", 6, 2, 18, 3, (9560, 9560, 12430), 18500, 35000, 10, 140, 7000, "0.0005", 4,
        (1, 1, 1, 1, 1, 1, 1), True,
    ),
    EstatePlan(
        "望禾新村", "顾长宁", 13, 4, 6, 2, (6240, 7480), 8000, 16000, 14, 80, 5000, "", 22,
        (2,) * 13 + (2,), False,
    ),
)  # fmt: skip


@dataclass(slots=True, eq=False)
class Holding:
    """Somebody's time as owner or occupier. ``share`` in percent for owners, ``pays`` for occupiers."""

    person: Person
    from_on: dt.date | None
    until_on: dt.date | None = None
    share: int | None = None
    pays: bool = False


@dataclass(slots=True, eq=False)
class Home:
    """One flat, shop or parking space. ``monthly_fen`` is what its main item costs a month."""

    estate: int
    building: str  # "" for what belongs to no building
    entrance: str
    room: str
    kind: str
    area_x100: int | None
    price_x10000: int | None
    item: str
    monthly_fen: int
    owners: list[Holding] = field(default_factory=list)
    occupiers: list[Holding] = field(default_factory=list)
    delivered_on: dt.date | None = None
    is_delivered: bool = True
    is_vacant: bool = False
    do_not_contact: bool = False
    note: str = ""
    utility_fen: int = 0  # what shared utilities usually cost a quarter
    method: str = "wechat"
    habit: Habit = field(default_factory=Habit)
    notices: list[Notice] = field(default_factory=list)
    tickets: list[Ticket] = field(default_factory=list)
    book: Book = field(default_factory=Book)
    story: str = ""  # code of the cast member
    number: int = 0

    @property
    def place(self) -> str:
        """As the cast writes it: 2-1-603, 车位B1-066, 商铺8."""
        if self.kind == "residence":
            return f"{self.building}-{self.entrance}-{self.room}"
        return ("车位" if self.kind == "parking" else "商铺") + self.room

    @property
    def label(self) -> str:
        """As people say it: 2栋1单元603."""
        return f"{self.building}栋{self.entrance}单元{self.room}" if self.kind == "residence" else self.place

    def payer_on(self, day: dt.date) -> Person:
        """Who is asked for a period that begins on ``day``: a paying occupier, else the first owner of that day."""
        for holding in [*(stay for stay in self.occupiers if stay.pays), *self.owners]:
            begun = holding.from_on is None or holding.from_on <= day
            if begun and (holding.until_on is None or day <= holding.until_on):
                return holding.person
        return self.owners[0].person


def monthly_fee(area_x100: int, price_x10000: int) -> int:
    """Area × price of one month, 分, rounded half up once."""
    return (area_x100 * price_x10000 + 5000) // 10000


def homes_of(estate: int) -> list[Home]:
    """Every door of an estate: flats in order, then shops, then parking spaces."""
    plan = ESTATES[estate]
    return [*_flats(estate, plan), *_shops(estate, plan), *_parking(estate, plan)]


def _flats(estate: int, plan: EstatePlan) -> list[Home]:
    homes = []
    for building in range(1, plan.buildings + 1):
        for entrance in range(1, plan.entrances + 1):
            for floor in range(1, plan.floors + 1):
                for flat in range(1, plan.flats + 1):
                    area, room = plan.areas_x100[(flat - 1) % len(plan.areas_x100)], f"{floor}{flat:02d}"
                    price, fee = plan.price_x10000, monthly_fee(area, plan.price_x10000)
                    place = (str(building), str(entrance), room, "residence")
                    homes.append(Home(estate, *place, area, price, PROPERTY_FEE, fee))
    return homes


def _shops(estate: int, plan: EstatePlan) -> list[Home]:
    homes = []
    for number in range(1, plan.shops + 1):
        area = 4200 + 730 * (number % 5)
        fee = monthly_fee(area, plan.shop_price_x10000)
        homes.append(Home(estate, "", "", str(number), "shop", area, plan.shop_price_x10000, PROPERTY_FEE, fee))
    return homes


def _parking(estate: int, plan: EstatePlan) -> list[Home]:
    rooms = [f"B1-{number:03d}" if estate < 2 else f"P{number}" for number in range(1, plan.parking + 1)]
    return [Home(estate, "", "", room, "parking", None, None, PARKING_FEE, plan.parking_fen) for room in rooms]
