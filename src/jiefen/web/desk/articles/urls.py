"""URLs of articles at the desk."""

from django.urls import path

from jiefen.shared.later import later

complaints = later("jiefen.web.desk.articles.complaints")
editor = later("jiefen.web.desk.articles.editor")
listing = later("jiefen.web.desk.articles.listing")

urlpatterns = [
    path("articles/", listing.own, name="desk_articles"),
    path("articles/new/", editor.start_article, name="desk_article_new"),
    path("articles/<int:pk>/", editor.edit_article, name="desk_article"),
    path("articles/<int:pk>/autosave/", editor.autosave_article, name="desk_article_autosave"),
    path("articles/<int:pk>/preview/", editor.preview_article, name="desk_article_preview"),
    path("articles/<int:pk>/recall/", listing.recall_article, name="desk_article_recall"),
    path("articles/<int:pk>/discard/", listing.discard_article, name="desk_article_discard"),
    path("articles/<int:pk>/withdraw/", listing.withdraw_article, name="desk_article_withdraw"),
    path("articles/complaints/", complaints.own_complaints, name="desk_complaints"),
    path("articles/complaints/<int:pk>/", complaints.own_complaint, name="desk_complaint"),
]
