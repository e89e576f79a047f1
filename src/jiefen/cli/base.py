"""What our commands share: an up-to-date database, refusals as sentences on stderr, JSON on stdout."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from jiefen.rules.errors import RuleError


def ensure_migrated() -> bool:
    """Bring the database up to date; stdout stays clean. True when something had to be done."""
    executor = MigrationExecutor(connection)
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)
    return True


class JiefenCommand(BaseCommand):
    """A command whose refusals (RuleError) end with exit code 1 and the sentence on stderr."""

    requires_system_checks = ()
    needs_database = True

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run ``handle``; a refusal becomes a CommandError."""
        try:
            if self.needs_database:
                ensure_migrated()
            return super().execute(*args, **options)
        except RuleError as error:
            raise CommandError(f"{error} ({error.code})") from None

    def write_json(self, document: object) -> None:
        """Exactly one JSON document on stdout; half a surrogate pair from somebody's file is written as an escape."""
        text = json.dumps(document, ensure_ascii=False, indent=2, default=str)
        self.stdout.write(text.encode("utf-8", "backslashreplace").decode("utf-8"))
