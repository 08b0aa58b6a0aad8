"""Draws Django form fields in the house's markup. The form decides what is asked; nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from huiyin.kernel.errors import BadInput

_KINDS: Final[tuple[tuple[type[forms.Widget], str], ...]] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.ClearableFileInput, "file"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.DateInput, "date"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, and where."""

    href: str
    message: str


def put_error(form: BaseForm, error: BadInput) -> None:
    """What an action found wrong, at the field that it names; above the form where there is none of that name."""
    place = error.place if error.place in form.fields else None
    form.add_error(place, error.sentences)


def draw(bound: BoundField, **options: Any) -> SafeString:
    """One field.

    Options: `heading` the label or legend is the page's `<h1>`; `hint` instead of the form's help text; `width` in
    characters (2, 3, 4, 5, 10, 20); `code` the typeface of receipt codes; `rows` of a textarea; `plain` radios without
    cards; `placeholder`, `autocomplete`, `inputmode`, `accept`; any other name is a value of the radios, and its field
    is drawn under that choice: `{% field form.way sms=form.phone %}`.
    """
    kind = kind_of(bound)
    if kind == "hidden":
        return bound.as_widget()
    inside = {name: value for name, value in options.items() if isinstance(value, BoundField)}
    context = {
        "bound": bound,
        "messages": messages(bound),
        "id": bound.auto_id,
        "hint": options.get("hint", bound.help_text),
        "heading": bool(options.get("heading")),
        "plain": bool(options.get("plain")),
        "limit": _limit(bound, kind),
        "kind": kind,
    }
    if kind in ("radios", "checkboxes"):
        context["choices"] = _choices(bound, inside)
        context["described"] = _described_by(bound, options.get("hint"))
    else:
        context["control"] = bound.as_widget(attrs=_attributes(bound, kind, options))
    return render_to_string(f"web/fields/{_template(kind)}.html", context)


def kind_of(bound: BoundField) -> str:
    """How the field is drawn; `input` when it is none of the special ones."""
    widget = bound.field.widget
    return next((kind for cls, kind in _KINDS if isinstance(widget, cls)), "input")


def errors(form: BaseForm) -> list[Problem]:
    """All that is to be mended, in the order of the page; what concerns the whole form leads to the form."""
    found = [Problem("#main", str(message)) for message in form.non_field_errors()]
    for name in form.fields:
        bound = form[name]
        found += [Problem(f"#{_first_id(bound)}", message) for message in messages(bound)]
    return found


def messages(bound: BoundField) -> list[str]:
    """What is wrong with a field. Where the form has no words of its own for an empty field, its name is said."""
    found = []
    for error in bound.form.errors.get(bound.name, forms.utils.ErrorList()).as_data():
        unsaid = error.code == "required" and error.message == forms.Field.default_error_messages["required"]
        named = gettext("Not filled in yet: %(label)s") % {"label": bound.label}
        found += [named] if unsaid else [str(message) for message in error]
    return found


def _first_id(bound: BoundField) -> str:
    return f"{bound.auto_id}_0" if kind_of(bound) in ("radios", "checkboxes") else bound.auto_id


def _template(kind: str) -> str:
    return {"radios": "choices", "checkboxes": "choices", "checkbox": "checkbox"}.get(kind, "control")


def _limit(bound: BoundField, kind: str) -> int | None:
    return getattr(bound.field, "max_length", None) if kind == "textarea" else None


def _choices(bound: BoundField, inside: dict[str, Any]) -> list[dict[str, object]]:
    """Each choice with the field that is asked when it is taken."""
    drawn = []
    for number, widget in enumerate(bound.subwidgets):
        data = widget.data
        value = str(data["value"])
        drawn.append({
            "id": f"{bound.auto_id}_{number}",
            "name": data["name"],
            "value": value,
            "label": widget.choice_label,
            "checked": data["selected"],
            "inside": draw(inside[value]) if value in inside else "",
        })  # fmt: skip
    return drawn


def _attributes(bound: BoundField, kind: str, options: dict[str, Any]) -> dict[str, Any]:
    base = {
        "textarea": "govuk-textarea",
        "select": "govuk-select",
        "file": "hy-fileinput",
        "checkbox": "govuk-checkboxes__input",
    }
    css = base.get(kind, "govuk-input")
    classes = [css]
    if bound.errors and kind != "checkbox":
        classes.append(f"{css}--error")
    if options.get("width"):
        classes.append(f"govuk-input--width-{options['width']}")
    if options.get("code"):
        classes.append("hy-code")
    attributes: dict[str, Any] = {"class": " ".join(classes)}
    for name in ("rows", "placeholder", "autocomplete", "inputmode", "accept", "autocapitalize"):
        if options.get(name):
            attributes[name] = options[name]
    if described := _described_by(bound, options.get("hint"), limit=_limit(bound, kind)):
        attributes["aria-describedby"] = described
    if kind == "date" and isinstance(widget := bound.field.widget, forms.DateInput):
        widget.input_type = "date"
        widget.format = "%Y-%m-%d"  # what a date control reads, in every language
    if kind == "textarea":
        attributes.setdefault("rows", 6)
    return attributes


def _described_by(bound: BoundField, hint: object = None, limit: int | None = None) -> str:
    parts = []
    if hint or (hint is None and bound.help_text):
        parts.append(f"{bound.auto_id}-hint")
    if bound.errors:
        parts.append(f"{bound.auto_id}-error")
    if limit:
        parts.append(f"{bound.auto_id}-count")
    return " ".join(parts)
