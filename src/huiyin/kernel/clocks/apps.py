from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "huiyin.kernel.clocks"
    label = "clocks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.kernel.clocks import recomputing

        recomputing.register()
