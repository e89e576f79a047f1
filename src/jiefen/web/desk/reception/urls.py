"""Reception at the lawyer's desk."""

from __future__ import annotations

from django.urls import path

from jiefen.shared.later import later

figures = later("jiefen.web.desk.reception.figures")
home = later("jiefen.web.desk.reception.home")
schedule = later("jiefen.web.desk.reception.schedule")
talks = later("jiefen.web.desk.reception.talks")

urlpatterns = [
    path("", home.home, name="desk"),
    path("now/", home.now, name="desk_now"),
    path("presence/", home.presence, name="desk_presence"),
    path("offers/<int:offer_id>/accept/", home.accept, name="offer_accept"),
    path("offers/<int:offer_id>/decline/", home.decline, name="offer_decline"),
    path("talks/<slug:public_id>/", talks.talk, name="desk_talk"),
    path("talks/<slug:public_id>/close/", talks.close, name="desk_talk_close"),
    path("talks/<slug:public_id>/return/", talks.give_back, name="desk_talk_return"),
    path("talks/<slug:public_id>/transfer/", talks.transfer, name="desk_talk_transfer"),
    path("talks/<slug:public_id>/hold/", talks.hold, name="desk_talk_hold"),
    path("figures/", figures.figures, name="desk_figures"),
    path("figures/ratings/<int:rating_id>/", figures.answer, name="rating_answer"),
    path("schedule/", schedule.schedule, name="desk_schedule"),
    path("schedule/<int:shift_id>/drop/", schedule.drop, name="shift_drop"),
    path("replies/", figures.replies, name="desk_replies"),
    path("replies/<int:reply_id>/drop/", figures.drop_reply, name="reply_drop"),
]
