"""Which column of a table holds what: by the names that are known, or by a mapping file. Pure, but for reading that file."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

# Simplified, traditional, English; an earlier name wins where a table has two.
KNOWN: dict[str, tuple[str, ...]] = {
    "id": (
        "留言编号", "信件编号", "来信编号", "工单编号", "受理编号", "诉求编号", "编号",
        "留言編號", "信件編號", "來信編號", "工單編號", "受理編號", "訴求編號", "編號",
        "message id", "case id", "ticket id", "request id", "id", "number",
    ),
    "writer": (
        "留言用户", "留言用户编号", "用户编号", "用户名", "用户", "网友", "昵称", "账号",
        "留言用戶", "留言用戶編號", "用戶編號", "用戶名", "用戶", "網友", "暱稱", "帳號",
        "user id", "user name", "user", "writer", "author",
    ),
    "name": (
        "姓名", "来信人", "留言人", "投诉人", "信访人", "反映人", "来信人姓名", "联系人",
        "來信人", "投訴人", "信訪人", "反映人姓名", "聯絡人", "聯繫人", "name", "full name",
    ),
    "phone": (
        "联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "聯絡電話", "聯繫電話", "電話", "手機", "手機號",
        "手機號碼", "聯繫方式", "phone", "telephone", "mobile",
    ),
    "email": ("邮箱", "电子邮箱", "电子邮件", "郵箱", "電子郵箱", "電子郵件", "email", "e-mail", "mail"),
    "address": ("联系地址", "住址", "通讯地址", "聯繫地址", "聯絡地址", "通訊地址", "address", "home address"),
    "national_id": ("身份证号", "身份证号码", "证件号码", "身份證號", "身份證號碼", "證件號碼", "national id"),
    "subject": (
        "留言主题", "信件标题", "来信标题", "诉求标题", "主题", "标题", "题目",
        "留言主題", "信件標題", "來信標題", "訴求標題", "主題", "標題", "題目", "subject", "title",
    ),
    "text": (
        "留言详情", "留言内容", "信件内容", "来信内容", "诉求内容", "反映内容", "投诉内容", "详情", "内容", "正文",
        "留言詳情", "留言內容", "信件內容", "來信內容", "訴求內容", "反映內容", "投訴內容", "詳情", "內容",
        "detail", "details", "text", "message", "content", "description", "body",
    ),
    "wish": ("诉求目的", "希望", "訴求目的", "wish", "request"),
    "place": ("地点", "事发地点", "事发地址", "地點", "事發地點", "事發地址", "place", "location"),
    "received": (
        "留言时间", "来信时间", "来信日期", "写信时间", "提交时间", "受理时间", "登记时间", "诉求时间", "留言日期",
        "留言時間", "來信時間", "來信日期", "寫信時間", "提交時間", "受理時間", "登記時間", "訴求時間",
        "时间", "日期", "時間",
        "created at", "created", "received at", "received", "submitted at", "requested datetime", "date", "time",
    ),
    "reply": (
        "答复意见", "答复内容", "回复内容", "回复意见", "办理结果", "处理结果", "答复", "回复",
        "答覆意見", "答覆內容", "答復意見", "答復內容", "回覆內容", "回覆意見", "辦理結果", "處理結果", "答覆", "回覆",
        "reply", "answer", "response", "reply text",
    ),
    "replied": (
        "答复时间", "答复日期", "回复时间", "回复日期", "办结时间", "办理时间",
        "答覆時間", "答覆日期", "答復時間", "答復日期", "回覆時間", "回覆日期", "辦結時間",
        "reply time", "reply date", "replied at", "reply at", "answered at", "response time", "response date",
    ),
    "category": (
        "一级标签", "一级分类", "内容分类", "问题分类", "类别", "分类", "标签",
        "一級標籤", "一級分類", "內容分類", "問題分類", "類別", "分類", "標籤",
        "level1", "level 1", "category", "label", "service name",
    ),
    "likes": ("点赞数", "点赞", "支持数", "點讚數", "點贊數", "支持數", "likes", "upvotes"),
    "dislikes": ("反对数", "反对", "反對數", "反對", "dislikes", "downvotes"),
}  # fmt: skip
# What Huiyin itself writes beside a rejected row: no content of the message when the mended file is given again.
REASON_HEADS = ("未导入：行 / rejected: row", "未导入：栏目 / rejected: column", "未导入：原因 / rejected: reason")
DAY_ORDERS = ("dmy", "mdy")
_TELLING = frozenset({"text", "subject"})


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """What a mapping file says. `columns`: field -> heading; `day_order` of dates such as 3/4/2019 (empty: refused)."""

    columns: Mapping[str, str] = field(default_factory=dict)
    day_order: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands: field -> position; `headings` are the table's own words; `unknown` stay unread."""

    headings: tuple[str, ...]
    places: Mapping[str, int]
    unknown: tuple[str, ...]

    def heading(self, name: str) -> str:
        """How the table itself calls a field."""
        return self.headings[self.places[name]] if name in self.places else ""


def find(cells: Sequence[object], mapping: ColumnMap) -> Columns | None:
    """The columns, if these cells are a heading: at least the words of a message are there. None otherwise."""
    headings = tuple(str(cell).strip() for cell in cells)
    by_name: dict[str, int] = {}
    for place, heading in enumerate(headings):
        by_name.setdefault(normal(heading), place)
    places: dict[str, int] = {}
    for name, known in KNOWN.items():
        wanted = (mapping.columns[name],) if name in mapping.columns else known
        found = next((by_name[normal(word)] for word in wanted if normal(word) in by_name), None)
        if found is not None and found not in places.values():
            places[name] = found
    if not _TELLING & set(places):
        return None
    reasons = {normal(head) for head in REASON_HEADS}
    unknown = tuple(
        heading
        for place, heading in enumerate(headings)
        if heading and place not in places.values() and normal(heading) not in reasons
    )
    return Columns(headings, places, unknown)


def normal(heading: str) -> str:
    """A heading as it is compared: any width, any case, without spaces and signs."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", heading).casefold())


def read_mapping(path: Path) -> ColumnMap:
    """A mapping file in TOML or JSON: ``[columns] text = "诉求描述"`` and, where needed, ``day_order = "dmy"``.

    Raises `BadInput` that names the file and the key.
    """
    content = _load(path)
    for key in content:
        if key not in ("columns", "day_order"):
            raise BadInput(f"{path}: {key}", _("This key is not known."), _("Use: %s.") % "columns, day_order")
    columns = content.get("columns", {})
    if not isinstance(columns, dict):
        raise BadInput(f"{path}: columns", _("This is no table of names."), '[columns]\ntext = "诉求描述"')
    for name, heading in columns.items():
        if name not in KNOWN:
            raise BadInput(f"{path}: {name}", _("This field is not known."), _("Use: %s.") % ", ".join(KNOWN))
        if not isinstance(heading, str) or not heading.strip():
            raise BadInput(f"{path}: {name}", _("The heading is missing."), _("Write it as it stands in the table."))
    order = content.get("day_order", "")
    if order not in ("", *DAY_ORDERS):
        raise BadInput(f"{path}: day_order", _("This order is not known."), _("Use: %s.") % ", ".join(DAY_ORDERS))
    return ColumnMap(columns, order)


def _load(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        content = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except OSError as error:
        raise BadInput(str(path), _("The file can't be read (%s).") % error.strerror) from error
    except ValueError as error:  # wrong encoding, no JSON, no TOML
        raise BadInput(str(path), _("It is neither TOML nor JSON: %s") % error) from error
    if not isinstance(content, dict):
        raise BadInput(str(path), _("It is neither TOML nor JSON: %s") % type(content).__name__)
    return content
