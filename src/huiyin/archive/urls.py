"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import dossiers, holdings, transfers

app_name = "archive"
urlpatterns: list[URLPattern | URLResolver] = [
    path("archive/", dossiers.home, name="home"),
    path("archive/of-case/<slug:public_id>/", dossiers.of_case, name="of_case"),
    path("archive/of-emergency/<slug:public_id>/", dossiers.of_incident, name="of_incident"),
    path("archive/dossier/<slug:public_id>/package/", dossiers.package, name="package"),
    path("archive/transfer/", transfers.desk, name="desk"),
    path("archive/transfer/<slug:public_id>/", transfers.transfer, name="transfer"),
    path("archive/transfer/<slug:public_id>/print/", transfers.printed, name="transfer_printed"),
    path("archive/bring-in/", holdings.bring_in, name="bring_in"),
    path("archive/holding/<slug:public_id>/<slug:file_id>/", holdings.scan, name="scan"),
]
