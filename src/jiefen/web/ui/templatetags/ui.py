"""The builtin template library: importing the tag modules fills it."""

from __future__ import annotations

from jiefen.web.ui.library import register
from jiefen.web.ui.tags import actions, charts, content, filters, forms, furniture, shell, tables

__all__ = ["actions", "charts", "content", "filters", "forms", "furniture", "register", "shell", "tables"]
