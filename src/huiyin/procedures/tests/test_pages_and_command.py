"""What people see: the drawing, the command."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.cli import main
from huiyin.organisations.example import PASSWORD, build_example_district
from huiyin.procedures import draw, load, names, versions
from huiyin.procedures.drawing.layout import BOX_HEIGHT, BOX_WIDTH, lay_out
from huiyin.procedures.loading import PACKS

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_drawing_shows_every_state_in_the_language_and_needs_no_inline_style(name, language):
    pack = load(name)
    svg = draw(pack, language=language)
    root = ET.fromstring(svg)
    shown = {group.get("data-state"): group.find(f"{SVG}title").text for group in root.iter(f"{SVG}g")}
    assert set(shown) == {s.id for s in pack.states}
    assert all(shown[s.id].startswith(s.title.into(language)) for s in pack.states)
    assert not [element for element in root.iter() if "style" in element.attrib or element.tag == f"{SVG}style"]
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == pack.title.into(language)
    assert root.find(f"{SVG}desc").text


def test_only_the_cases_position_is_ringed():
    root = ET.fromstring(draw(load("xinfang-2022"), at="in_handling", language="en"))
    here = [g for g in root.iter(f"{SVG}g") if g.get("aria-current") == "step"]
    assert [g.get("data-state") for g in here] == ["in_handling"]
    assert "Being handled" in root.find(f"{SVG}desc").text


@pytest.mark.parametrize("name", names())
def test_no_two_boxes_touch_and_none_is_cut_off(name):
    layout = lay_out(load(name))
    centres = list(layout.centres.values())
    for i, (x, y) in enumerate(centres):
        assert BOX_WIDTH / 2 <= x <= layout.width - BOX_WIDTH / 2
        assert BOX_HEIGHT / 2 <= y <= layout.height - BOX_HEIGHT / 2
        assert not [1 for a, b in centres[i + 1 :] if abs(a - x) < BOX_WIDTH and abs(b - y) < BOX_HEIGHT]


def test_check_answers_as_a_machine_expects(capsys):
    assert main(["procedures", "check", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["ok"] is True
    assert {p["name"] for p in answer["packs"]} >= {
        "xinfang-2022",
        "school-internal",
        "discipline-2020",
        "eu-whistleblowing-2019",
        "iso-10002",
    }
    assert set(answer["packs"][0]) == {"name", "version", "states", "transitions", "deadlines", "problems"}


def test_check_refuses_a_broken_file_with_1_and_an_unreadable_one_with_2(tmp_path, capsys):
    text = (PACKS / "xinfang-2022@1.toml").read_text(encoding="utf-8")
    broken = tmp_path / "mine@1.toml"
    broken.write_text(text.replace('owner = "handler"', "", 1), encoding="utf-8")
    assert main(["procedures", "check", str(broken), "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["packs"][0]["problems"][0]["rule"] == "clock-without-owner"
    broken.write_text(text.replace("never_longer_than", "never_longer_then", 1), encoding="utf-8")
    assert main(["procedures", "check", str(broken)]) == 2
    assert "never_longer_then" in capsys.readouterr().err
    assert main(["procedures", "check", str(tmp_path / "absent.toml")]) == 2


def test_draw_writes_a_file_and_refuses_what_it_does_not_know(tmp_path, capsys):
    target = tmp_path / "x.svg"
    assert main(["procedures", "draw", "xinfang-2022", "--language", "en", "-o", str(target)]) == 0
    assert "Being handled" in target.read_text(encoding="utf-8")
    assert main(["procedures", "draw", "nothing"]) == 2
    assert main(["procedures", "draw", "xinfang-2022", "--at", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_old_versions_stay_loadable():
    for name in names():
        for version in versions(name):
            pack = load(name, version)
            assert (pack.name, pack.version) == (name, version)


@pytest.fixture
def teacher(db):
    build_example_district()
    client = Client(REMOTE_ADDR="198.51.100.7")
    signed_in = client.post(reverse("organisations:sign-in"), {"username": "shen", "password": PASSWORD})
    assert signed_in.status_code == 302
    return client


def test_staff_see_every_procedure_drawn_with_dates_articles_and_badges(teacher):
    listed = teacher.get(reverse("procedures:list")).content.decode()
    for name in names():
        assert reverse("procedures:one", args=[name]) in listed
    page = teacher.get(reverse("procedures:one", args=["xinfang-2022"])).content.decode()
    assert "<svg" in page
    assert "art. 34" in page
    assert "60日" in page
    assert "没核实，没有打开" in page
    assert "单位自己定的，不是法定" in page
    inferred = teacher.get(reverse("procedures:one", args=["discipline-2020"])).content.decode()
    assert "由条文推断" in inferred


def test_a_refused_pack_of_ones_own_is_shown_with_its_story(teacher, tmp_path, settings):
    settings.PACK_FOLDERS = [tmp_path]
    text = (PACKS / "xinfang-2022@1.toml").read_text(encoding="utf-8").replace("version = 1", "version = 2", 1)
    (tmp_path / "xinfang-2022@2.toml").write_text(text.replace('owner = "handler"', "", 1), encoding="utf-8")
    page = teacher.get(reverse("procedures:list")).content.decode()
    assert "xinfang-2022@2.toml" in page
    assert str(tmp_path) not in page


def test_an_unknown_procedure_is_not_found_and_strangers_see_nothing(teacher):
    assert teacher.get(reverse("procedures:one", args=["nothing"])).status_code == 404
    assert teacher.get(reverse("procedures:version", args=["xinfang-2022", 99])).status_code == 404
    assert Client().get(reverse("procedures:list")).status_code != 200
