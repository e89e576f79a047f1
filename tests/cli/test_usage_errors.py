"""A command line somebody mistyped: one Chinese sentence on stderr, exit code 2, nothing on stdout."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class

from jiefen.cli.parser import CommandLine, in_chinese

OURS = sorted(name for name, app in get_commands().items() if app == "jiefen.cli")
MISTYPED = {
    "nothing after the command": ("import_arrears", "还缺：文件。"),
    "two things missing": ("create_organisation 云栖物业", "还缺：--admin-phone、--admin-name。"),
    "one word too many": ("undo_import 3 4", "不认得：4。"),
    "an option nobody knows": ("import_arrears a.csv --jsn", "不认得：--jsn。"),
    "no such choice": ("import_sheet --kind x a.csv", "--kind：没有“x”，可以写 payments、service_records、repair_tickets。"),
    "no number": ("retrieve --jsonl a b --k viele", "--k：应是整数，现在是“viele”。"),
    "no such day": ("plan_night --today 2026-13-01", "--today：应是日期，写成 2026-01-31 的样子，现在是“2026-13-01”。"),
    "a type of ours": ("undo_import drei", "导入编号：应是导入编号，例如 3，现在是“drei”。"),
    "a share": ("simulate_dispatch --acceptance 2", "--acceptance：要写 0 到 1 之间的小数，例如 0.35。"),
    "a value too few": ("classify --jsonl a", "--jsonl：后面要写 2 个值。"),
    "no value": ("import_arrears a.csv --estate", "--estate：后面要写一个值。"),
    "a value where none belongs": ("import_arrears a.csv --dry-run=ja", "--dry-run：后面不用写值，现在是“ja”。"),
    "two that exclude each other": ("train_obstacles --corrections a --packaged", "--packaged：不能和 --corrections 一起用。"),
}  # fmt: skip


def run(words: str) -> int:
    """Exit code of ``./run manage WORDS``; usage errors never come as far as the database."""
    with pytest.raises(SystemExit) as ended:
        CommandLine(["__main__.py", *words.split()]).execute()
    return ended.value.code or 0


@pytest.mark.parametrize("name", MISTYPED)
def test_a_mistyped_command_line(name, capsys):
    words, sentence = MISTYPED[name]
    assert run(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert sentence in err
    assert err.startswith(f"用法：./run manage {words.split()[0]} ")
    assert not re.search(r"usage|error|argument|__main__", err)


def test_an_ambiguous_abbreviation_names_what_it_could_be(capsys):
    assert run("import_arrears a --no-c --ver") == 2
    assert "“--ver”不明确，可能是 --version、--verbosity。" in capsys.readouterr().err


@pytest.mark.parametrize("words", ["impor_arrears", "help impor_arrears"])
def test_a_command_that_does_not_exist_is_told_with_the_nearest(words, capsys):
    assert run(words) == 2
    out, err = capsys.readouterr()
    assert (out, err) == ("", "没有“impor_arrears”这个命令。是不是 import_arrears？全部命令：./run manage help\n")


@pytest.mark.parametrize("name", OURS)
def test_help_is_chinese_and_on_stdout(name, capsys):
    assert run(f"{name} --help") == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith(f"用法：./run manage {name} ")
    assert re.search(r"\n选项:\n +-h, --help +显示这段说明", out)
    described = load_command_class("jiefen.cli", name).help
    assert re.search(r"[\u4e00-\u9fff]", described)


@pytest.mark.parametrize("name", OURS)
def test_every_argument_of_ours_is_explained_in_chinese(name):
    parser = load_command_class("jiefen.cli", name).create_parser("", name)
    explained = [action.help for action in parser._actions if action.help]
    assert [text for text in explained if not re.search(r"[\u4e00-\u9fff]", text)] == []


def test_the_list_of_commands_has_ours_first_and_every_one(capsys):
    CommandLine(["__main__.py", "help"]).execute()
    lines = capsys.readouterr().out.split()
    assert [name for name in OURS if name not in lines] == []
    assert lines.index("import_arrears") < lines.index("migrate")


def test_called_from_a_program_it_is_a_command_error():
    with pytest.raises(CommandError, match=r"^还缺：文件。$"):
        call_command("import_arrears", stdout=io.StringIO())


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        ("argument --k: invalid choice: 7 (choose from 1, 2)", "--k：没有“7”，可以写 1、2。"),  # Python 3.12 and later
        ("argument x: expected at least one argument", "x：后面至少写一个值。"),
        ("one of the arguments -a --beta is required", "这几个要写一个：-a、--beta。"),
        ("something new in Python 3.20", "something new in Python 3.20。"),
        ("文件里有“argument x: y”。", "文件里有“argument x: y”。"),
    ],
)
def test_sentences_of_other_versions(message, sentence):
    assert in_chinese(message) == sentence
