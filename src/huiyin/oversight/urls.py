"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import views, views_supervising

app_name = "oversight"
urlpatterns: list[URLPattern | URLResolver] = [
    path("figures/", views.staff, name="figures"),
    path("figures/patterns/", views_supervising.patterns, name="patterns"),
    path("figures/year/", views_supervising.yearly, name="yearly"),
    path("how-it-goes", views.everybody, name="how-it-goes"),
]
