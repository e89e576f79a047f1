"""Counting attempts: every try is written down, committed and counted before anything is compared."""

from __future__ import annotations

import datetime as dt
import ipaddress

from django.db import connection, transaction

from jiefen.accounts import limits
from jiefen.accounts.limits import Limit
from jiefen.accounts.models import AttemptOutcome, SignInAttempt
from jiefen.shared.crypto import blind_index
from jiefen.shared.errors import DomainError

ADDRESS_INDEX = "attempt.address"


class TooManyAttempts(DomainError):
    """A limit is reached. The code names the limit (``rate.…``), the sentence says when to try again."""

    code = "rate.attempts"


def reserve(*, phone_index: str, address: str, kind: str, at: dt.datetime) -> SignInAttempt:
    """Write one attempt and commit it, counted as failed until ``succeed``. Raises TooManyAttempts.

    Counting and writing are one serialised step: a hundred tries sent at once get no more guesses than one by one.
    ``durable`` makes a caller's surrounding transaction an error, because its rollback would forget the attempt.
    """
    address_index = blind_index(network_of(address), purpose=ADDRESS_INDEX)
    with transaction.atomic(durable=True):
        _one_at_a_time(phone_index, address_index)
        refusal = _refusal(kind, phone_index, address_index, at)
        attempt = SignInAttempt.objects.create(
            phone_index=phone_index,
            address_index=address_index,
            at=at,
            kind=kind,
            outcome=_first_outcome(kind, refusal),
        )
    if refusal:
        raise refusal
    return attempt


def succeed(attempt: SignInAttempt) -> None:
    """Mark the attempt as good; the lock-out starts counting again."""
    attempt.outcome = AttemptOutcome.SUCCEEDED
    attempt.save(update_fields=["outcome"])


def tries_left(phone_index: str, at: dt.datetime) -> int:
    """How many more wrong tries before the lock-out; the same for known and unknown numbers."""
    recent = _instants(limits.LOCK_OUT, phone_index, at)
    window_start = at - limits.LOCK_OUT.within
    return max(0, limits.LOCK_OUT.most - sum(1 for instant in recent if instant > window_start))


def network_of(address: str) -> str:
    """The part of a network address one person cannot change at will: an IPv4 address, an IPv6 /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def _first_outcome(kind: str, refusal: TooManyAttempts | None) -> AttemptOutcome:
    if refusal:
        return AttemptOutcome.REFUSED
    return AttemptOutcome.SUCCEEDED if kind == limits.CODE_SENT else AttemptOutcome.FAILED


def _refusal(kind: str, phone_index: str, address_index: str, at: dt.datetime) -> TooManyAttempts | None:
    indexes = {limits.BY_PHONE: phone_index, limits.BY_ADDRESS: address_index}
    for limit in limits.limits_for(kind):
        until = limits.free_again_at(limit, _instants(limit, indexes[limit.counted], at), at)
        if until:
            return TooManyAttempts(limit.sentence.format(wait=limits.wait_words(until, at)), code=limit.code)
    return None


def _instants(limit: Limit, index: str, at: dt.datetime) -> list[dt.datetime]:
    """The counted attempts that still matter for one limit, newest first, no more than the limit needs."""
    since = at - limits.reaches_back(limit)
    mine = SignInAttempt.objects.filter(**{limit.counted: index}, kind__in=limit.kinds, at__gt=since)
    if limit.forgiven:
        good = mine.filter(outcome=AttemptOutcome.SUCCEEDED).order_by("-pk").values_list("pk", flat=True).first()
        mine = mine.filter(pk__gt=good) if good else mine
    counted = AttemptOutcome.SUCCEEDED if limits.CODE_SENT in limit.kinds else AttemptOutcome.FAILED
    return list(mine.filter(outcome=counted).order_by("-at", "-pk").values_list("at", flat=True)[: limit.most])


def _one_at_a_time(*indexes: str) -> None:
    """Attempts on one phone or from one address wait for each other. SQLite's writers queue anyway."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for index in sorted(set(indexes)):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [index])
