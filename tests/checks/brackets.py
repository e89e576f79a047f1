"""Brackets in what people read: around Chinese words they are full-width, 欠费（元）, in templates and in headings."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

IN_PAGES = re.compile(r"\((?=[^()\n]{0,24}[\u4e00-\u9fff])[^()\n]{1,24}\)")
COMMENTS = re.compile(r"\{%\s*comment.*?endcomment\s*%\}|\{#.*?#\}|<!--.*?-->|<script.*?</script>", re.DOTALL)
MARKUP = re.compile(r"\{\{.*?\}\}|<[a-z/][^>]*>", re.DOTALL)
# Code is full of brackets that nobody reads; a unit alone in brackets is a heading.
UNIT = re.compile(r"\((?:元|分|秒|分钟|天|次|笔|户|人|件|条|位|㎡|万元)\)")


def bracket_problems(root: Path) -> list[str]:
    """Every place under ``root``/src with half-width brackets around Chinese words; empty when all is well."""
    return [*_of_templates(root), *_of_code(root)]


def _of_templates(root: Path) -> Iterator[str]:
    for path in sorted((root / "src").rglob("*.html")):
        text = _without(COMMENTS, path.read_text(encoding="utf-8"))
        shown = _without(MARKUP, text)
        for number, (whole, seen) in enumerate(zip(text.splitlines(), shown.splitlines(), strict=True), 1):
            if hit := IN_PAGES.search(seen) or UNIT.search(whole):
                yield f"{path.relative_to(root)}:{number}: {hit[0]} needs full-width brackets"


def _without(pattern: re.Pattern[str], text: str) -> str:
    """``text`` with blanks where ``pattern`` is, its lines where they were."""
    return pattern.sub(lambda hit: re.sub(r"[^\n]", " ", hit[0]), text)


def _of_code(root: Path) -> Iterator[str]:
    """Units in the surfaces' strings, but for the docstrings."""
    for path in sorted((root / "src").rglob("web/**/*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        said = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs)
        for node in said:
            if isinstance(node.value, str) and (hit := UNIT.search(node.value)):
                yield f"{path.relative_to(root)}:{node.lineno}: {hit[0]} needs full-width brackets"
