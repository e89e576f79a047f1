"""One byte range of a file, as browsers ask for it to play sound (RFC 9110, 14). Several ranges at once are not offered."""

from __future__ import annotations

import re
from typing import Final

from django.http import HttpRequest, HttpResponse

_ONE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII | re.IGNORECASE)


def ranged(request: HttpRequest, data: bytes, content_type: str, etag: str) -> HttpResponse:
    """The whole (200), the one part asked for (206), or 416 when the file has no such part.

    What is not understood counts as not asked, and so does a range of another version (``If-Range``).
    """
    span = asked_span(request, len(data), etag)
    if span is None:
        response = HttpResponse(data, content_type=content_type)
    elif not span:
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{len(data)}"
    else:
        response = HttpResponse(data[span.start : span.stop], content_type=content_type, status=206)
        response["Content-Range"] = f"bytes {span.start}-{span.stop - 1}/{len(data)}"
    response["Accept-Ranges"], response["ETag"] = "bytes", etag
    return response


def is_ranged(request: HttpRequest) -> bool:
    """Whether a part is asked for, as a player does again and again while it plays."""
    return request.method == "GET" and _ONE.fullmatch(request.headers.get("Range", "").strip()) is not None


def asked_span(request: HttpRequest, size: int, etag: str) -> range | None:
    """The bytes asked for; None: all of them; an empty range: there are none like that."""
    if not is_ranged(request) or request.headers.get("If-Range", etag) != etag:
        return None
    found = _ONE.fullmatch(request.headers["Range"].strip())
    first, last = found.groups() if found else ("", "")
    if not first and not last:
        return None
    if not first:
        return range(max(0, size - int(last)), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(size, int(last) + 1) if last else size)
