"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "deliveries"
urlpatterns: list[URLPattern | URLResolver] = [
    path("undelivered/", views.undelivered, name="undelivered"),
    path("undelivered/<slug:public_id>/", views.notice, name="notice"),
    path("gateways/<slug:channel>/receipts", views.receipt, name="receipt"),
    path("undelivered/<slug:public_id>/again/", views.again, name="again"),
]
