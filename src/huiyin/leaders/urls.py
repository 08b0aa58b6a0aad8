"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "leaders"
urlpatterns: list[URLPattern | URLResolver] = [
    path("leaders/", views.board, name="board"),
    path("leaders/cases/<slug:public_id>/", views.lead, name="lead"),
    path("leaders/handovers/<slug:public_id>/", views.handover, name="handover"),
    path("leaders/sheet/", views.sheet, name="sheet"),
    path("leaders/sheet/<slug:post>/<slug:year>/", views.sheet, name="sheet-of"),
]
