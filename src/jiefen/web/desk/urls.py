"""Desk URLs."""

from django.urls import include, path

from jiefen.shared.later import later

card = later("jiefen.web.desk.card")
conflicts = later("jiefen.web.desk.conflicts")
firm = later("jiefen.web.desk.firm")

urlpatterns = [
    path("", include("jiefen.web.desk.reception.urls")),
    path("", include("jiefen.web.desk.articles.urls")),
    path("card/", card.desk_card, name="desk_card"),
    path("card/capacity/", card.desk_capacity, name="desk_capacity"),
    path("card/introduction/", card.desk_introduction, name="desk_introduction"),
    path("firm/", firm.desk_firm, name="desk_firm"),
    path("firm/leave/", firm.desk_firm_leave, name="desk_firm_leave"),
    path("conflicts/", conflicts.desk_conflicts, name="desk_conflicts"),
    path("conflicts/import/", conflicts.desk_conflicts_import, name="desk_conflicts_import"),
    path("conflicts/<int:party_id>/end/", conflicts.desk_conflict_end, name="desk_conflict_end"),
    path("conflicts/<int:party_id>/remove/", conflicts.desk_conflict_remove, name="desk_conflict_remove"),
]
