"""Addresses of the public pages. None of them holds a code or a number of a case."""

from __future__ import annotations

from django.urls import URLPattern, path

from .views import (
    public_acts,
    public_check,
    public_files,
    public_group,
    public_home,
    public_information,
    public_raise,
    public_receipt,
    public_status,
)

urlpatterns: list[URLPattern] = [
    path("", public_home.home, name="home"),
    path("s", public_home.lookup, name="lookup"),
    path("raise/", public_raise.start, name="raise"),
    path("raise/about", public_raise.about, name="raise-about"),
    path("raise/elsewhere", public_raise.elsewhere, name="raise-elsewhere"),
    path("raise/where", public_raise.Where.as_view(), name="raise-where"),
    path("raise/what", public_raise.What.as_view(), name="raise-what"),
    path("raise/details", public_raise.Details.as_view(), name="raise-details"),
    path("raise/files", public_files.Files.as_view(), name="raise-files"),
    path("raise/files/remove", public_files.remove, name="raise-remove-file"),
    path("raise/name", public_raise.Name.as_view(), name="raise-name"),
    path("raise/reach", public_raise.Reach.as_view(), name="raise-reach"),
    path("raise/check", public_check.Check.as_view(), name="raise-check"),
    path("raise/save/<slug:step>", public_raise.save, name="raise-save"),
    path("raise/kept", public_raise.kept, name="raise-kept"),
    path("raise/discard", public_raise.discard, name="raise-discard"),
    path("join/", public_group.join, name="join"),
    path("receipt/", public_receipt.receipt, name="receipt"),
    path("status/", public_status.status, name="status"),
    path("status/say", public_acts.say, name="status-say"),
    path("status/read", public_acts.read, name="status-read"),
    path("status/settled", public_acts.settled, name="status-settled"),
    path("status/review", public_acts.review, name="status-review"),
    path("status/objection", public_acts.objection, name="status-objection"),
    path("status/superior", public_acts.superior, name="status-superior"),
    path("status/contact", public_acts.contact, name="status-contact"),
    path("status/withdraw", public_acts.withdraw, name="status-withdraw"),
    path("status/group", public_group.own_group, name="status-group"),
    path("status/alone", public_group.alone, name="status-alone"),
    path("status/before", public_group.before, name="status-before"),
    path("status/code", public_acts.change_code, name="status-code"),
    path("status/letters/<slug:public_id>", public_status.letter, name="status-letter"),
    path("status/files/<slug:public_id>", public_status.file, name="status-file"),
    path("status/procedure/<int:number>", public_status.diagram, name="status-procedure"),
    path("ways", public_information.other_ways, name="other-ways"),
    path("about/protection", public_information.protection, name="protection"),
    path("about/accessibility", public_information.accessibility, name="accessibility"),
    path("about/laws", public_information.laws, name="laws"),
    path("status/leave", public_status.leave, name="status-leave"),
]
