"""Addresses of this room."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, path

from . import views

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("language/<str:code>", views.language, name="language"),
    path("service-worker.js", views.service_worker, name="service-worker"),
    path("told/worker.js", views.push_worker, name="push-worker"),
    path("preferences", views.preferences, name="preferences"),
]
if settings.MOCKED_TIME_ALLOWED:  # settings `test` alone
    from .testing import gallery

    urlpatterns += [
        path("_components/", gallery.components, name="components"),
        path("_components/form", gallery.form, name="components-form"),
        path("_components/save", gallery.save, name="components-save"),
        path("_components/broken", gallery.break_down, name="components-broken"),
        path("_components/<slug:frame>", gallery.components, name="components-frame"),
    ]
