"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "documents"
urlpatterns: list[URLPattern | URLResolver] = [
    path("letters/", views.here, name="letters-here"),
    path("letters/<slug:organisation>/", views.letters, name="letters"),
    path("letters/<slug:organisation>/<slug:kind>/<slug:language>/", views.wording, name="wording"),
    path("letters/<slug:organisation>/<slug:kind>/<slug:language>/preview.pdf", views.wording_pdf, name="wording-pdf"),
]
