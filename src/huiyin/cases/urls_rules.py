"""Addresses of the office's own rules: its dates and the calendar."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .office_rules import calendar, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("own-dates/", views.own, name="own-dates-here"),
    path("own-dates/<slug:organisation>/", views.dates, name="own-dates"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/load/", calendar.load, name="calendar-load"),
    path("calendar/apply/", calendar.apply, name="calendar-apply"),
]
