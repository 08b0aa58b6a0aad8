"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import equipment, hazard, hazards, maps, marking, network, public, reports, rounds, sending, typing

app_name = "prevention"
urlpatterns: list[URLPattern | URLResolver] = [
    path("hazards/", hazards.hazard_list, name="list"),
    path("hazards/new/", hazards.new, name="new"),
    path("hazards/figures/", hazards.figures, name="figures"),
    path("hazards/reports/", reports.report_list, name="reports"),
    path("hazards/reports/<slug:public_id>/", reports.report, name="sort"),
    path("hazards/reports/<slug:public_id>/picture/<slug:file_id>", reports.picture, name="report-picture"),
    path("hazards/map/", maps.campus, name="campus"),
    path("hazards/map/new/", maps.new, name="new-map"),
    path("hazards/map/<slug:public_id>/", maps.one, name="map"),
    path("hazards/map/<slug:public_id>/picture", maps.picture, name="map-picture"),
    path("hazards/map/<slug:public_id>/print/", maps.printed, name="map-printed"),
    path("hazards/map/<slug:public_id>/change/", maps.change, name="change-map"),
    path("hazards/places/", reports.spots, name="spots"),
    path("hazards/places/sheets/", reports.sheets, name="sheets"),
    path("hazards/places/<slug:public_id>/mark/", marking.spot, name="mark-spot"),
    path("hazards/rounds/", rounds.round_list, name="rounds"),
    path("hazards/rounds/new/", rounds.new, name="new-inspection"),
    path("hazards/rounds/lists/", rounds.lists, name="lists"),
    path("hazards/rounds/lists/<slug:public_id>/", rounds.checklist, name="checklist"),
    path("hazards/rounds/plan/<slug:public_id>/", rounds.inspection, name="inspection"),
    path("hazards/rounds/paper/", typing.find, name="find-round-paper"),
    path("hazards/rounds/<slug:public_id>/", rounds.one, name="round"),
    path("hazards/rounds/<slug:public_id>/send/", sending.send, name="round-send"),
    path("hazards/rounds/<slug:public_id>/paper/", typing.paper, name="round-paper"),
    path("hazards/rounds/<slug:public_id>/print/", rounds.printed, name="round-printed"),
    path("hazards/equipment/", equipment.equipment_list, name="equipment"),
    path("hazards/equipment/new/", equipment.new, name="new-thing"),
    path("hazards/equipment/<slug:public_id>/", equipment.thing, name="thing"),
    path("hazards/equipment/<slug:public_id>/paper/<slug:file_id>", equipment.paper, name="thing-paper"),
    path("hazards/network/", network.network, name="network"),
    path("hazards/network/sheets/", network.sheets, name="network-sheets"),
    path("hazard-report/", public.mine, name="mine"),
    path("hazard-report/<slug:public_id>/", public.report, name="report"),
    path("hazards/<slug:public_id>/", hazard.hazard, name="hazard"),
    path("hazards/<slug:public_id>/mark/", marking.hazard, name="mark"),
    path("hazards/<slug:public_id>/print/", hazard.printed, name="printed"),
    path("hazards/<slug:public_id>/picture/<slug:file_id>", hazard.picture, name="picture"),
]
