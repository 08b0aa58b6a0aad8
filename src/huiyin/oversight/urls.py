"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "oversight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("figures/", views.staff, name="figures"),
    path("how-it-goes", views.everybody, name="how-it-goes"),
]
