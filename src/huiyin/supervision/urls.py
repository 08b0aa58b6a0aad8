"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import lists, of_case, one, records

app_name = "supervision"
urlpatterns: list[URLPattern | URLResolver] = [
    path("supervision/", lists.late, name="late"),
    path("supervision/ours/", lists.ours, name="ours"),
    path("supervision/asked/", lists.of_office, name="list"),
    path("supervision/accountability/", lists.records, name="records"),
    path("supervision/accountability/<slug:public_id>/", records.record, name="record"),
    path("supervision/cases/<slug:public_id>/new/", of_case.open_one, name="open"),
    path("supervision/cases/<slug:public_id>/take-over/", of_case.take_over, name="take-over"),
    path("supervision/cases/<slug:public_id>/give-back/", of_case.give_back, name="give-back"),
    path("supervision/of/<slug:public_id>/", one.one, name="one"),
    path("supervision/of/<slug:public_id>/accountability/", records.hold, name="hold"),
]
