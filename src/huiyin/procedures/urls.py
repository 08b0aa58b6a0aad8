"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from huiyin.procedures import views

app_name = "procedures"
urlpatterns: list[URLPattern | URLResolver] = [
    path("procedures/", views.procedures, name="list"),
    path("procedures/<slug:name>/", views.procedure, name="one"),
    path("procedures/<slug:name>/<int:version>/", views.procedure, name="version"),
]
