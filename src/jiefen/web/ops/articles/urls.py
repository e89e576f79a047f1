"""URLs of articles on the operator's side."""

from django.urls import path

from jiefen.shared.later import later

complaints = later("jiefen.web.ops.articles.complaints")
published = later("jiefen.web.ops.articles.published")
reviews = later("jiefen.web.ops.articles.reviews")

urlpatterns = [
    path("articles/", reviews.queue, name="ops_articles"),
    path("articles/reviews/<int:pk>/", reviews.review, name="ops_review"),
    path("articles/published/", published.published, name="ops_published"),
    path("articles/published/<int:pk>/", published.manage, name="ops_article"),
    path("articles/complaints/", complaints.complaints, name="ops_complaints"),
    path("articles/complaints/<int:pk>/", complaints.complaint, name="ops_complaint"),
    path(
        "articles/complaints/<int:pk>/acknowledge/", complaints.acknowledge_complaint, name="ops_complaint_acknowledge"
    ),
]
