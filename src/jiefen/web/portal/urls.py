"""Front door URLs."""

from __future__ import annotations

from django.urls import include, path

from jiefen.web.portal import account, home, sign_in

urlpatterns = [
    path("", home.home, name="home"),
    path("ask/", include("jiefen.web.portal.ask_urls")),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("sign-in/code/send/", sign_in.sign_in_send, name="sign_in_send"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("account/organisation/", account.choose_organisation, name="choose_organisation"),
    path("account/password/", account.change_password, name="change_password"),
]
