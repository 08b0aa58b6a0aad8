"""Addresses of this room. None of the person's holds a code."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import person, staff

app_name = "mediation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("mediation/", staff.meetings, name="list"),
    path("mediation/<slug:public_id>/", staff.meeting, name="meeting"),
    path("cases/<slug:public_id>/hearing", staff.hearing, name="hearing"),
    path("reviews/<slug:public_id>/hearing", staff.hearing_in_review, name="hearing-in-review"),
    path("status/meetings/<slug:public_id>/", person.meeting, name="own"),
    path("status/not-kept", person.not_kept, name="not-kept"),
    path("hearings/", person.announced, name="hearings"),
]
