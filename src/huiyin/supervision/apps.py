"""A superior looks at what is late or badly handled below, asks, sets a date, takes over."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "huiyin.supervision"
    label = "supervision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases.actions import excluding

        from . import consequences, handover, showing, wording
        from .actions.barring import when_barred

        consequences.register()
        handover.offer()
        wording.register()
        showing.register()
        excluding.also_moves(when_barred)
