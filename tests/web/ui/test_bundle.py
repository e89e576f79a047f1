"""House rules of the design system's files, checked on the files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jiefen.web import ui
from jiefen.web.ui import bundle

ROOT = Path(ui.__file__).parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SPRITE = set(re.findall(r'id="i-([a-z-]+)"', (ROOT / "templates/ui/sprite.html").read_text("utf-8")))


def _id(path: Path) -> str:
    return str(path.relative_to(ROOT / "templates"))


def test_the_bundle_is_fresh() -> None:
    assert bundle.TARGET.read_text("utf-8") == bundle.bundle(), "run python -m jiefen.web.ui.bundle"


def test_the_bundle_holds_every_component_once_and_print_last() -> None:
    names = [path.stem for path in bundle.sources()]
    assert names[:3] == ["tokens", "base", "layout"]
    assert names[-1] == "print"
    assert sorted(names) == sorted(path.stem for path in (bundle.STATIC / "css").glob("*.css"))


@pytest.mark.parametrize("path", TEMPLATES, ids=_id)
def test_a_template_is_short_and_keeps_the_content_policy(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 150
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=_id)
def test_a_template_names_only_icons_there_are(path: Path) -> None:
    text = path.read_text("utf-8")
    used = re.findall(r'{% icon "([^"]+)"', text) + re.findall(r'\bicon="([^"]+)"', text)
    assert set(used) <= SPRITE


def test_nothing_moves_longer_than_180_ms_and_nothing_where_motion_is_unwanted() -> None:
    text = bundle.bundle()
    durations = [int(ms) for ms in re.findall(r"(?<!\d)(\d+)ms", text)]
    assert max(durations) <= 180
    assert "prefers-reduced-motion: reduce" in text
    for path in bundle.sources():
        for moving in re.findall(r"^(\s*)animation: (?!none)", path.read_text("utf-8"), re.M):
            assert moving == "    ", f"{path.name}: an animation outside prefers-reduced-motion: no-preference"


def test_sizes_come_from_the_scale() -> None:
    sizes = {s for path in bundle.sources() for s in re.findall(r"font-size: ([^;]+);", path.read_text("utf-8"))}
    assert {s for s in sizes if not s.startswith("var(--text-")} == {"16px", "17px", "11pt", "0.94em", "0.62em"}


@pytest.mark.parametrize("name", ["400", "500", "offline"])
def test_pages_for_bad_times_need_no_context_and_no_manifest(name: str) -> None:
    text = (ROOT / "templates" / f"{name}.html").read_text("utf-8")
    assert "{% extends" not in text and "{% static" not in text and "{{" not in text
    assert '"/static/ui/jiefen.css"' in text
    assert re.findall(r"{%.*?%}", text) == ['{% include "ui/brand.html" %}']
