"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import public, staff

app_name = "support"
urlpatterns: list[URLPattern | URLResolver] = [
    path("support/", staff.front, name="list"),
    path("support/slip/", staff.slip, name="slip"),
    path("support/name/", staff.name, name="name"),
    path("support/<slug:public_id>/", staff.one, name="request"),
    path("support-request/", public.mine, name="mine"),
    path("support-request/new/", public.offices, name="offices"),
    path("support-request/new/<slug:public_id>/", public.ask, name="ask"),
]
