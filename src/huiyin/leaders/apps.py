from django.apps import AppConfig


class LeadersConfig(AppConfig):
    name = "huiyin.leaders"
    label = "leaders"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import beginning

        beginning.register()
