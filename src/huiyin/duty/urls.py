"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .views import books, feeds, mine, now, rosters, settled, shift, swaps

app_name = "duty"
urlpatterns: list[URLPattern | URLResolver] = [
    path("duty/", now.now, name="now"),
    path("duty/mine/", mine.mine, name="mine"),
    path("duty/swaps/", swaps.swaps, name="swaps"),
    path("duty/swaps/<slug:public_id>/", swaps.ask, name="swap"),
    path("duty/feed/", feeds.feed, name="feed"),
    path("duty/feed/<slug:secret>.ics", feeds.calendar, name="calendar"),
    path("duty/feed/<slug:secret>/<slug:whose>.ics", feeds.falling_due, name="calendar-due"),
    path("duty/print/", now.printed, name="printed"),
    path("duty/settled/", settled.settled, name="settled"),
    path("duty/rosters/", rosters.roster_list, name="rosters"),
    path("duty/rosters/<slug:public_id>/", rosters.roster, name="roster"),
    path("duty/shifts/<slug:public_id>/book/", books.book, name="book"),
    path("duty/shifts/<slug:public_id>/book/print/", books.printed, name="book-printed"),
    path("duty/shifts/<slug:public_id>/here/", mine.here, name="here"),
    path("duty/shifts/<slug:public_id>/", shift.shift, name="shift"),
]
