"""Files of one JSON object a line: errors name the line, output appears only when it is complete.

Half a surrogate pair from somebody's file is written back as the escape it was.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from jiefen.rules.errors import RuleError

MOST_REPEATS: Final = 3  # that are named one by one


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, object) of every line that is not blank; UTF-8, a byte order mark is allowed.

    Raises RuleError json_lines.no_file, .not_utf8 or .bad_line.
    """
    try:
        raw = path.read_bytes()
    except OSError:
        raise RuleError(f"没有找到文件 {path}，或它打不开。请检查路径。", code="json_lines.no_file") from None
    for number, line in enumerate(raw.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield number, _object(line, number)


def read_questions(
    path: Path, *, id_field: str, text_field: str, say: Callable[[str], object]
) -> Iterator[tuple[str | int | float, str]]:
    """(id, text) of every line; ``say`` is told of an id that stands twice: both lines are answered.

    Raises RuleError as ``read_lines``, and json_lines.bad_id, .bad_text.
    """
    seen: dict[str | int | float, int] = {}
    repeats = 0
    for number, row in read_lines(path):
        own, text = _identity(row, id_field, number), row.get(text_field)
        if not isinstance(text, str):
            raise RuleError(
                f"第 {number} 行要有 {text_field}，写一段放在引号里的文字（可以是空的）。", code="json_lines.bad_text"
            )
        if own in seen:
            repeats += 1
            if repeats <= MOST_REPEATS:
                say(f"第 {number} 行的 {id_field} 和第 {seen[own]} 行相同，两行都会答。")
        seen.setdefault(own, number)
        yield own, text
    if repeats > MOST_REPEATS:
        say(f"一共有 {repeats} 行的 {id_field} 和前面的相同。")


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write one object a line, replacing ``path`` only when every row is there; returns how many."""
    unfinished = path.with_name(f"{path.name}.new")
    try:
        with unfinished.open("w", encoding="utf-8", errors="backslashreplace") as file:
            many = sum(1 for row in rows if file.write(json.dumps(row, ensure_ascii=False) + "\n"))
        unfinished.replace(path)
    except OSError:
        raise RuleError(f"写不了文件 {path}。请检查文件夹和权限。", code="json_lines.not_writable") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return many


def _object(line: bytes, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_once)
    except UnicodeDecodeError:
        raise RuleError(f"第 {number} 行不是 UTF-8。请另存为 UTF-8 再试。", code="json_lines.not_utf8") from None
    except json.JSONDecodeError as error:
        raise RuleError(
            f"第 {number} 行不是 JSON，从第 {error.pos + 1} 个字起读不下去。请检查引号、逗号和括号。",
            code="json_lines.bad_line",
        ) from None
    except _Twice as error:
        raise RuleError(f"第 {number} 行里“{error}”写了两次，不知道要用哪一个。", code="json_lines.bad_line") from None
    except (ValueError, RecursionError):
        raise RuleError(
            f"第 {number} 行有读不了的内容：数太长、NaN 这样不是数的数，或者括号套得太深。", code="json_lines.bad_line"
        ) from None
    if not isinstance(found, dict):
        raise RuleError(f"第 {number} 行要是一个 JSON 对象，写在花括号里。", code="json_lines.bad_line")
    return found


def _identity(row: Mapping[str, Any], field: str, number: int) -> str | int | float:
    """The line's own name: a text or a number, so that who reads the answers finds the question again."""
    own = row.get(field)
    if isinstance(own, bool) or not isinstance(own, str | int | float) or own == "":
        raise RuleError(f"第 {number} 行要有 {field}，写一段文字或一个数。", code="json_lines.bad_id")
    if isinstance(own, float) and not math.isfinite(own):
        raise RuleError(f"第 {number} 行的 {field} 大得读不出来，请写成文字。", code="json_lines.bad_id")
    return own


class _Twice(Exception):
    """A name that stands twice in one object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found


def _no_number(name: str) -> None:
    raise ValueError(name)
