"""Very many rows at once: every one arrives, whatever their number is a multiple of."""

from __future__ import annotations

import gc
import threading

import pytest
from django.db import connection, transaction

from jiefen.accounts.models import Organisation
from jiefen.ledger.models import FeeItem, FeeItemKind
from jiefen.shared import clock
from jiefen.shared.bulk import MAX_PARAMETERS, insert_rows, reserve_ids
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


def test_many_are_encrypted_and_indexed_as_one_is() -> None:
    texts = ["13900001234", "", "13900005678"]
    sealed = encrypt_all(texts, column="estates_party.phone")
    assert [decrypt(one, column="estates_party.phone") for one in sealed] == texts
    assert len(set(encrypt_all(["a", "a"], column="x"))) == 2
    assert blind_indexes(texts, purpose="p") == [blind_index(text, purpose="p") for text in texts]


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
