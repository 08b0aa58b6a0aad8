from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "huiyin.retention"
    label = "retention"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import sections
        from .actions import confirming

        sections.register()
        confirming.register()
