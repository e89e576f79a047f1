"""Very many rows at once: every one arrives, whatever their number is a multiple of."""

from __future__ import annotations

import gc
import hmac
import sys
import threading
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from jiefen.accounts.models import Organisation
from jiefen.ledger.models import FeeItem, FeeItemKind
from jiefen.shared import clock
from jiefen.shared.bulk import MAX_PARAMETERS, SHORT_TURN, USUAL_TURN, Inserts, insert_rows, reserve_ids
from jiefen.shared.collector import collector_paused
from jiefen.shared.crypto import blind_index, blind_indexes, decrypt, encrypt_all

COLUMNS = ("id", "name")


def same() -> dict[str, object]:
    organisation = Organisation.objects.create(name="示例物业", created_at=clock.now())
    return {"organisation_id": organisation.pk, "kind": FeeItemKind.OTHER.value}


@pytest.mark.django_db
@pytest.mark.parametrize("count", [0, 1, 2, MAX_PARAMETERS // 2 - 1, MAX_PARAMETERS // 2, MAX_PARAMETERS, 2000])
def test_every_row_arrives(count: int) -> None:
    shared = same()
    ids = reserve_ids(FeeItem, count)
    insert_rows(FeeItem, COLUMNS, ((pk, f"费用{pk}") for pk in ids), same=shared)
    stored = FeeItem.objects.order_by("pk").values_list("pk", "name", "organisation_id", "kind")
    assert list(stored) == [(pk, f"费用{pk}", shared["organisation_id"], "other") for pk in ids]


@pytest.mark.django_db
def test_without_shared_columns() -> None:
    shared = same()
    rows = [(at, f"费用{at}", shared["organisation_id"], "other") for at in range(500, 700)]
    insert_rows(FeeItem, ("id", "name", "organisation_id", "kind"), rows)
    assert FeeItem.objects.count() == 200


@pytest.mark.django_db
def test_one_bad_row_refuses_the_statement() -> None:
    shared = same()
    with pytest.raises(connection.Database.IntegrityError), transaction.atomic():
        insert_rows(FeeItem, COLUMNS, [(1, "物业费"), (2, "物业费")], same=shared)
    assert FeeItem.objects.count() == 0


@pytest.mark.django_db
def test_a_bad_row_in_a_later_statement_takes_all_of_them_back() -> None:
    shared = same()
    count = 2 * MAX_PARAMETERS
    names = [f"费用{at}" for at in range(count - 1)] + ["费用0"]
    with pytest.raises(connection.Database.IntegrityError), transaction.atomic():
        insert_rows(FeeItem, COLUMNS, enumerate(names, start=1), same=shared)
    assert FeeItem.objects.count() == 0


@pytest.mark.django_db
def test_rows_that_cannot_be_made_stop_the_insert() -> None:
    shared = same()
    numbers = (str(10 // (at - 2 * MAX_PARAMETERS)) + f"-{at}" for at in range(3 * MAX_PARAMETERS))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        insert_rows(FeeItem, COLUMNS, enumerate(numbers, start=1), same=shared)
    assert FeeItem.objects.count() == 0


@pytest.mark.django_db
def test_ids_can_be_reserved_again_before_the_first_rows_are_there() -> None:
    shared, count = same(), MAX_PARAMETERS + 1
    with Inserts() as inserts:
        first, second = inserts.reserve_ids(FeeItem, count), inserts.reserve_ids(FeeItem, 2)
        assert second.start == first.stop
        inserts.rows(FeeItem, COLUMNS, ((pk, f"费用{pk}") for pk in first), same=shared)
        inserts.rows(FeeItem, COLUMNS, ((pk, f"费用{pk}") for pk in second), same=shared)
    assert list(FeeItem.objects.order_by("pk").values_list("pk", flat=True)) == [*first, *second]
    assert reserve_ids(FeeItem, 1).start == second.stop


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3 * MAX_PARAMETERS])
def test_other_statements_are_carried_out_in_their_turn(count: int) -> None:
    shared = same()
    with Inserts() as inserts:
        inserts.rows(FeeItem, COLUMNS, ((pk, f"费用{pk}") for pk in range(1, count + 1)), same=shared)
        inserts.statement("UPDATE ledger_feeitem SET name = name || %s WHERE id > %s", ("甲", 0))
        inserts.rows(FeeItem, COLUMNS, [(count + 1, "费用")], same=shared)
    assert FeeItem.objects.filter(name__endswith="甲").count() == count
    assert FeeItem.objects.count() == count + 1


@pytest.mark.django_db
def test_what_goes_wrong_meanwhile_is_raised_at_the_end() -> None:
    shared, count = same(), 3 * MAX_PARAMETERS
    with pytest.raises(connection.Database.IntegrityError), transaction.atomic(), Inserts() as inserts:
        inserts.rows(FeeItem, COLUMNS, ((pk, f"费用{pk}") for pk in range(1, count + 1)), same=shared)
        inserts.rows(FeeItem, COLUMNS, [(count + 1, "费用1")], same=shared)
    assert FeeItem.objects.count() == 0


@pytest.mark.django_db
def test_what_goes_wrong_beside_it_stops_what_is_still_waiting() -> None:
    shared, count = same(), 3 * MAX_PARAMETERS
    with pytest.raises(LookupError), transaction.atomic(), Inserts() as inserts:
        inserts.rows(FeeItem, COLUMNS, ((pk, f"费用{pk}") for pk in range(1, count + 1)), same=shared)
        raise LookupError
    assert FeeItem.objects.count() == 0


@pytest.mark.django_db
def test_threads_take_short_turns_only_while_rows_are_inserted_beside(monkeypatch) -> None:
    turns: list[float] = []
    monkeypatch.setattr(sys, "setswitchinterval", turns.append)
    shared, count = same(), 3 * MAX_PARAMETERS
    with pytest.raises(LookupError), transaction.atomic(), Inserts() as inserts:
        inserts.rows(FeeItem, COLUMNS, ((pk, f"费用{pk}") for pk in range(1, count + 1)), same=shared)
        raise LookupError
    assert turns == ([SHORT_TURN, USUAL_TURN] if connection.vendor == "sqlite" else [])


def test_many_are_encrypted_and_indexed_as_one_is() -> None:
    texts = ["13900001234", "", "13900005678"]
    sealed = encrypt_all(texts, column="estates_party.phone")
    assert [decrypt(one, column="estates_party.phone") for one in sealed] == texts
    assert len(set(encrypt_all(["a", "a"], column="x"))) == 2
    assert blind_indexes(texts, purpose="p") == [blind_index(text, purpose="p") for text in texts]


@given(st.text(min_size=1), st.text(), st.binary(min_size=32, max_size=32))
def test_a_blind_index_is_the_hmac_of_the_standard_library(value: str, purpose: str, key: bytes) -> None:
    try:
        said = f"{purpose}:{value}".encode()
    except UnicodeEncodeError:
        return
    with override_settings(SECRETS=replace(settings.SECRETS, index_key=key.hex())):
        assert blind_index(value, purpose=purpose) == hmac.digest(key, said, "sha256").hex()[:32]


def test_the_collector_comes_back() -> None:
    with pytest.raises(ValueError, match="x"), collector_paused(), collector_paused():
        assert not gc.isenabled()
        raise ValueError("x")
    assert gc.isenabled()


def test_the_collector_comes_back_with_the_last_of_several_threads() -> None:
    inner = collector_paused()
    with collector_paused():
        thread = threading.Thread(target=inner.__enter__)
        thread.start()
        thread.join()
    assert not gc.isenabled()
    inner.__exit__(None, None, None)
    assert gc.isenabled()
