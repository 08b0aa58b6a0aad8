"""`{% section one zone %}`: a card that another room puts on the page of a case."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from huiyin.cases.sections import Section

register = template.Library()


@register.simple_tag(takes_context=True)
def section(context: Context, one: Section, zone: str) -> SafeString:
    """Drawn with its own context, the zone and the request (for the token of its forms)."""
    return render_to_string(one.template, {**one.context, "zone": zone}, request=context["request"])
