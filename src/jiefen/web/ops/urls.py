"""Operator URLs."""

from django.urls import include, path

from jiefen.shared.later import later

lawyer_extras = later("jiefen.web.ops.lawyer_extras")
lawyers = later("jiefen.web.ops.lawyers")
owner = later("jiefen.web.ops.owner")
penalties = later("jiefen.web.ops.penalties")

urlpatterns = [
    path("", include("jiefen.web.ops.service.urls")),
    path("", include("jiefen.web.ops.articles.urls")),
    path("", include("jiefen.web.ops.areas.urls")),
    path("lawyers/", lawyers.ops_lawyers, name="ops_lawyers"),
    path("lawyers/import/", lawyer_extras.ops_lawyer_import, name="ops_lawyer_import"),
    path("lawyers/import/confirm/", lawyer_extras.ops_lawyer_import_confirm, name="ops_lawyer_import_confirm"),
    path("lawyers/introductions/", lawyer_extras.ops_introductions, name="ops_introductions"),
    path("lawyers/<int:lawyer_id>/", lawyers.ops_lawyer, name="ops_lawyer"),
    path("lawyers/<int:lawyer_id>/evidence/", lawyers.ops_evidence, name="ops_evidence"),
    path("lawyers/<int:lawyer_id>/owner/", owner.ops_lawyer_owner, name="ops_lawyer_owner"),
    path("lawyers/<int:lawyer_id>/matters/", lawyer_extras.ops_matter_add, name="ops_matter_add"),
    path(
        "lawyers/<int:lawyer_id>/introduction/", lawyer_extras.ops_introduction_decide, name="ops_introduction_decide"
    ),
    path("<slug:whom>s/<int:pk>/penalties/", penalties.ops_penalties, name="ops_penalties"),
    path("penalties/<int:penalty_id>/withdraw/", penalties.ops_penalty_withdraw, name="ops_penalty_withdraw"),
    path("penalties/<int:penalty_id>/evidence/", penalties.ops_penalty_evidence, name="ops_penalty_evidence"),
    path("lawyers/<int:lawyer_id>/<slug:decision>/", lawyers.ops_lawyer_decide, name="ops_lawyer_decide"),
    path("firms/", lawyer_extras.ops_firms, name="ops_firms"),
]
