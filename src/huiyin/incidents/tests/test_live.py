"""The room as it happens: who may listen, from which line on, how many, and that nobody misses a line or gets one twice."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from huiyin.incidents import queries
from huiyin.incidents.actions import writing
from huiyin.incidents.live import following, hub, lines
from huiyin.incidents.live.opening import Listening, Opening
from huiyin.incidents.models import LogEntry
from huiyin.operations.testing.rooms import text_of


def reader(school, incident, name: str = "gao", language: str = "zh-hans") -> lines.Reader:
    actor = school.actor(name)
    may_write = actor.organisation_id == incident.organisation_id
    return lines.Reader(language, may_write, queries.can(actor, incident))


def events(listener: hub.Listener) -> list[dict]:
    """What was handed to a page."""
    found = []
    while not listener.queue.empty():
        message = listener.queue.get_nowait()
        assert message is not None
        found.append(json.loads(re.search(rb"data: (.*)", message)[1]))
    return found


def positions(given: list[dict]) -> list[int]:
    return [entry["position"] for news in given for entry in news["entries"]]


def test_a_stream_is_opened_by_who_may_read_the_room_and_nobody_else(school, signed_in):
    incident = school.started()
    address = reverse("incidents:stream", args=[incident.public_id])
    client = signed_in("gao")
    answer = client.get(address, {"after": "2"}, headers={"last-event-id": "5"})
    assert isinstance(answer, Opening)
    assert answer.status_code == 204
    assert answer.listening.after == 5
    assert answer.listening.reader.personal
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert client.get(address, {"after": "x" * 9}).listening.after == 0
    assert not signed_in("dudao").get(address).listening.reader.personal
    assert signed_in("qingxi").get(address).status_code == 404
    client.logout()
    assert client.get(address).status_code == 302
    get_user_model().objects.filter(username="gao").update(is_active=False)
    assert not isinstance(client.get(address), Opening)


def test_each_page_gets_each_line_once_in_order_wherever_it_begins(school):
    """Pages that come at different moments, one of them twice; a line is drawn in the words of each."""
    incident = school.started()
    here = hub.Hub()

    def goes_on() -> None:
        here._hand_out(following.look(here._wanted()))

    known = queries.last_position(incident)
    early = hub.Listener(Listening(1, incident.pk, reader(school, incident), 0))
    late = hub.Listener(Listening(2, incident.pk, reader(school, incident, language="en"), known))
    here.listeners |= {early, late}
    goes_on()
    writing.note(actor=school.actor("zheng"), incident_id=incident.public_id, text="东门开了")
    goes_on()
    goes_on()
    line = writing.note(actor=school.actor("zheng"), incident_id=incident.public_id, text="西门开了")
    back = hub.Listener(Listening(2, incident.pk, reader(school, incident), line.position - 1))
    here.listeners.add(back)
    goes_on()
    got = events(early)
    assert positions(got) == list(range(1, line.position + 1))
    assert positions(events(late)) == [line.position - 1, line.position]
    assert positions(events(back)) == [line.position]
    assert "东门开了" in got[1]["entries"][0]["html"]
    assert following.look(here._wanted()) == {}


def test_a_corrected_line_comes_again_with_its_mark(school, signed_in):
    incident = school.started()
    wrong = writing.note(actor=school.actor("zheng"), incident_id=incident.public_id, text="缺2人")
    writing.correct(actor=school.actor("zheng"), incident_id=incident.public_id, position=wrong.position, text="缺1人")
    news = signed_in("gao").get(reverse("incidents:since", args=[incident.public_id, wrong.position])).json()
    [line] = news["entries"]
    assert line["corrected"]["position"] == wrong.position
    assert f"#line-{line['position']}" in line["corrected"]["html"]


def test_one_person_holds_a_few_streams_and_a_page_that_does_not_read_is_let_go(school, monkeypatch):
    incident = school.started()
    listening = Listening(1, incident.pk, reader(school, incident), 0)
    monkeypatch.setattr(hub.Hub, "_follow", lambda self: asyncio.sleep(0))

    async def play() -> None:
        here = hub.Hub()
        held = [here.join(listening) for _number in range(hub.MOST_OF_ONE + 1)]
        assert held[-1] is None
        assert all(held[:-1])
        here.leave(held[0])
        assert here.join(listening) is not None
        slow = held[1]
        for _message in range(hub.MOST_WAITING + 1):
            slow.put(b"x")
        assert slow.closed

    with ThreadPoolExecutor(1) as thread:  # in this one the browser of an earlier test may have its loop
        thread.submit(asyncio.run, play()).result()


@pytest.mark.parametrize("names", ["steps+calls", "log"])
def test_parts_that_changed_are_fetched_together(school, signed_in, names):
    incident = school.started()
    answer = signed_in("gao").get(reverse("incidents:part", args=[incident.public_id, names]))
    assert re.findall(r'<section class="hy-card" id="(\w+)"', text_of(answer)) == names.split("+")
    assert signed_in("gao").get(reverse("incidents:part", args=[incident.public_id, "steps+x"])).status_code == 404


def test_what_a_device_kept_is_taken_once_with_its_time_and_refused_in_words(school, signed_in):
    incident = school.started()
    client = signed_in("zheng")

    def send(verb: str, **fields: str):
        moment = (incident.started_at + dt.timedelta(minutes=-3)).isoformat()
        kept = {"client_id": "a" * 32, "came_by": "offline", "moment": moment, **fields}
        address = reverse("incidents:act", args=[incident.public_id, verb])
        return client.post(address, kept, headers={"accept": "application/json"})

    for _time in range(2):  # the answer to the first was lost on its way
        assert send("note", text="断网时写的").json() == {"done": True}
    line = LogEntry.objects.get(text="断网时写的")
    assert line.came_by == "offline"
    assert line.at < line.received_at
    step = school.step(incident, "broadcast").public_id
    assert send("step-done", step=step, client_id="b" * 32).status_code == 200
    late = send("step-done", step=step, client_id="c" * 32)
    assert late.status_code == 409
    assert "已经有人标过" in late.json()["message"]
    assert send("note", text="", client_id="d" * 32).status_code == 422


def test_the_page_says_where_a_phone_cant_open_it_without_network(school, signed_in):
    room = reverse("incidents:room", args=[school.started().public_id])
    client = signed_in("zheng")
    assert "data-insecure>" in text_of(client.get(room, headers={"host": "school.lan:8000"}))
    assert "data-insecure hidden" in text_of(client.get(room, headers={"host": "localhost:8000"}))
    assert "data-insecure hidden" in text_of(client.get(room, headers={"host": "school.lan"}, secure=True))
    worker = client.get(reverse("web:service-worker"))
    assert worker["Content-Type"] == "text/javascript"
    assert "build/room.js" in text_of(worker)
