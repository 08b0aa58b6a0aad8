from django.apps import AppConfig


class OnPaperConfig(AppConfig):
    name = "huiyin.onpaper"
    label = "onpaper"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.cases import from_paper
        from huiyin.kernel.files.jobs import spare

        from . import sections
        from .actions.sheets import take_row
        from .queries.mornings import names_in_use

        from_paper.register(take_row)
        sections.register()
        spare(names_in_use)
