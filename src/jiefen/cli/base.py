"""What our commands share: an up-to-date database, refusals as sentences on stderr, JSON on stdout."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from jiefen.cli.parser import ChineseParser
from jiefen.rules.errors import RuleError

COMMON: Final[dict[tuple[str, ...], dict[str, Any]]] = {  # what every command of Django understands
    ("-v", "--verbosity"): {"default": 1, "type": int, "choices": [0, 1, 2, 3], "help": "说多少：0 最少，3 最多"},
    ("--settings",): {"help": "Django 设置模块，一般不用写"},
    ("--pythonpath",): {"help": "另外到这个文件夹里找模块，一般不用写"},
    ("--traceback",): {"action": "store_true", "help": "出错时打印完整的调用过程"},
    ("--no-color",): {"action": "store_true", "help": "不用颜色"},
    ("--force-color",): {"action": "store_true", "help": "总用颜色"},
}


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

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> ChineseParser:
        """The parser of this command, with what Django expects of every command."""
        del prog_name  # __main__.py: nobody types that
        parser = ChineseParser(
            prog=f"./run manage {subcommand}", description=self.help or None,
            called_from_command_line=getattr(self, "_called_from_command_line", None), **kwargs,
        )  # fmt: skip
        self.add_base_argument(
            parser, "--version", action="version", version=self.get_version(), help="显示 Django 的版本"
        )
        for names, options in COMMON.items():
            self.add_base_argument(parser, *names, **options)
        self.add_arguments(parser)
        return parser

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
