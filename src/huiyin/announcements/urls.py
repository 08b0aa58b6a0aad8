"""Addresses of this room."""

from __future__ import annotations

from django.urls import path

from .views import classes, notices

app_name = "announcements"
urlpatterns = [
    path("notices/", notices.notice_list, name="list"),
    path("notices/new/", notices.new, name="new"),
    path("notices/classes/", classes.pages, name="classes"),
    path("notices/classes/sheets/", classes.sheets, name="sheets"),
    path("notices/<slug:public_id>/", notices.notice, name="notice"),
    path("notices/<slug:public_id>/print/", notices.printed, name="printed"),
    path("notices/<slug:public_id>/paper/<slug:file_id>", notices.paper, name="paper"),
    path("class/<slug:public_id>/", classes.class_page, name="class"),
    path("class/<slug:public_id>/paper/<slug:file_id>", classes.class_paper, name="class-paper"),
]
