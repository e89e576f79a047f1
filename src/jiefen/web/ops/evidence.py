"""Evidence somebody uploaded, shown in a box of its own where no script runs; a PDF is only downloaded."""

from __future__ import annotations

from django.http import HttpResponse


def boxed(data: bytes, kind: str, name: str) -> HttpResponse:
    """``kind``: its content type, told from its content."""
    response = HttpResponse(data, content_type=kind)
    shown_as = "attachment" if kind == "application/pdf" else "inline"
    response["Content-Disposition"] = f'{shown_as}; filename="{name}.{kind.rpartition("/")[2]}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src 'self'"
    return response
