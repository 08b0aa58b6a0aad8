"""Every room's pages. Who may open which is in `organisations/access/matrix.py`; a test walks both."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("huiyin.cases.urls")),
    path("", include("huiyin.receipts.urls")),
    path("", include("huiyin.organisations.urls")),
    path("", include("huiyin.procedures.urls")),
    path("", include("huiyin.documents.urls")),
    path("", include("huiyin.plans.urls_paper")),
    path("", include("huiyin.plans.urls")),
    path("", include("huiyin.callouts.urls")),
    path("", include("huiyin.tasks.urls")),
    path("", include("huiyin.receptions.urls")),
    path("", include("huiyin.mediation.urls")),
    path("", include("huiyin.leaders.urls")),
    path("", include("huiyin.instructions.urls")),
    path("", include("huiyin.supervision.urls")),
    path("", include("huiyin.incidents.urls")),
    path("", include("huiyin.prevention.urls")),
    path("", include("huiyin.duty.urls")),
    path("", include("huiyin.agenda.urls")),
    path("", include("huiyin.deliveries.urls")),
    path("", include("huiyin.bulletins.urls")),
    path("", include("huiyin.training.urls")),
    path("", include("huiyin.support.urls")),
    path("", include("huiyin.confidential.urls")),
    path("", include("huiyin.announcements.urls")),
    path("", include("huiyin.onpaper.urls")),
    path("", include("huiyin.archive.urls")),
    path("", include("huiyin.retention.urls")),
    path("", include("huiyin.oversight.urls")),
    path("", include("huiyin.operations.urls")),
    path("", include("huiyin.web.urls")),
]

handler404 = "huiyin.web.views.not_found"
handler500 = "huiyin.web.views.broken"
