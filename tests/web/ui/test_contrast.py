"""Every pair of colours that carries words or edges, computed from tokens.css itself (WCAG 2.2 AA)."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from jiefen.web.ui import bundle

TOKENS = (bundle.STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
SHEETS = ("paper", "surface", "raised")
INKS = ("ink", "ink-2", "ink-3", "primary", "attention", "deadline", "info")
SOFT = ("primary-soft", "attention-soft", "deadline-soft", "info-soft", "neutral-soft")

TEXT = [(ink, sheet) for ink in INKS for sheet in SHEETS]
TEXT += [("ink", soft) for soft in SOFT] + [("ink-2", soft) for soft in SOFT]
TEXT += [("primary", "primary-soft"), ("attention", "attention-soft"), ("deadline", "deadline-soft")]
TEXT += [("info", "info-soft"), ("primary-deep", "primary-soft"), ("on-primary", "primary")]
TEXT += [("on-primary", "primary-deep"), ("paper", "ink"), ("primary", "neutral-soft")]
EDGES = [("line-strong", sheet) for sheet in SHEETS] + [("primary", sheet) for sheet in SHEETS]
EDGES += [("attention-mark", "raised"), ("deadline", "raised"), ("info", "raised"), ("primary", "neutral-soft")]
LINES = [("primary", "raised"), ("step-3", "raised"), ("step-4", "raised"), ("step-5", "raised")]


def _block(selector: str) -> dict[str, str]:
    body = TOKENS.split(selector, 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body))


LIGHT = _block(":root {")
DARK = {**LIGHT, **_block(':root:not([data-theme="light"]) {')}
CHOSEN = _block(':root[data-theme="dark"] {')


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_agrees_with_known_pairs() -> None:
    assert round(_contrast("#000000", "#ffffff"), 2) == 21.00
    assert round(_contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "sheet"), TEXT)
def test_words_are_readable(theme: dict[str, str], ink: str, sheet: str) -> None:
    assert _contrast(theme[ink], theme[sheet]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "sheet"), EDGES + LINES)
def test_edges_and_marks_are_visible(theme: dict[str, str], edge: str, sheet: str) -> None:
    assert _contrast(theme[edge], theme[sheet]) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_steps_of_one_hue_run_one_way(theme: dict[str, str]) -> None:
    away = [_contrast(theme[f"step-{i}"], theme["raised"]) for i in range(1, 6)]
    assert away == sorted(away)
    assert all(later / earlier > 1.25 for earlier, later in pairwise(away))


def test_the_two_dark_blocks_say_the_same() -> None:
    assert _block(':root:not([data-theme="light"]) {') == CHOSEN
    assert len(CHOSEN) > 20


def test_every_colour_comes_from_a_token() -> None:
    folder = Path(bundle.STATIC / "css")
    strays = {p.name: re.findall(r"#[0-9a-fA-F]{3,8}\b", p.read_text("utf-8")) for p in folder.glob("*.css")}
    assert {name for name, found in strays.items() if found} == {"tokens.css"}
