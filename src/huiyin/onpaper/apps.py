from django.apps import AppConfig


class OnPaperConfig(AppConfig):
    name = "huiyin.onpaper"
    label = "onpaper"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases import from_paper

        from . import sections
        from .actions import take_row

        from_paper.register(take_row)
        sections.register()
