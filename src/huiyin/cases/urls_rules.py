"""Addresses of the office's own rules: its dates and the calendar."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .office_rules import calendar, competences, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("own-dates/", views.own, name="own-dates-here"),
    path("own-dates/<slug:organisation>/", views.dates, name="own-dates"),
    path("competences/", competences.table, name="competences"),
    path("competences/new/", competences.new, name="competence-new"),
    path("competences/table.xlsx", competences.download, name="competences-table"),
    path("competences/import/", competences.bring_in, name="competences-import"),
    path("competences/<slug:public_id>/", competences.change, name="competence"),
    path("competences/<slug:public_id>/end/", competences.end, name="competence-end"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/load/", calendar.load, name="calendar-load"),
    path("calendar/apply/", calendar.apply, name="calendar-apply"),
]
