"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "agenda"
urlpatterns: list[URLPattern | URLResolver] = [
    path("agenda/", views.week, name="week"),
    path("agenda/print/", views.printed, name="printed"),
]
