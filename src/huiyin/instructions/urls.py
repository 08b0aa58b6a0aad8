"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import hard_case, instruction, lists

app_name = "instructions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("instructions/", lists.up_and_down, name="list"),
    path("instructions/new/", instruction.new, name="new"),
    path("instructions/<slug:public_id>/", instruction.instruction, name="instruction"),
    path("instructions/<slug:public_id>/files/<slug:file_id>", instruction.file, name="file"),
    path("hard-cases/new/<slug:case_id>/", hard_case.new, name="report"),
    path("hard-cases/<slug:public_id>/", hard_case.hard_case, name="hard-case"),
]
