"""The frame of pages: language, theme, what is absent, and what went wrong."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.template import engines
from django.test import Client, RequestFactory
from django.utils import translation

from huiyin.kernel.errors import Conflict, Refused, Unavailable
from huiyin.web import components, context, views
from huiyin.web.middleware import HonestErrors

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_rooms(settings):
    """The frame knows no domain: what rooms put into it is tested there."""
    settings.WEB_CONTEXT_PROVIDERS = []


def _answer(error: Exception, request=None):
    request = request or RequestFactory().get("/case/h3-9f72")
    request.user = AnonymousUser()
    with translation.override("zh-hans"):
        return HonestErrors(lambda _: None).process_exception(request, error)


@pytest.mark.parametrize(
    "target", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "\\\\evil.example"]
)
def test_a_language_link_never_leads_to_another_site(client, target):
    assert client.get("/language/en", {"next": target}).headers["Location"] == "/"


def test_a_language_is_kept_and_leads_back(client):
    answer = client.get("/language/zh-hant", {"next": "/_components/"})
    assert answer.headers["Location"] == "/_components/"
    page = client.get("/_components/").content.decode()
    assert '<html lang="zh-Hant"' in page
    assert "跳到正文" in page
    assert "換成暗色" in page


def test_an_unknown_language_is_absent(client):
    assert client.get("/language/fr").status_code == 404


def test_refused_and_absent_are_the_same_to_the_last_byte():
    request = RequestFactory().get("/case/h3-9f72")
    request.user = AnonymousUser()
    with translation.override("zh-hans"):
        absent = views.not_found(request, Http404("no such row"))
        refused = _answer(Refused("sealed"))
    assert absent.status_code == refused.status_code == 404
    assert absent.content == refused.content
    assert absent.items() == refused.items()


def test_staff_are_told_in_their_own_frame_and_without_a_token_that_differs():
    class Signed:
        is_authenticated = True

    pages = []
    for error in (Http404(), Refused()):
        request = RequestFactory().get("/cases/abc")
        request.user = Signed()
        request._huiyin_site = context.Site(who=components.Who("总务处副主任", "沈老师", "/out", "/switch"))
        with translation.override("zh-hans"):
            pages.append(
                views.not_found(request, error)
                if isinstance(error, Http404)
                else HonestErrors(lambda _: None).process_exception(request, error)
            )
    assert pages[0].content == pages[1].content
    assert "没有这件事项" in pages[0].content.decode()
    assert "csrfmiddlewaretoken" not in pages[0].content.decode()


def test_what_could_not_be_taken_is_shown_whole_and_can_be_handed_in_again():
    said = "菜都是凉的，汤面上结着一层油。<b>"
    request = RequestFactory().post("/raise", {"what": said, "place": "柳塘"})
    answer = _answer(Unavailable("磁盘满了。", "请打0000-5550 120。"), request)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "还没有交上去" in page
    assert "汤面上结着一层油。&lt;b&gt;" in page
    assert '<input type="hidden" name="place" value="柳塘">' in page
    assert "请打0000-5550 120。" in page


def test_a_password_is_never_shown_back():
    request = RequestFactory().post("/sign-in", {"password": "correct horse battery"})
    page = _answer(Unavailable("磁盘满了。"), request).content.decode()
    assert "correct horse" not in page


def test_whoever_comes_second_is_told_what_changed_and_keeps_the_text():
    request = RequestFactory().post("/reply", {"facts": "保温台九月初损坏，10月29日更换。"})
    answer = _answer(Conflict("王老师10:02已经送审。"), request)
    assert answer.status_code == 409
    assert "王老师10:02已经送审。" in answer.content.decode()
    assert "保温台九月初损坏" in answer.content.decode()


def test_a_broken_page_says_so_without_asking_anything_else():
    client = Client(raise_request_exception=False)
    assert "这一页现在打不开" in client.get("/_components/broken").content.decode()
    assert "没有交上去" in client.post("/_components/broken").content.decode()


def test_a_form_without_its_token_is_not_taken_and_told_so():
    answer = Client(enforce_csrf_checks=True).post("/preferences", {"theme": "dark"})
    assert answer.status_code == 403
    assert "没有交上去" in answer.content.decode()
    assert "huiyin_theme" not in answer.cookies


@pytest.mark.parametrize("frame", ["", "staff", "print", "form"])
def test_nothing_on_a_page_needs_a_laxer_policy(client, frame):
    page = client.get(f"/_components/{frame}").content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert "<script>" not in page
    assert " onclick=" not in page


def test_a_provider_that_gives_what_no_frame_has_is_refused(settings):
    settings.WEB_CONTEXT_PROVIDERS = [f"{__name__}.misspelt"]
    with pytest.raises(ValueError, match="brandlines"):
        context.site_of(RequestFactory().get("/"))


def test_places_of_several_rooms_stand_in_one_rail(settings):
    settings.WEB_CONTEXT_PROVIDERS = [f"{__name__}.first_room", f"{__name__}.second_room"]
    site = context.site_of(RequestFactory().get("/"))
    assert [place.label for place in site.rail] == ["今日", "事项"]


def test_places_stand_by_what_they_are_for_and_a_phone_has_those_for_the_moment(settings):
    settings.WEB_CONTEXT_PROVIDERS = [f"{__name__}.many_places"]
    site = context.site_of(RequestFactory().get("/"))
    with translation.override("zh-hans"):
        parts = [(str(part.title), [one.label for one in part.places]) for part in site.parts]
    assert parts == [
        ("", ["今日"]), ("诉求", ["事项", "复查"]), ("安全", ["值班", "突发事件"]), ("本单位", ["人员"]),
    ]  # fmt: skip
    assert [one.label for one in site.rail if one.foot] == ["人员", "事项", "突发事件", "今日"]


def many_places(request):
    """Rooms stand in any order; one place less is meant for the thumb than fits there."""
    places = (
        ("人员", "house", False), ("事项", "cases", True), ("复查", "cases", False), ("值班", "safety", False),
        ("突发事件", "safety", True), ("今日", "day", True),
    )  # fmt: skip
    return {"rail": tuple(components.RailItem(name, "/x", "sun", part=part, foot=foot) for name, part, foot in places)}


def misspelt(request):
    return {"brandlines": ("x",)}


def first_room(request):
    return {"rail": (components.RailItem("今日", "/today", "sun"),)}


def second_room(request):
    return {"rail": (components.RailItem("事项", "/cases", "letter"),)}


def test_the_empty_page_can_stand_in_a_loop_without_rows():
    source = '{% load hy %}{% for one in none %}{% empty %}{% nothing title="今天没有到期的" %}<p>x</p>{% endnothing %}{% endfor %}'
    assert "今天没有到期的" in engines["django"].from_string(source).render({"none": []})
