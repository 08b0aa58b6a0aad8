"""Addresses of this room. Those for everybody hold no code and no name of an office."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import claiming, custody, public, staff, together

app_name = "confidential"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sealed-report/", public.begin, name="begin"),
    path("sealed-report/mine/", public.mine, name="mine"),
    path("status/sealed", claiming.claim, name="claim"),
    path("sealed-reports/", staff.front, name="list"),
    path("sealed-reports/key/", staff.key, name="key"),
    path("sealed-reports/key/custodians/", custody.split, name="split"),
    path("sealed-reports/key/recovery/", custody.recover, name="recovery"),
    path("sealed-reports/custody/<slug:public_id>/", custody.keep, name="custody"),
    path("sealed-reports/together/<slug:public_id>/", together.add, name="together"),
    path("sealed-reports/readers/", staff.readers, name="readers"),
    path("sealed-reports/<slug:public_id>/", staff.one, name="report"),
    path("sealed-reports/<slug:public_id>/medium/<slug:hand_over_id>/", staff.medium, name="medium"),
    path("sealed-reports/<slug:public_id>/files/<slug:file_id>/", staff.file, name="file"),
]
