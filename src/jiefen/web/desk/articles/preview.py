"""How a draft will look, and what will be said about it when it is handed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from jiefen.articles import folding, markdown
from jiefen.articles.citing import citations_of
from jiefen.articles.markdown import Rendered
from jiefen.articles.queries.pictures import drawn_pictures
from jiefen.rules.article_terms import graded_findings
from jiefen.rules.promotion_lint import Finding
from jiefen.statutes.citations import label_of


@dataclass(frozen=True)
class Preview:
    """The rendered text and the machine's reading of it."""

    title: str
    lead: str
    lead_is_own: bool
    area: str
    topic: str
    text: Rendered
    characters: int
    stops: tuple[Finding, ...]
    doubts: tuple[Finding, ...]
    cited: tuple[str, ...]
    unknown: tuple[str, ...]


def preview_of(article_id: int, draft: dict[str, str], *, today: dt.date) -> Preview:
    """Read a draft as it stands in the form; nothing is written."""
    title, body, lead = draft["title"], draft["body"], draft["lead"]
    plain = markdown.plain_text(body)
    stops, doubts = graded_findings("\n".join((title, lead, plain)), today)
    citations = citations_of(body, on=today)
    names = [(f"《{one.law}》{label_of(one.number, one.branch)}", one.is_known) for one in citations]
    area, topic = draft["area"], draft["topic"]
    if not area and plain:
        area, topic = folding.proposed_area(title, body, today=today)
    text = markdown.render(body, pictures=drawn_pictures(article_id, body, picture_address))
    return Preview(
        title, lead or folding.proposed_lead(title, body, today=today), bool(lead), area, topic, text,
        len(plain.replace("\n", "")), stops, doubts, tuple(name for name, known in names if known),
        tuple(name for name, known in names if not known),
    )  # fmt: skip


def picture_address(pk: int, fingerprint: str, width: int) -> str:
    """Where a picture is served."""
    return reverse("article_picture", args=[pk, fingerprint, width])
