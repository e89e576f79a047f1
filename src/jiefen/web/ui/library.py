"""The one template library all tags and filters register with; settings make it a builtin."""

from __future__ import annotations

from django.template import Library

register = Library()
