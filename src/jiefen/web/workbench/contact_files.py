"""A photo or voice note of a contact: who may see the household may open it, and every look is logged."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jiefen.accounts.roles import Capability
from jiefen.collection.actions import open_attachment
from jiefen.shared import clock
from jiefen.web.gate import signed_in
from jiefen.web.session import actor_of
from jiefen.web.workbench.byte_ranges import is_ranged, ranged

_INLINE: Final = ("image/", "audio/")
_SHUT: Final = "default-src 'none'; sandbox"  # whatever the bytes are, they run nothing and load nothing


@require_safe
@signed_in(Capability.VIEW_HOUSEHOLD)
def contact_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The decrypted bytes, shown in the browser when they are a picture or sound, else only saved.

    In parts when asked so: Safari plays no sound from a server that cannot give it a part.
    """
    row, data = open_attachment(attachment_id=pk, in_parts=is_ranged(request), by=actor_of(request), at=clock.now())
    shown = row.media_type.startswith(_INLINE)
    kind = row.media_type if shown else "application/octet-stream"
    response = ranged(request, data, kind, f'"{row.sha256}"')
    name = f"{row.kind}-{row.pk}.{row.media_type.rpartition('/')[2]}"
    response["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _SHUT
    return response
