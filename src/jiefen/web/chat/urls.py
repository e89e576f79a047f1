"""Where the panel's forms go."""

from __future__ import annotations

from django.urls import path

from jiefen.shared.later import later

files = later("jiefen.web.chat.files")
views = later("jiefen.web.chat.views")

urlpatterns = [
    path("<slug:public_id>/", views.page, name="chat_page"),
    path("<slug:public_id>/messages/", views.send, name="chat_send"),
    path("<slug:public_id>/withdraw/", views.take_back, name="chat_withdraw"),
    path("<slug:public_id>/notes/", views.note, name="chat_note"),
    path("<slug:public_id>/files/", files.send_file, name="chat_send_file"),
    path("<slug:public_id>/files/<int:seq>/", files.file, name="chat_file"),
    path("<slug:public_id>/export/", files.export, name="chat_export"),
]
