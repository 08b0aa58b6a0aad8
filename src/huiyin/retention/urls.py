"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import copying, desk, holds, processing, registers

app_name = "retention"
urlpatterns: list[URLPattern | URLResolver] = [
    path("archive/keeping/", desk.home, name="home"),
    path("archive/keeping/processing/", processing.register, name="processing"),
    path("status/copy", copying.own_copy, name="own_copy"),
    path("archive/keeping/schedule/<slug:kind>/", desk.schedule, name="schedule"),
    path("archive/keeping/register/<slug:public_id>/", registers.register, name="register"),
    path("archive/keeping/register/<slug:public_id>/register.pdf", registers.printed, name="register_pdf"),
    path("archive/keeping/case/<slug:public_id>/", holds.of_case, name="hold_case"),
    path("archive/keeping/hazard/<slug:public_id>/", holds.of_hazard, name="hold_hazard"),
    path("archive/keeping/notice/<slug:public_id>/", holds.of_announcement, name="hold_announcement"),
    path("archive/keeping/holding/<slug:public_id>/", holds.of_holding, name="hold_holding"),
]
