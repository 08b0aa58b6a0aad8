from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "huiyin.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases.actions import excluding, sealing
        from huiyin.organisations.handover import on_change

        from . import consequences, handover, pages, wording
        from .actions.parts import close_with_case
        from .actions.passing import when_barred, when_empty

        consequences.register()
        handover.offer()
        wording.offer()
        pages.offer()
        wording.offer_numbers()
        sealing.also_closes(close_with_case)
        on_change(when_empty)
        excluding.also_moves(when_barred)
