"""What our commands share: an up-to-date database, refusals as sentences on stderr, JSON on stdout."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from jiefen.rules.errors import RuleError


def ensure_migrated() -> bool:
    """Bring the database up to date; stdout stays clean. True when something had to be done.

    Told by the files' names beside what the database remembers: to import some hundred migrations at every start only
    to learn that nothing is to be done would cost a tenth of a second.
    """
    if _migration_files() <= MigrationRecorder(connection).applied_migrations().keys():
        return False
    call_command("migrate", interactive=False, verbosity=0, stdout=sys.stderr)
    return True


def _migration_files() -> set[tuple[str, str]]:
    """(application, migration) of every migration there is."""
    return {
        (config.label, file.stem)
        for config in apps.get_app_configs()
        for file in Path(config.path, "migrations").glob("[0-9]*.py")
    }


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
