"""Who lives behind the doors nobody has written a story for: owners, second owners, tenants, sales, shopkeepers."""

from __future__ import annotations

import datetime as dt
import random
from typing import Final

from jiefen.demo.book import Person
from jiefen.demo.months import ONE_DAY, Calendar, shifted
from jiefen.demo.names import Registry
from jiefen.demo.places import DEVELOPER, ESTATES, Holding, Home

METHODS: Final = {"wechat": 46, "alipay": 17, "transfer": 15, "card": 10, "cash": 12}


def move_in(homes: list[Home], calendar: Calendar, registry: Registry, rng: random.Random) -> None:
    """Give every door without an owner its people. Parking spaces belong to flats of the same estate."""
    for home in homes:
        home.method = rng.choices(list(METHODS), list(METHODS.values()))[0]
        if home.kind == "shop" and not home.owners:
            _open_shop(home, calendar, registry, rng)
        elif home.kind == "residence" and not home.owners:
            _settle_in(home, calendar, registry, rng)
    _hand_out_parking(homes, rng)


def sell(home: Home, former: Person, buyer: Person, on: dt.date) -> None:
    """``former`` owned until the day before ``on``."""
    home.owners = [Holding(buyer, on), Holding(former, home.delivered_on, on - ONE_DAY)]


def leave_undelivered(home: Home, developer: Person) -> None:
    """Not handed over: the developer owns and pays."""
    home.owners = [Holding(developer, None)]
    home.occupiers = [Holding(developer, None, pays=True)]
    home.delivered_on, home.is_delivered, home.method = None, False, "transfer"


def is_undelivered(home: Home) -> bool:
    """The last flats of the second estate that are still the developer's."""
    return home.estate == 1 and home.building == "6" and home.entrance == "2" and int(home.room) >= 1500


def developer_of(registry: Registry) -> Person:
    """The developer, made once."""
    known = next((person for person in registry.people if person.name == DEVELOPER), None)
    return known or registry.company(DEVELOPER)


def handed_over(home: Home, calendar: Calendar, rng: random.Random) -> dt.date:
    """A day in the year the estate was finished."""
    years = ESTATES[home.estate].age_years
    return shifted(calendar.today, -12 * years + rng.randint(0, 8)).replace(day=rng.randint(1, 28))


def _settle_in(home: Home, calendar: Calendar, registry: Registry, rng: random.Random) -> None:
    if is_undelivered(home):
        leave_undelivered(home, developer_of(registry))
        return
    home.delivered_on = handed_over(home, calendar, rng)
    owner = registry.person(has_phone=rng.random() > 0.03)
    home.owners = [Holding(owner, home.delivered_on)]
    fate = rng.random()
    if fate < 0.16:
        home.owners = [Holding(one, home.delivered_on, share=50) for one in (owner, registry.person())]
    elif fate < 0.19:
        on = shifted(calendar.today, -rng.randint(2, 34)).replace(day=rng.randint(2, 27))
        sell(home, owner, registry.person(), on)
    elif fate < 0.28:
        _rent_out(home, calendar, registry, rng)
    home.is_vacant = rng.random() < 0.035 and not home.occupiers
    home.do_not_contact = rng.random() < 0.004


def _rent_out(home: Home, calendar: Calendar, registry: Registry, rng: random.Random) -> None:
    since = shifted(calendar.today, -rng.randint(1, 30))
    home.occupiers = [Holding(registry.person(), since, pays=rng.random() < 0.45)]


def _open_shop(home: Home, calendar: Calendar, registry: Registry, rng: random.Random) -> None:
    home.delivered_on = handed_over(home, calendar, rng)
    home.owners = [Holding(registry.shopkeeper(), home.delivered_on)]
    home.method = rng.choice(("transfer", "wechat"))


def _hand_out_parking(homes: list[Home], rng: random.Random) -> None:
    """Each space without an owner goes to a flat; nobody gets two before everybody willing has one."""
    for estate in range(len(ESTATES)):
        flats = [home for home in homes if home.estate == estate and home.kind == "residence" and home.is_delivered]
        spaces = [home for home in homes if home.estate == estate and home.kind == "parking" and not home.owners]
        for space, flat in zip(spaces, rng.sample(flats, k=len(flats)) * 4, strict=False):
            now = flat.owners[0]
            space.owners = [Holding(now.person, now.from_on)]
            space.delivered_on, space.method = flat.delivered_on, flat.method
            if not flat.story:
                space.habit, space.notices = flat.habit, list(flat.notices)
