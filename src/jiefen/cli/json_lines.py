"""Files of one JSON object a line: errors name the line, output appears only when it is complete."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jiefen.rules.errors import RuleError


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


def write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write one object a line, replacing ``path`` only when every row is there; returns how many."""
    unfinished = path.with_name(f"{path.name}.new")
    try:
        with unfinished.open("w", encoding="utf-8") as file:
            many = sum(1 for row in rows if file.write(json.dumps(row, ensure_ascii=False) + "\n"))
        unfinished.replace(path)
    except OSError:
        raise RuleError(f"写不了文件 {path}。请检查文件夹和权限。", code="json_lines.not_writable") from None
    finally:
        unfinished.unlink(missing_ok=True)
    return many


def _object(line: bytes, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise RuleError(f"第 {number} 行不是 UTF-8。请另存为 UTF-8 再试。", code="json_lines.not_utf8") from None
    except json.JSONDecodeError as error:
        raise RuleError(
            f"第 {number} 行不是 JSON，从第 {error.pos + 1} 个字起读不下去。请检查引号、逗号和括号。",
            code="json_lines.bad_line",
        ) from None
    if not isinstance(found, dict):
        raise RuleError(f"第 {number} 行要是一个 JSON 对象，写在花括号里。", code="json_lines.bad_line")
    return found
