"""The command line in Chinese: usage errors on stderr with exit code 2, ``--help`` on stdout.

Argparse builds its sentences itself and hands them to ``error`` as text. Its gettext hook would need a compiled catalogue
and the reader's locale, and would speak for every library in the process; so our parser turns the finished sentences, of
which there are a dozen, where they leave. One that a later Python words otherwise is shown as it is, behind our own words.
"""

from __future__ import annotations

import re
import sys
from argparse import SUPPRESS, Action
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import Any, Final, NoReturn

from django.core.management import ManagementUtility, get_commands
from django.core.management.base import CommandError, CommandParser, DjangoHelpFormatter

USAGE_ERROR: Final = 2  # as argparse has it
HEADINGS: Final = {"positional arguments": "参数", "options": "选项", "optional arguments": "选项"}
COUNTS: Final = {
    "one argument": "后面要写一个值",
    "at most one argument": "后面最多写一个值",
    "at least one argument": "后面至少写一个值",
}
TYPES: Final = {"int": "整数", "float": "数字", "fromisoformat": "日期，写成 2026-01-31 的样子"}


def _listed(text: str) -> str:
    """``'a', 'b'`` or ``a, b`` as a Chinese list."""
    return "、".join(part.strip().strip("'\"") for part in text.split(","))


SENTENCES: Final[list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]]] = [
    (re.compile(pattern, re.DOTALL), sentence)
    for pattern, sentence in (
        (r"the following arguments are required: (.+)", lambda m: f"还缺：{_listed(m[1])}。"),
        (r"unrecognized arguments: (.+)", lambda m: f"不认得：{m[1]}。"),
        (r"one of the arguments (.+) is required", lambda m: f"这几个要写一个：{m[1].replace(' ', '、')}。"),
        (r"ambiguous option: (\S+) could match (.+)", lambda m: f"“{m[1]}”不明确，可能是 {_listed(m[2])}。"),
        (r"not allowed with argument (.+)", lambda m: f"不能和 {m[1]} 一起用。"),
        (r"invalid choice: (.+?) \(choose from (.+?)\)", lambda m: f"没有“{_bare(m[1])}”，可以写 {_listed(m[2])}。"),
        (r"invalid (\w+) value: (.+)", lambda m: f"应是{TYPES.get(m[1], '能用的值')}，现在是“{_bare(m[2])}”。"),
        (r"expected (\d+) arguments?", lambda m: f"后面要写 {m[1]} 个值。"),
        (r"expected (.+)", lambda m: f"{COUNTS.get(m[1], m[1])}。"),
        (r"ignored explicit argument (.+)", lambda m: f"后面不用写值，现在是“{_bare(m[1])}”。"),
    )
]


def _bare(shown: str) -> str:
    return shown[1:-1] if len(shown) > 1 and shown[0] == shown[-1] and shown[0] in "'\"" else shown


def in_chinese(message: str) -> str:
    """A usage error of argparse as a Chinese sentence; what a type of ours says of its value stays as it is."""
    named = re.fullmatch(r"argument (.+?): (.+)", message, re.DOTALL)
    place, said = (f"{named[1]}：", named[2]) if named else ("", message)
    for pattern, sentence in SENTENCES:
        if found := pattern.fullmatch(said):
            return place + sentence(found)
    return f"{place}{said}" if said.endswith("。") else f"{place}{said}。"


class ChineseHelp(DjangoHelpFormatter):
    """Usage and headings in Chinese."""

    def add_usage(self, usage: Any, actions: Iterable[Action], *args: Any, **kwargs: Any) -> None:
        """The usage line, without what every command of Django understands."""
        kwargs.setdefault("prefix", "用法：")
        own = [action for action in actions if not self.show_last.intersection(action.option_strings)]
        super().add_usage(usage, own, *args, **kwargs)

    def start_section(self, heading: str | None) -> None:
        """A group of arguments under its Chinese name."""
        super().start_section(HEADINGS.get(heading or "", heading))


class ChineseParser(CommandParser):
    """A command's parser; ``prog`` is what a person types."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(formatter_class=ChineseHelp, add_help=False, **kwargs)
        self.add_argument("-h", "--help", action="help", default=SUPPRESS, help="显示这段说明")

    def error(self, message: str) -> NoReturn:
        """The usage and one sentence on stderr, exit code 2; called from a program: CommandError."""
        sentence = in_chinese(message)
        if not self.called_from_command_line:
            raise CommandError(sentence)
        self.print_usage(sys.stderr)
        self.exit(USAGE_ERROR, f"{sentence}每一项的意思：{self.prog} --help\n")


class CommandLine(ManagementUtility):
    """Django's command line: a command that does not exist is told in Chinese, and ours are listed first."""

    def fetch_command(self, subcommand: str) -> Any:
        """The command, or one sentence on stderr and exit code 2."""
        if subcommand in get_commands():
            return super().fetch_command(subcommand)
        alike = get_close_matches(subcommand, get_commands(), n=1)
        guess = f"是不是 {alike[0]}？" if alike else ""
        print(f"没有“{subcommand}”这个命令。{guess}全部命令：./run manage help", file=sys.stderr)
        sys.exit(USAGE_ERROR)

    def main_help_text(self, commands_only: bool = False) -> str:
        """Our commands, then those that came with Django and its like."""
        if commands_only:
            return super().main_help_text(commands_only=True)
        ours = sorted(f"  {name}" for name, app in get_commands().items() if app == "jiefen.cli")
        others = sorted({f"  {name}" for name in get_commands()} - set(ours))
        lines = ["用法：./run manage 命令 …", "", "解纷的命令（说明：./run manage 命令 --help）", *ours]
        return "\n".join([*lines, "", "Django 自带的，说明是英文", *others])
