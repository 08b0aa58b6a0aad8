"""Addresses of what of a plan goes to paper. They stand before those of the plans, where a word could be taken for a version."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import drawings, paper

app_name = "plan-paper"
urlpatterns: list[URLPattern | URLResolver] = [
    path("plans/<slug:public_id>/print/", paper.choose, name="choose"),
    path("plans/<slug:public_id>/printed/", paper.printed, name="printed"),
    path("plans/<slug:public_id>/drawings/", drawings.drawings, name="drawings"),
    path("plan-drawings/<slug:public_id>/", drawings.drawing, name="drawing"),
    path("plan-drawings/<slug:public_id>/picture", drawings.picture, name="picture"),
    path("plan-prints/<slug:run>/", paper.run, name="run"),
    path("plan-prints/<slug:run>/all.pdf", paper.pdf, name="pdf"),
    path("plan-prints/<slug:run>/<slug:kind>.pdf", paper.pdf, name="pdf-of-kind"),
    path("sheets/", paper.sheets, name="sheets"),
    path("sheets/<path:where>", paper.sheet, name="sheet"),
]
