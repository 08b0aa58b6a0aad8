"""Django's `migrate`, in a third of the time: the first start of an installation waits for it.

For each new model, constraint and index Django draws anew the models that are reached through relations, here nearly all
of them each time. But a new model is in no relation yet: it is drawn alone, and finds the others where they stand. A
constraint or an index is in none at all: it is only noted.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ProjectState

_reload_model = ProjectState.reload_model


class Command(migrate.Command):
    """The same steps, and the same tables."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        with _drawing_less():
            super().handle(*arguments, **options)


@contextmanager
def _drawing_less() -> Iterator[None]:
    own = {"reload_model": _draw, "_append_option": _note}
    kept = {name: getattr(ProjectState, name) for name in own}
    try:
        for name, function in own.items():
            setattr(ProjectState, name, function)
        yield
    finally:
        for name, function in kept.items():
            setattr(ProjectState, name, function)


def _draw(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
    drawn = state.__dict__.get("apps")  # to ask for the attribute would draw all
    if drawn is not None and model_name not in drawn.all_models[app_label]:
        drawn.render_multiple([state.models[app_label, model_name]])
    else:
        _reload_model(state, app_label, model_name, delay)


def _note(state: ProjectState, app_label: str, model_name: str, option_name: str, thing: Any) -> None:
    options = state.models[app_label, model_name].options
    options[option_name] = [*options[option_name], thing]
    if "apps" in state.__dict__:
        setattr(state.apps.get_model(app_label, model_name)._meta, option_name, [*options[option_name]])
