"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "operations"
urlpatterns: list[URLPattern | URLResolver] = [
    path("machine/", views.machine, name="machine"),
    path("metrics", views.metrics, name="metrics"),
    path("setup/", views.set_up, name="setup"),
]
