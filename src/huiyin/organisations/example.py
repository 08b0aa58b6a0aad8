"""An example district for `huiyin demo`: invented places and people, all sign-ins with one known password.

County government and county education bureau, two central schools, a village primary school under one of them, a
township office and its discipline office; the county government is who looks at a matter a second time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from huiyin.kernel import store, time
from huiyin.kernel.errors import Conflict
from huiyin.kernel.ledger.models import Committed

from .access import Actor, machine
from .access.session import actor_of_appointment
from .actions.competences import Competent, add_competence
from .actions.groups import Member, save_leading_group, save_term
from .actions.parts import note
from .actions.people import appointed
from .actions.tree import create_organisation, create_post, create_unit
from .models import Account, Appointment, Organisation, Post, SchoolClass, Unit
from .rules import Period

PASSWORD = "huiyin-example"  # noqa: S105  # printed beside the address; the banner says that it is example data


@dataclass(frozen=True, slots=True)
class Example:
    """What was built. `posts` by "organisation/title" and `actors` by sign-in name, as in ``actors["shen"]``."""

    organisations: Mapping[str, Organisation]  # county, bureau, school, school-2, primary, township, discipline
    units: Mapping[str, Unit]  # "school/总务处"
    posts: Mapping[str, Post]  # "school/总务处副主任"
    actors: Mapping[str, Actor]
    password: str = PASSWORD

    @property
    def sign_ins(self) -> tuple[tuple[str, str, str], ...]:
        """(sign-in name, post, organisation) for what `make run` prints."""
        names = {node.pk: node.name for node in self.organisations.values()}
        return tuple((name, actor.post_title, names[actor.organisation_id]) for name, actor in self.actors.items())


@dataclass(frozen=True, slots=True)
class _Post:
    unit: str
    title: str
    roles: tuple[str, ...]
    reports_to: str = ""  # "key/title"
    head: bool = False


@dataclass(slots=True)
class _Work:
    actor: Actor
    organisations: dict[str, Organisation] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)


_OUTSIDE = {
    "outside_body_name": "临禾县纪委监委",
    "outside_body_channel": "电话12388，工作日8:30–12:00、14:00–17:30有人接；来信寄临禾县文昌路20号，信封上写“信访室收”。",
}
_HOURS = {"opening_hours": "工作日8:30–12:00、14:00–17:30"}

# key, parent, name, short name, kind, details
_ORGANISATIONS: tuple[tuple[str, str, str, str, str, dict[str, str]], ...] = (
    ("county", "", "临禾县人民政府", "县政府", "county", {"address": "临禾县文昌路1号", "phone": "0000-5550 100"}),
    ("bureau", "county", "临禾县教育局", "县教育局", "county-bureau", {"address": "临禾县文昌路8号", "phone": "0000-5550 120"}),
    ("school", "bureau", "柳塘镇中心学校", "柳塘中心校", "school", {"address": "临禾县柳塘镇中街12号", "phone": "0000-5550 312"}),
    ("school-2", "bureau", "清溪镇中心学校", "清溪中心校", "school", {"address": "临禾县清溪镇学前路3号", "phone": "0000-5550 413"}),
    ("primary", "school", "柳塘镇石桥小学", "石桥小学", "school", {"address": "临禾县柳塘镇石桥村", "phone": "0000-5550 316"}),
    ("township", "county", "柳塘镇人民政府", "柳塘镇政府", "township", {"address": "临禾县柳塘镇中街1号", "phone": "0000-5550 300"}),
    ("discipline", "township", "柳塘镇纪委", "镇纪委", "discipline-office", {"address": "临禾县柳塘镇中街1号", "phone": "0000-5550 309"}),
)  # fmt: skip

_SCHOOL: tuple[_Post, ...] = (
    _Post("校领导", "校长", ("head", "approver"), "bureau/局长", head=True),
    _Post("校领导", "分管副校长", ("leader", "approver"), "/校长"),
    _Post("校办公室", "校办主任", ("registrar",), "/分管副校长"),
    _Post("总务处", "总务处副主任", ("handler",), "/分管副校长"),
    _Post("教导处", "教导主任", ("handler",), "/分管副校长"),
    _Post("信息管理", "系统管理员", ("administrator",), "/校长"),
)
_POSTS: dict[str, tuple[_Post, ...]] = {
    "county": (
        _Post("县政府领导", "分管副县长", ("head", "approver"), head=True),
        _Post("信访督查室", "督查专员", ("supervisor",), "/分管副县长"),
        _Post("信访督查室", "复核承办", ("registrar", "handler"), "/分管副县长"),
    ),
    "bureau": (
        _Post("局领导", "局长", ("head", "approver"), "county/分管副县长", head=True),
        _Post("局领导", "分管副局长", ("leader", "approver"), "/局长"),
        _Post("信访接待室", "接待室主任", ("registrar", "handler"), "/分管副局长"),
        _Post("信访接待室", "登记员", ("registrar",), "/接待室主任"),
        _Post("基础教育股", "基教股股长", ("handler",), "/分管副局长"),
        _Post("督导室", "督导员", ("supervisor",), "/局长"),
        _Post("政策法规股", "法制审核员", ("legal-reviewer",), "/局长"),
        _Post("信息中心", "系统管理员", ("administrator",), "/局长"),
        _Post("信息中心", "第二系统管理员", ("administrator",), "/局长"),
    ),
    "school": _SCHOOL,
    "school-2": _SCHOOL,
    "primary": (
        _Post("校领导", "校长", ("head", "approver", "leader"), "school/校长", head=True),
        _Post("教导处", "教导主任", ("registrar", "handler"), "/校长"),
    ),
    "township": (
        _Post("镇领导", "镇长", ("head", "approver", "leader"), "county/分管副县长", head=True),
        _Post("党政办公室", "信访专干", ("registrar", "handler"), "/镇长"),
    ),
    "discipline": (_Post("纪委", "纪委书记", ("discipline",), head=True),),
}
# sign-in name, name, post (and posts held as deputy)
_PEOPLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("zhou", "周明远", ("county/分管副县长",)),
    ("ducha", "程岚", ("county/督查专员",)),
    ("fuhe", "石立", ("county/复核承办",)),
    ("he", "何建国", ("bureau/局长",)),
    ("song", "宋雅琴", ("bureau/分管副局长",)),
    ("liang", "梁敏", ("bureau/接待室主任",)),
    ("tang", "唐小雨", ("bureau/登记员",)),
    ("jiang", "蒋文", ("bureau/基教股股长",)),
    ("dudao", "郭平", ("bureau/督导员",)),
    ("fazhi", "尹正", ("bureau/法制审核员",)),
    ("admin", "陆工", ("bureau/系统管理员",)),
    ("admin2", "叶工", ("bureau/第二系统管理员",)),
    ("xiaozhang", "韩志学", ("school/校长",)),
    ("fang", "方晓梅", ("school/分管副校长",)),
    ("zheng", "郑洁", ("school/校办主任", "school/总务处副主任")),
    ("shen", "沈静", ("school/总务处副主任",)),
    ("gao", "高强", ("school/教导主任",)),
    ("school-admin", "温涛", ("school/系统管理员",)),
    ("qingxi", "戴春林", ("school-2/校长",)),
    ("qingxi-fu", "卢芳", ("school-2/分管副校长",)),
    ("qingxi-ban", "姚倩", ("school-2/校办主任",)),
    ("qingxi-zongwu", "丁海", ("school-2/总务处副主任",)),
    ("shiqiao", "葛玉兰", ("primary/校长",)),
    ("shiqiao-jiaodao", "冯磊", ("primary/教导主任",)),
    ("zhenzhang", "邱卫东", ("township/镇长",)),
    ("xinfang", "秦月", ("township/信访专干",)),
    ("jiwei", "贺正清", ("discipline/纪委书记",)),
)
# (office, category of the starter taxonomy, what for, by which text, words by which its area is recognised)
_SCHOOL_RULE = "临禾县教育局《信访事项责任清单》第2条：学校内部事务先由学校办理"
_BUREAU_RULE = "临禾县教育局《信访事项责任清单》第3条"
_COMPETENCES: tuple[tuple[str, str, str, str, str], ...] = (
    ("county", "", "县里的各类事项", "《信访工作条例》第五条：属地管理、分级负责", ""),
    ("bureau", "01", "学校办理之后仍有意见的校内事项", _BUREAU_RULE, ""),
    ("bureau", "01.01", "学校食堂和伙食费：学校先办，教育局督导", _BUREAU_RULE, ""),
    ("bureau", "01.06", "教育收费", _BUREAU_RULE, ""),
    ("bureau", "02.04", "特殊教育与融合", _BUREAU_RULE, ""),
    ("bureau", "03", "入学、转学和资助", _BUREAU_RULE, ""),
    ("bureau", "05", "教师工资、社保、职称、申诉", "《教师法》第三十九条；" + _BUREAU_RULE, ""),
    *(
        (school, code, words, _SCHOOL_RULE, area)
        for school, area in (("school", "柳塘中心校"), ("school-2", "清溪"), ("primary", "石桥小学"))
        for code, words in (
            ("01.01", "学校食堂和伙食费"), ("01.02", "校舍、操场"), ("01.03", "校园安全"), ("01.04", "宿舍"), ("01.07", "课后服务"),
            ("02", "课程、作业、评分、分班"),
        )
    ),
    ("township", "06.01", "校门外的道路和秩序", "《信访工作条例》第五条；柳塘镇人民政府权责清单第12项", "柳塘"),
    ("township", "06", "镇里的土地、民政、环境等事项", "《信访工作条例》第五条；柳塘镇人民政府权责清单", "柳塘"),
)  # fmt: skip


def build_example_district(at: dt.datetime | None = None) -> Example:
    """Build it into an empty database, as it stands at `at` (now). Raises `Conflict` where there is an organisation."""
    if Organisation.objects.exists():
        raise Conflict("There is an organisation already.", "The example goes into an empty database only.")
    moment = at or time.now()
    work = _Work(machine("example"))
    for key, parent, name, short, kind, details in _ORGANISATIONS:
        above = work.organisations[parent].public_id if parent else None
        work.organisations[key] = create_organisation(
            actor=work.actor,
            parent=above,
            name=name,
            short_name=short,
            kind=kind,
            second_step=False,
            **details,
            **_HOURS,
            **_OUTSIDE,
        )
    for key, posts in _POSTS.items():
        _build_posts(work, key, posts)
    actors = _build_people(work, moment)
    _build_year(work, moment)
    since = moment.date().replace(month=1, day=1)
    for key, category, words, source, area in _COMPETENCES:
        add_competence(
            actor=work.actor,
            organisation=work.organisations[key].public_id,
            says=Competent(category, source, words, area),
            from_on=since,
        )
    organisations = {key: Organisation.objects.get(pk=row.pk) for key, row in work.organisations.items()}
    return Example(organisations, work.units, work.posts, actors)


def _build_posts(work: _Work, key: str, posts: tuple[_Post, ...]) -> None:
    for plan in posts:
        place = f"{key}/{plan.unit}"
        if place not in work.units:
            work.units[place] = create_unit(
                actor=work.actor, organisation=work.organisations[key].public_id, name=plan.unit
            )
        above = f"{key}{plan.reports_to}" if plan.reports_to.startswith("/") else plan.reports_to
        work.posts[f"{key}/{plan.title}"] = create_post(
            actor=work.actor,
            unit=work.units[place].public_id,
            title=plan.title,
            roles=plan.roles,
            reports_to=work.posts[above].public_id if above else None,
            is_head=plan.head,
        )


def _build_people(work: _Work, at: dt.datetime) -> dict[str, Actor]:
    """All in one write, with one hash of the one password: the example must be there at once."""
    hashed = make_password(PASSWORD)
    since = time.today("Asia/Shanghai").replace(year=at.year - 1, month=9, day=1)
    appointments: dict[str, Appointment] = {}
    rows: list[Committed] = []
    with store.write():
        for username, name, posts in _PEOPLE:
            account = Account(username=username, display_name=name, password=hashed)
            account.save()
            held = [appointed(account, work.posts[place], Period(since), deputy=place != posts[0]) for place in posts]
            appointments[username] = held[0]
            rows += [account, *held]
        note("appoint", work.actor, f"organisation:{work.organisations['bureau'].public_id}", rows)
    return {username: actor_of_appointment(row) for username, row in appointments.items()}


def _build_year(work: _Work, at: dt.datetime) -> None:
    """This school year's terms, two classes, and the leading group for concerns of the central school."""
    year = at.year if at.month >= 8 else at.year - 1
    school = work.organisations["school"].public_id
    terms = (
        (f"{year}–{year + 1}学年第一学期", dt.date(year, 9, 1), dt.date(year + 1, 1, 22)),
        (f"{year}–{year + 1}学年第二学期", dt.date(year + 1, 2, 24), dt.date(year + 1, 7, 8)),
    )
    for name, first_day, last_day in terms:
        save_term(actor=work.actor, organisation=school, name=name, first_day=first_day, last_day=last_day)
    with store.write():
        SchoolClass.objects.bulk_create(
            SchoolClass(organisation=work.organisations["school"], grade=grade, name=f"{grade}（{number}）班")
            for grade in ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级")
            for number in (1, 2)
        )
    save_leading_group(
        actor=work.actor,
        organisation=school,
        name="信访工作领导小组",
        purpose="每一件诉求都有人负责、按期答复。",
        duties="每月碰头一次，看晚了的事项和回头看的结果。",
        office_unit=work.units["school/校办公室"].public_id,
        members=[
            Member(work.posts["school/校长"].public_id, "leader", "对全校的答复负责。"),
            Member(work.posts["school/分管副校长"].public_id, "deputy", "包案，审批答复意见。"),
            Member(work.posts["school/校办主任"].public_id, "office-director", "登记、受理、回执、送达。"),
            Member(work.posts["school/总务处副主任"].public_id, "member", "承办伙食、宿舍、校舍的事项。"),
            Member(work.posts["school/教导主任"].public_id, "member", "承办课程、作业、课后服务的事项。"),
        ],
    )
