"""Addresses of this room: for staff, for who has the link from a message, for gateways."""

from __future__ import annotations

from django.urls import path

from .views import gateways, links, staff, trials, trying

app_name = "callouts"
urlpatterns = [
    path("callouts/", staff.callout_list, name="list"),
    path("callouts/policies/", trying.policies, name="policies"),
    path("callouts/policies/<slug:cause>/", trying.policy, name="policy"),
    path("callouts/policies/<slug:cause>/trial/", trials.begin, name="begin-trial"),
    path("callouts/trials/<slug:public_id>/", trials.trial, name="trial"),
    path("callouts/answers/<slug:channel>", gateways.heard, name="gateway"),
    path("callouts/<slug:public_id>/", staff.callout, name="callout"),
    path("called/trial/<slug:secret>/", trials.heard, name="trial-heard"),
    path("called/<slug:secret>/", links.called, name="called"),
]
