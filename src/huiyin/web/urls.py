"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("language/<str:code>", views.language, name="language"),
    path("preferences", views.preferences, name="preferences"),
]
