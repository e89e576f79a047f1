"""One stylesheet for the browser out of one file per component for people.

``python -m jiefen.web.ui.bundle`` writes ``static/ui/jiefen.css``; a test fails while it is stale. One request
instead of twenty, and a plain path that the pages without a database (500, offline) can name.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static" / "ui"
TARGET: Final = STATIC / "jiefen.css"
FIRST: Final = ("tokens", "base", "layout")
LAST: Final = ("print",)


def sources() -> list[Path]:
    """The component files in cascade order: foundations, components by name, print."""
    folder = STATIC / "css"
    fixed = {*FIRST, *LAST}
    middle = sorted(path.stem for path in folder.glob("*.css") if path.stem not in fixed)
    return [folder / f"{stem}.css" for stem in (*FIRST, *middle, *LAST)]


def bundle() -> str:
    """The text of the bundle; comments stay in the sources."""
    head = "/* Generated from css/*.css by python -m jiefen.web.ui.bundle */\n"
    return head + "\n".join(_without_comments(path.read_text(encoding="utf-8")).strip() for path in sources()) + "\n"


def _without_comments(text: str) -> str:
    while "/*" in text:
        before, rest = text.split("/*", 1)
        text = before + rest.split("*/", 1)[1].lstrip("\n")
    return text


if __name__ == "__main__":
    TARGET.write_text(bundle(), encoding="utf-8")
