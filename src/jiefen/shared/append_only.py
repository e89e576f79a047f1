"""A migration operation that makes a table append-only in the database itself, on SQLite and PostgreSQL.

Python code cannot forget a rule the database enforces: UPDATE and DELETE on such a table fail.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

SQLITE_TRIGGER = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION jiefen_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
POSTGRES_TRIGGER = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table} FOR EACH ROW EXECUTE FUNCTION jiefen_append_only()
"""


class AppendOnly(Operation):
    """Forbid UPDATE and DELETE on ``table``. Reversible: backwards drops the triggers."""

    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the model state."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Create the triggers."""
        postgres = schema_editor.connection.vendor == "postgresql"
        if postgres:
            schema_editor.execute(POSTGRES_FUNCTION, params=None)
        template = POSTGRES_TRIGGER if postgres else SQLITE_TRIGGER
        for verb in ("update", "delete"):
            schema_editor.execute(template.format(table=self.table, verb=verb, VERB=verb.upper()), params=None)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Drop the triggers."""
        on = f" ON {self.table}" if schema_editor.connection.vendor == "postgresql" else ""
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER {self.table}_no_{verb}{on}")

    def describe(self) -> str:
        """One line for ``migrate --plan``."""
        return f"Make {self.table} append-only"
