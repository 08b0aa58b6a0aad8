"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import acts, drills, lists, papers, review, room

app_name = "incidents"
urlpatterns: list[URLPattern | URLResolver] = [
    path("incidents/", lists.emergencies, name="list"),
    path("incidents/start/", lists.start, name="start"),
    path("incidents/paper/", papers.find, name="find-paper"),
    path("incidents/<slug:public_id>/", room.room, name="room"),
    path("incidents/<slug:public_id>/part/<str:names>", room.part, name="part"),
    path("incidents/<slug:public_id>/since/<int:position>", room.since, name="since"),
    path("incidents/<slug:public_id>/stream", room.stream, name="stream"),
    path("incidents/<slug:public_id>/file/<slug:file_id>", room.file, name="file"),
    path("incidents/<slug:public_id>/said/<slug:statement_id>", room.said, name="said"),
    path("incidents/<slug:public_id>/paper/", papers.papers, name="papers"),
    path("incidents/<slug:public_id>/paper/print/", papers.print_room, name="print-room"),
    path("incidents/<slug:public_id>/paper/printed/<slug:run>/", papers.printed, name="printed"),
    path("incidents/<slug:public_id>/paper/<slug:code>/", papers.paper, name="paper"),
    path("incidents/<slug:public_id>/review/", review.review, name="review"),
    path("incidents/<slug:public_id>/<slug:verb>/", acts.act, name="act"),
    path("drills/", drills.schedule, name="drills"),
    path("drills/new/", drills.new, name="new-drill"),
    path("drills/plan/<slug:plan_id>/", drills.of_plan, name="debt"),
    path("drills/<slug:public_id>/", drills.drill, name="drill"),
    path("contact-tests/<slug:public_id>/", drills.contact_test, name="contact-test"),
]
