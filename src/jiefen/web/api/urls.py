"""Everything the API offers, in one place."""

from jiefen.web.api.collection import router as collection
from jiefen.web.api.door import api

api.add_router("", collection)

__all__ = ["api"]
