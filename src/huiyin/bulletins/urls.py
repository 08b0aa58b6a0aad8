"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import bulletin, lists, writing

app_name = "bulletins"
urlpatterns: list[URLPattern | URLResolver] = [
    path("bulletins/", lists.bulletin_list, name="list"),
    path("bulletins/new/", lists.new, name="new"),
    path("bulletins/figures/", lists.figures, name="figures"),
    path("bulletins/<slug:public_id>/", bulletin.bulletin, name="bulletin"),
    path("bulletins/<slug:public_id>/print/", bulletin.printed, name="printed"),
    path("bulletins/<slug:public_id>/write/", writing.write, name="write"),
]
