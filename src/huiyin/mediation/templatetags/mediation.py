"""This room's codes in words, on its pages."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huiyin.mediation.models import About, Participant, Term, Word
from huiyin.mediation.queries import TermLine
from huiyin.mediation.wording import BY, HOW, ROLES
from huiyin.tasks.models import Status
from huiyin.web.components import Tag
from huiyin.web.templatetags.hy import tag

register = template.Library()

Text = str | Promise


@register.simple_tag
def role(participant: Participant) -> Text:
    return ROLES[participant.role]


@register.simple_tag
def by(term: Term) -> Text:
    return BY[term.by]


@register.simple_tag
def how(word: Word) -> Text:
    return HOW[word.how]


@register.simple_tag
def said(word: Word) -> Text:
    """The answer, in the words of what it was about."""
    yes = word.answer == Word.Answer.YES
    if word.about == About.TAKING_PART:
        return _("takes part") if yes else _("does not take part")
    if word.about == About.PUBLIC_NOTICE:
        return _("may be announced") if yes else _("may not be announced")
    if word.about == About.AGREEMENT:
        return _("signed") if yes else _("does not sign it so")
    if word.answer == Word.Answer.CORRECTION:
        return _("to be corrected")
    return _("the minutes are right") if yes else _("objects to the minutes")


@register.simple_tag
def term_state(line: TermLine) -> SafeString:
    """How the office's promise stands: late says late."""
    assert line.task is not None  # the template asks
    task = line.task.task
    if line.late and task.status not in (Status.REPORTED, Status.ACCEPTED):
        return tag(Tag(_("late"), "late"))
    if task.status == Status.ACCEPTED:
        return tag(Tag(_("done"), "green"))
    if task.status == Status.REPORTED:
        return tag(Tag(_("reported as done"), "soon"))
    return tag(Tag(_("to come"), ""))
