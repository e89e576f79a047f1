"""Asking a lawyer: /ask/."""

from __future__ import annotations

from django.urls import path

from jiefen.shared.later import later

ask = later("jiefen.web.portal.ask")
ask_after = later("jiefen.web.portal.ask_after")
ask_delete = later("jiefen.web.portal.ask_delete")
ask_question = later("jiefen.web.portal.ask_question")

urlpatterns = [
    path("", ask.begin, name="ask"),
    path("<slug:public_id>/", ask_question.question, name="ask_question"),
    path("<slug:public_id>/names/", ask.names, name="ask_names"),
    path("<slug:public_id>/words/", ask.words, name="ask_words"),
    path("<slug:public_id>/check/", ask.check, name="ask_check"),
    path("<slug:public_id>/drop/", ask.drop, name="ask_drop"),
    path("<slug:public_id>/delete/", ask_delete.delete, name="ask_delete"),
    path("<slug:public_id>/state/", ask_question.state, name="ask_state"),
    path("<slug:public_id>/do/<slug:what>/", ask_question.do, name="ask_do"),
    path("<slug:public_id>/feedback/", ask_after.feedback, name="ask_feedback"),
    path("<slug:public_id>/rating/", ask_after.rating, name="ask_rating"),
    path("<slug:public_id>/contact/", ask_after.contact, name="ask_contact"),
    path("<slug:public_id>/grievance/", ask_after.grievance, name="ask_grievance"),
]
