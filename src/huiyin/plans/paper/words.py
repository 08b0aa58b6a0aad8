"""What several sheets say alike, in the language that is active. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiyin.plans.schema import Contact, Step
from huiyin.web import dates

from .facts import PaperPlan, Seat

BLANK = "________________"  # a line to write on
SHORT_BLANK = "______"
TIME = "____:____"
MINUTES_A_DAY = 24 * 60
ENDS = "，：；。,:; "
EMERGENCY_DIGITS = 3  # 110, 119, 120, 122: known to everybody, free, from any telephone


def chinese() -> bool:
    return (get_language() or "zh-hans").startswith("zh")


def named(name: str, value: str) -> str:
    """`Name: value`; the one of the two that is there."""
    return ("：" if chinese() else ": ").join(filter(None, (name, value)))


def listed(items: Iterable[str]) -> str:
    return ("；" if chinese() else "; ").join(filter(None, items))


def joined(plan: PaperPlan, items: Iterable[str]) -> str:
    """The plan's own words, as its language joins them."""
    return ("; " if plan.document.language == "en" else "；").join(filter(None, items))


def aside(text: str) -> str:
    if not text:
        return ""
    return f"（{text}）" if chinese() else f" ({text})"


def day(value: dt.date) -> str:
    """With its year."""
    return dates.short_day_text(value, today=dt.date.min)


def begins(action: str) -> tuple[str, str]:
    """An action in two: its first words, by which it is known, and what follows."""
    found = re.match("[^，：；。,:;]+[，：；。,:;]?", action)
    return (found[0], action[found.end() :]) if found else (action, "")


def length(minutes: int | None) -> str:
    """How long a step may take, as short as it can be said."""
    if minutes is None:
        return ""
    if minutes == 0:
        return _("at once")
    if minutes % MINUTES_A_DAY == 0:
        days = minutes // MINUTES_A_DAY
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return ngettext("%(minutes)s min", "%(minutes)s min", minutes) % {"minutes": minutes}


def after(step: Step, plan: PaperPlan) -> str:
    """Which step it waits for."""
    if not step.after:
        return ""
    waited_for = next(one for one in plan.document.steps if one.key == step.after)
    return _("after “%(step)s”") % {"step": begins(waited_for.action)[0].rstrip(ENDS)}


def when(step: Step, plan: PaperPlan) -> str:
    """`60 min`, `after “Declare the end”: 1 day`."""
    return named(after(step, plan), length(step.within))


def at_levels(step: Step, plan: PaperPlan) -> str:
    """Only where a step is not taken at each."""
    titles = [level.title for level in plan.document.levels if level.key in step.levels]
    return _("only at %(levels)s") % {"levels": joined(plan, titles)} if titles else ""


def title(plan: PaperPlan, words: str) -> str:
    """Of a sheet; it begins with the word where it is for an exercise."""
    return _("[EXERCISE] %(title)s") % {"title": words} if plan.exercise else words


def role_title(plan: PaperPlan, key: str) -> str:
    """The title of the role with that key; the words themselves where they are no key."""
    return next((role.title for role in plan.document.roles if role.key == key), key)


def seat(one: Seat) -> str:
    """`Deputy head, Fang Xiaomei 138…`; a post that nobody holds says so; a missing number is a line."""
    if not one.people:
        return one.title + aside(_("nobody holds this post now"))
    people = " ".join(f"{person.name} {person.number or BLANK}" for person in one.people)
    return f"{one.title} {people}"


def version(plan: PaperPlan) -> str:
    """`version 4, approved 1 September 2026`, or why it is none."""
    if not plan.version:
        return _("starter plan, not approved by any office")
    number = _("version %(number)s") % {"number": plan.version}
    if plan.approval is None:
        return named(number, _("draft, not approved"))
    return f"{number} · " + _("approved on %(day)s") % {"day": day(plan.approval.on)}


def number_of(contact: Contact, plan: PaperPlan) -> str:
    """As printed beside a name: its own number, else that of whoever takes its role; else nothing, which is a gap."""
    if contact.number:
        return contact.number
    role = next((role for role in plan.document.roles if contact.role and role.key == contact.role), None)
    taken = plan.holders_of(role).seat if role else None
    return " · ".join(person.number for person in taken.people if person.number) if taken else ""


def ringable(contact: Contact, plan: PaperPlan) -> str:
    """The number, or a line to write it on. In an exercise nobody rings out: the number can be seen, and that it is not rung."""
    number = number_of(contact, plan) or BLANK
    return number + aside(_("exercise: not rung")) if contact.outside and plan.exercise else number


def is_emergency(contact: Contact) -> bool:
    return contact.outside and contact.number.isdecimal() and len(contact.number) == EMERGENCY_DIGITS
