"""Front door URLs."""

from __future__ import annotations

from django.urls import include, path

from jiefen.shared.later import later

account = later("jiefen.web.portal.account")
asking = later("jiefen.web.portal.asking")
handover = later("jiefen.web.portal.handover")
home = later("jiefen.web.portal.home")
law = later("jiefen.web.portal.law")
searching = later("jiefen.web.portal.searching")
sign_in = later("jiefen.web.portal.sign_in")
sitemap = later("jiefen.web.portal.sitemap")

urlpatterns = [
    path("", include("jiefen.web.portal.directory.urls")),
    path("", include("jiefen.web.portal.articles.urls")),
    path("", home.home, name="home"),
    path("answer/", asking.answer_page, name="answer"),
    path("suggest/", asking.suggest, name="suggest"),
    path("lanes/<slug:slug>/", home.lane_today, name="lane_today"),
    path("law/", law.law_index, name="law_index"),
    path("law/<str:law>/", law.law_page, name="law_page"),
    path("law/<str:law>/<slug:article>/", law.article_page, name="law_article"),
    path("search/", searching.search, name="search"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap_index, name="sitemap"),
    path("sitemap-<slug:name>-<int:number>.xml", sitemap.sitemap_part, name="sitemap_part"),
    path("ask/with-words/", handover.handover, name="ask_handover"),
    path("ask/", include("jiefen.web.portal.ask_urls")),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-in/code/send/", sign_in.sign_in_send, name="sign_in_send"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/organisation/", account.choose_organisation, name="choose_organisation"),
    path("account/password/", account.change_password, name="change_password"),
]
