"""A conversation to take along: one page that any browser opens, and the files beside it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from itertools import pairwise
from urllib.parse import quote

from django.template.loader import render_to_string

from jiefen.chat.actions.transcripts import note_export
from jiefen.chat.models import Seat
from jiefen.chat.queries import Line, bytes_of, lines_after, seats_of
from jiefen.shared.clock import CHINA


def export_for_client(*, by: Seat, at: dt.datetime) -> bytes:
    """A zip with ``对话.html`` and a folder ``附件``, everything the seat may read. Withdrawn messages leave their place.

    The audit keeps that it was taken along, not what it said.
    """
    lines = _every_line(by)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("对话.html", _page(by, lines, at))
        for line in lines:
            if line.attachment is not None and file_name(line):
                packed.writestr(f"附件/{file_name(line)}", bytes_of(line.attachment))
    note_export(by=by, at=at)
    return out.getvalue()


def file_name(line: Line) -> str:
    """A name that is unique within the conversation: its number before it; empty for a message without a file to keep."""
    if line.attachment is None or line.withdrawn:
        return ""
    return f"{line.message.seq:04d}-{line.attachment.name}"


def _every_line(by: Seat) -> list[Line]:
    lines: list[Line] = []
    while page := lines_after(by, lines[-1].message.seq if lines else 0, most=500):
        lines += page
    return lines


def _page(by: Seat, lines: list[Line], at: dt.datetime) -> str:
    stamps = [line.message.sent_at.astimezone(CHINA) for line in lines]
    new_day = [True, *(one.date() != other.date() for one, other in pairwise(stamps))]
    rows = [
        {"line": line, "at": stamp, "new_day": first, "file": file_name(line), "href": f"附件/{quote(file_name(line))}"}
        for line, stamp, first in zip(lines, stamps, new_day, strict=False)
    ]
    people = seats_of(by.thread_id)
    return render_to_string("chat/export.html", {"rows": rows, "people": people, "at": at.astimezone(CHINA)})
