"""Model fields with a meaning: money in 分, and personal facts that are encrypted at rest."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

from jiefen.shared import crypto

if TYPE_CHECKING:  # generic for the type checker only
    BigIntegerField = models.BigIntegerField[int, int]
    TextField = models.TextField[str, str]
    OneToOneField = models.OneToOneField[Any, Any]
else:
    BigIntegerField, TextField, OneToOneField = models.BigIntegerField, models.TextField, models.OneToOneField


class FenField(BigIntegerField):
    """Money as an integer number of 分. Refuses floats and Decimals instead of truncating them."""

    description = "money in 分"

    def get_prep_value(self, value: Any) -> Any:
        """Only int (not bool) or None reaches the database; expressions pass through."""
        if isinstance(value, bool | float | Decimal):
            raise ValidationError("金额必须是整数分。")
        return super().get_prep_value(value)


class KeyOfSource(OneToOneField):
    """The primary key of a derived row: the id of the row it is derived from.

    The database does not check that this row exists: sources are never deleted, and derived rows are rebuilt and
    compared every night. On SQLite it is INTEGER, which is where the row stands: no second index for the key.
    """

    def __init__(self, to: Any, **options: Any) -> None:
        super().__init__(to, **{**options, "primary_key": True, "db_constraint": False, "on_delete": models.CASCADE})

    def db_type(self, connection: Any) -> str | None:
        """As the source's id, on SQLite INTEGER."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class EncryptedTextField(TextField):
    """Text encrypted with the installation's field key. Look it up through a blind-index column beside it."""

    description = "encrypted text"

    @property
    def column_label(self) -> str:
        """The authenticated context: ``table.column``."""
        return f"{self.model._meta.db_table}.{self.column}"

    def get_prep_value(self, value: Any) -> Any:
        """Plain text → ciphertext."""
        text = super().get_prep_value(value)
        return crypto.encrypt(text, column=self.column_label) if text else text

    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | None:
        """Ciphertext → plain text."""
        return crypto.decrypt(value, column=self.column_label) if value else value
