from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "huiyin.operations"
    label = "operations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import plans_on_the_day

        plans_on_the_day.offer()
