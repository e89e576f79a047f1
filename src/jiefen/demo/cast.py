"""Who is who in the demo: one household per situation."""

from __future__ import annotations

from typing import Final

from jiefen.demo.cast_clocks import CLOCKS
from jiefen.demo.cast_reasons import REASONS
from jiefen.demo.story import Story

CAST: Final[tuple[Story, ...]] = (*REASONS, *CLOCKS)
