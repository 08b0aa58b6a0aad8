"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huiyin.cases.urls_public")),
    path("", include("huiyin.cases.urls_staff")),
    path("", include("huiyin.cases.urls_rules")),
]
