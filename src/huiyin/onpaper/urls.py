"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "onpaper"
urlpatterns: list[URLPattern | URLResolver] = [
    path("on-paper/", views.today, name="today"),
    path("on-paper/print/", views.print_day, name="print"),
    path("on-paper/morning/", views.wish, name="wish"),
    path("on-paper/morning/<slug:public_id>/", views.morning, name="morning"),
    path("on-paper/<slug:public_id>/", views.sheet, name="sheet"),
    path("on-paper/<slug:public_id>/print/", views.printed, name="printed"),
]
