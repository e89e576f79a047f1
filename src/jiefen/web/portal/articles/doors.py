"""Where an article leads: pages of law, of lawyers, and the box to ask. A page that does not exist is no link."""

from __future__ import annotations

from typing import Final

from django.urls import reverse

from jiefen.articles.telling import secret_of
from jiefen.web.portal.pages import page_url

# URL names of other parts of the front door; their arguments are below.
LAW_PAGE: Final = "law_article"
PROFILE: Final = "lawyer_profile"
ASK: Final = "ask"


def law_address(law: str, article: int, branch: int) -> str:
    """The page of an article of law, empty while there is none."""
    return page_url(LAW_PAGE, law, f"{article}-{branch}" if branch else str(article))


def profile_address(lawyer_id: int) -> str:
    """A lawyer's own page, empty while there is none."""
    return page_url(PROFILE, lawyer_id)


def ask_address() -> str:
    """Where a question is asked: the front page while there is nothing nearer."""
    return page_url(ASK) or reverse("home")


def status_address(grievance_id: int) -> str:
    """The secret address of a complaint's own page."""
    return reverse("article_complaint_link", args=[grievance_id, secret_of(grievance_id)])
