"""URLs of articles for readers."""

from __future__ import annotations

from django.urls import path

from jiefen.shared.later import later

complaints = later("jiefen.web.portal.articles.complaints")
feed = later("jiefen.web.portal.articles.feed")
listing = later("jiefen.web.portal.articles.listing")
marks = later("jiefen.web.portal.articles.marks")
pictures = later("jiefen.web.portal.articles.pictures")
reading = later("jiefen.web.portal.articles.reading")

urlpatterns = [
    path("articles/", listing.articles, name="articles"),
    path("articles/favourites/", listing.favourite_articles, name="article_favourites"),
    path("articles/feed.xml", feed.article_feed, name="article_feed"),
    path("articles/complaints/<int:pk>/", complaints.complaint, name="article_complaint"),
    path("articles/complaints/<int:pk>/withdraw/", complaints.withdraw_complaint, name="article_complaint_withdraw"),
    path("articles/complaints/<int:pk>/appeal/", complaints.appeal_complaint, name="article_complaint_appeal"),
    path("articles/complaints/<int:pk>-<slug:secret>/", complaints.complaint, name="article_complaint_link"),
    path("articles/complaints/<int:pk>-<slug:secret>/withdraw/", complaints.withdraw_complaint, name="article_complaint_withdraw_link"),
    path("articles/complaints/<int:pk>-<slug:secret>/appeal/", complaints.appeal_complaint, name="article_complaint_appeal_link"),
    path("articles/pictures/<int:pk>-<str:fingerprint>/<int:width>.webp", pictures.article_picture, name="article_picture"),
    path("articles/pictures/<int:pk>-<str:fingerprint>/card.jpg", pictures.article_card, name="article_card"),
    path("articles/<int:pk>/like/", marks.mark_article, {"what": "like"}, name="article_like"),
    path("articles/<int:pk>/favourite/", marks.mark_article, {"what": "favourite"}, name="article_favourite"),
    path("articles/<int:pk>-<slug:slug>/", reading.article, name="article"),
    path("articles/<int:pk>-<slug:slug>/share/", marks.share_article, name="article_share"),
    path("articles/<int:pk>-<slug:slug>/complain/", complaints.complain, name="article_complain"),
]  # fmt: skip
