"""Addresses of this room. `visit/` is for everybody; `status/` for the holder of a code."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import person, public, staff_days, staff_list, staff_reception, staff_report

app_name = "receptions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("visit/", public.published, name="public-days"),
    path("visit/booking", public.mine, name="booking"),
    path("visit/<slug:public_id>/", public.book, name="book"),
    path("visit/<slug:public_id>/queue", public.queue, name="queue"),
    path("status/receptions/ask", person.ask, name="ask"),
    path("status/receptions/<slug:public_id>/", person.mine, name="mine"),
    path("receptions/", staff_list.listing, name="list"),
    path("receptions/finished/", staff_list.finished, name="finished"),
    path("receptions/new/", staff_list.new, name="new"),
    path("receptions/days/", staff_days.calendar, name="calendar"),
    path("receptions/days/<slug:public_id>/", staff_days.desk, name="desk"),
    path("receptions/days/<slug:public_id>/cancel", staff_days.cancel, name="cancel-day"),
    path("receptions/report/", staff_report.report, name="report"),
    path("receptions/report/<slug:public_id>/", staff_report.handed_in, name="handed-in"),
    path("receptions/<slug:public_id>/", staff_reception.reception, name="reception"),
    path("receptions/<slug:public_id>/minutes", staff_reception.printed, name="printed"),
    path("cases/<slug:public_id>/reception", staff_list.of_case, name="of-case"),
]
