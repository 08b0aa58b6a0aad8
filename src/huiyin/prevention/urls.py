"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import hazard, hazards

app_name = "prevention"
urlpatterns: list[URLPattern | URLResolver] = [
    path("hazards/", hazards.hazard_list, name="list"),
    path("hazards/new/", hazards.new, name="new"),
    path("hazards/figures/", hazards.figures, name="figures"),
    path("hazards/<slug:public_id>/", hazard.hazard, name="hazard"),
    path("hazards/<slug:public_id>/print/", hazard.printed, name="printed"),
    path("hazards/<slug:public_id>/picture/<slug:file_id>", hazard.picture, name="picture"),
]
