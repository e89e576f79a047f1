"""How often one may try to sign in: one table, and the arithmetic that reads it. No database, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PASSWORD, CODE, CODE_SENT = "password", "code", "code_sent"
BY_PHONE, BY_ADDRESS = "phone_index", "address_index"

CODE_DIGITS: Final = 6
CODE_LIVES: Final = dt.timedelta(minutes=5)
CODE_TRIES: Final = 5
KEEP_ATTEMPTS: Final = dt.timedelta(days=30)  # long enough to look into an incident, then forgotten


@dataclass(frozen=True)
class Limit:
    """At most ``most`` attempts of ``kinds`` ``within`` a time, counted per phone or per address.

    ``locks``: once reached, everything rests for the full ``within`` after the last one (else the window slides on).
    ``forgiven``: a successful sign-in starts the count again. ``sentence`` gets ``{wait}``, when to try again.
    """

    code: str
    counted: str
    kinds: tuple[str, ...]
    most: int
    within: dt.timedelta
    sentence: str
    locks: bool = False
    forgiven: bool = False


MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
TRIES: Final = (PASSWORD, CODE)

LOCK_OUT: Final = Limit(
    "rate.locked", BY_PHONE, TRIES, 5, 15 * MINUTE, "连续 5 次没有对上，为保护账号先停一停，请{wait}再试。",
    locks=True, forgiven=True,
)  # fmt: skip
LIMITS: Final = (
    LOCK_OUT,
    # A whole office shares one address: generous enough for them, far too few to guess with.
    Limit("rate.address", BY_ADDRESS, TRIES, 30, 15 * MINUTE, "这个网络试错的次数太多，请{wait}再试。", locks=True),
    Limit("rate.code_minute", BY_PHONE, (CODE_SENT,), 1, MINUTE, "验证码刚刚发过，请{wait}再要一条。"),
    Limit(
        "rate.code_hour", BY_PHONE, (CODE_SENT,), 5, HOUR, "这个号码一小时内已要过 5 次，请{wait}再试，或用密码登录。"
    ),
    Limit(
        "rate.code_address", BY_ADDRESS, (CODE_SENT,), 20, HOUR, "这个网络要验证码太多次，请{wait}再试，或用密码登录。"
    ),
)


def limits_for(kind: str) -> tuple[Limit, ...]:
    """The limits an attempt of this kind must pass. Asking for a code is refused while the account rests, too."""
    return tuple(limit for limit in LIMITS if kind in limit.kinds or (kind == CODE_SENT and limit.locks))


def reaches_back(limit: Limit) -> dt.timedelta:
    """How far back attempts matter: a lock may begin at the end of the window it was earned in."""
    return 2 * limit.within if limit.locks else limit.within


def free_again_at(limit: Limit, instants: Sequence[dt.datetime], at: dt.datetime) -> dt.datetime | None:
    """When the next attempt is allowed; None when it is allowed now. ``instants``: counted attempts, newest first."""
    if len(instants) < limit.most:
        return None
    newest, oldest = instants[0], instants[limit.most - 1]
    if newest - oldest >= limit.within:
        return None
    until = (newest if limit.locks else oldest) + limit.within
    return until if until > at else None


def wait_words(until: dt.datetime, at: dt.datetime) -> str:
    """“43 秒后” below a minute and a half, else “12 分钟后”, always rounded up: who waits that long is let in."""
    seconds = -(-(until - at) // dt.timedelta(seconds=1))
    return f" {seconds} 秒后" if seconds <= 90 else f" {-(-seconds // 60)} 分钟后"
