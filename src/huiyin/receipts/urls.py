"""Addresses of this room. Those of the log are what C2SP's tlog-tiles names, below `/log`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "receipts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("log/", views.page, name="log"),
    path("log/checkpoint", views.checkpoint, name="checkpoint"),
    path("log/tile/<path:path>", views.tile, name="tile"),
    path("log/consistency/<int:size>", views.consistency, name="consistency"),
    path("log/inclusion/<int:index>/<int:size>", views.inclusion, name="inclusion"),
    path("log/key", views.key, name="key"),
    path("log/check.html", views.verifier, name="verifier"),
    path("log/handed-in", views.hand_in, name="hand-in"),
    path("status/receipt.json", views.receipt, name="receipt"),
]
