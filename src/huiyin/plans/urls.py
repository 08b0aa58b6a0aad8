"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import checking, deciding, editing, importing, lists, plan

app_name = "plans"
_VERSION = "plans/<slug:public_id>/<slug:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("plans/", lists.plan_list, name="list"),
    path("plans/new/", lists.begin, name="new"),
    path("plans/import/", importing.bring, name="import"),
    path("plans/import/<slug:public_id>/", importing.source, name="source"),
    path("plans/import/<slug:public_id>/<slug:number>/", importing.found, name="found"),
    path("plans/reviews/<slug:public_id>/", deciding.review, name="review"),
    path("plans/marks/<slug:public_id>/", checking.mark, name="mark"),
    path("plans/<slug:public_id>/", plan.plan, name="plan"),
    path("plans/<slug:public_id>/compare/", plan.compare, name="compare"),
    path(_VERSION, plan.version, name="version"),
    path(_VERSION + "edit/", editing.outline, name="edit"),
    path(_VERSION + "edits/", editing.edits, name="edits"),
    path(_VERSION + "edit/<slug:key>/", editing.piece, name="piece"),
    path(_VERSION + "add/<slug:collection>/", editing.add, name="add"),
    path(_VERSION + "place/<slug:key>/", editing.place, name="place"),
    path(_VERSION + "check/", checking.check, name="check"),
    path(_VERSION + "decide/", deciding.decide, name="decide"),
]
