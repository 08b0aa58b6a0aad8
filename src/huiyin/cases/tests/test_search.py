"""Search: whatever two characters one types are found, all of them and nothing else, and never across offices."""

from __future__ import annotations

import random
import re

import pytest
from django.apps import apps
from django.db import connection

from huiyin.cases.models import Case, SearchText
from huiyin.cases.queries import lists
from huiyin.cases.search import triggers
from huiyin.cases.search.folding import fold
from huiyin.cases.search.queries import find
from huiyin.cases.search.words import masked_words
from huiyin.kernel import time
from huiyin.kernel.errors import BadInput
from huiyin.kernel.vault.identity import Identity
from huiyin.organisations.models import Organisation

from .conftest import Office

VOCABULARY = [
    "路灯",
    "坏了",
    "学校",
    "食堂",
    "饭菜",
    "太凉",
    "校车",
    "晚点",
    "操场",
    "施工",
    "噪音",
    "扰民",
    "A3区",
    "B站",
    "5号线",
    "收费",
    "补课",
    "老师",
    "体罚",
    "孩子",
    "营养餐",
    "水质",
    "围墙",
    "倒塌",
    "學校",
    "食堂",
    "３号楼",
    "灯",
    "凉",
    "宿舍",
    "漏水",
    "退费",
    "培训",
    "机构",
    "跑路",
]


@pytest.fixture
def texts(db) -> dict[int, str]:
    """Two offices with two hundred cases of random words each; answers the texts of the first."""
    chosen = random.Random(7)
    offices = [Organisation.objects.create(name=n, short_name=n, kind="school", path=f"/{n}/") for n in ("甲", "乙")]
    kept: dict[int, str] = {}
    for number in range(400):
        text = chosen.choice(["", "，", " "]).join(chosen.choices(VOCABULARY, k=8))
        office = offices[number % 2]
        case = Case.objects.create(
            organisation=office, title="x", summary="x", channel="web", received_at=time.now(), file_salt=b"s"
        )
        SearchText.objects.create(case=case, scopes=f"o{office.pk} b{office.pk}", words=masked_words([text], []))
        if office is offices[0]:
            kept[case.pk] = text
    return kept


def scope_of(texts: dict[int, str]) -> str:
    return f"o{Case.objects.get(pk=min(texts)).organisation_id}"


def test_any_two_characters_are_found_exactly(texts):
    chosen = random.Random(11)
    pairs: set[str] = set()
    while len(pairs) < 40:
        text = chosen.choice(list(texts.values()))
        place = chosen.randrange(len(text) - 1)
        if all("\u4e00" <= character <= "\u9fff" for character in text[place : place + 2]):
            pairs.add(text[place : place + 2])
    for pair in pairs:
        meant = sorted((key for key, text in texts.items() if fold(pair) in fold(text)), reverse=True)
        assert find(pair, scope_of(texts), limit=1000) == meant, pair


@pytest.mark.parametrize("query", ["灯", "凉", "坏", "A3区", "3号楼", "B站", "5号线"])
def test_one_character_and_letters_among_them(texts, query):
    meant = sorted((key for key, text in texts.items() if fold(query) in fold(text)), reverse=True)
    assert meant
    assert find(query, scope_of(texts), limit=1000) == meant


def test_longer_runs_are_found_where_they_stand_together(texts):
    chosen = random.Random(13)
    runs = [run for text in texts.values() for run in re.findall("[\u4e00-\u9fff]{6,}", text)]
    for run in chosen.sample(runs, 20):
        start = chosen.randrange(len(run) - 5)
        query = run[start : start + chosen.randint(3, 6)]
        meant = sorted((key for key, text in texts.items() if fold(query) in fold(text)), reverse=True)
        assert find(query, scope_of(texts), limit=1000) == meant, query


@pytest.mark.parametrize(
    ("typed", "same"), [("學校", "学校"), ("ａ３區", "A3区"), ("３號樓", "3号楼"), ("校車", "校车")]
)
def test_width_case_and_script_do_not_matter(texts, typed, same):
    found = find(typed, scope_of(texts), limit=1000)
    assert found
    assert found == find(same, scope_of(texts), limit=1000)


def test_several_words_are_all_wanted(texts):
    found = find("食堂 凉", scope_of(texts), limit=1000)
    assert found == sorted((key for key, text in texts.items() if "食堂" in text and "凉" in text), reverse=True)


def test_pages_follow_one_another_without_gap(texts):
    whole = find("食堂", scope_of(texts), limit=1000)
    first = find("食堂", scope_of(texts), limit=10)
    assert [*first, *find("食堂", scope_of(texts), before=first[-1], limit=1000)] == whole


@pytest.mark.parametrize(
    "query",
    [
        "",
        "  ",
        "。，！",
        '"',
        "'",
        "*",
        "^",
        "():-",
        "NEAR(a b)",
        "路灯' OR '1",
        '路灯" OR words:"食堂',
        "\x00路",
        "!&|<->",
    ],
)
def test_what_people_type_is_words_and_never_an_expression(texts, query):
    found = find(query, scope_of(texts), limit=1000)
    assert set(found) <= set(texts)
    if not re.search(r"\w", query):
        assert found == []


def test_a_number_of_a_person_is_not_searched_for(texts):
    for number in ("13800138000", "１３８ ００１３ ８０００", "11010519491231002X", "a@b.cn"):
        with pytest.raises(BadInput):
            find(number, scope_of(texts))


def test_an_offices_search_never_has_the_hits_of_another(texts):
    other = f"o{Organisation.objects.get(name='乙').pk}"
    for word in VOCABULARY:
        assert not set(find(word, other, limit=1000)) & set(texts)


def test_a_person_is_not_found_in_either_script():
    words = masked_words(["張三说食堂饭菜凉，请联系张 三。"], [Identity(name="张三")])
    assert "张三" not in words
    assert "三说" not in words
    assert "食堂" in words


def test_the_index_survives_a_migration_that_remakes_its_table(db):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's generated column goes with the table")
    office = Organisation.objects.create(name="甲", short_name="甲", kind="school", path="/1/")
    case = Case.objects.create(
        organisation=office, title="x", summary="x", channel="web", received_at=time.now(), file_salt=b"s"
    )
    with connection.cursor() as cursor:
        for name in triggers.TRIGGERS:
            cursor.execute(f"DROP TRIGGER {name}")
    SearchText.objects.create(case=case, scopes="o1", words=masked_words(["路灯坏了"], []))
    assert find("路灯", "o1") == []
    triggers.after_migrate(apps.get_app_config("cases"), using="default")
    assert find("路灯", "o1") == [case.pk]
    SearchText.objects.filter(case=case).update(words=masked_words(["食堂"], []))
    assert (find("路灯", "o1"), find("食堂", "o1")) == ([], [case.pk])


def test_a_list_searches_only_where_its_reader_may(office: Office):
    office.raised(text="食堂的饭菜是凉的，连着三天都这样。")
    registrar = office.example.actors[office.desk]
    stranger = next(
        actor
        for actor in office.example.actors.values()
        if actor.organisation_id != registrar.organisation_id and "registrar" in actor.roles
    )
    assert len(lists.cases(registrar, lists.Filters(query="饭菜")).rows) == 1
    assert lists.cases(stranger, lists.Filters(query="饭菜")).rows == ()
