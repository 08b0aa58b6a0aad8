from django.apps import AppConfig


class ConfidentialConfig(AppConfig):
    name = "huiyin.confidential"
    label = "confidential"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import consequences, on_cases, sections, wording

        consequences.register()
        sections.register()
        on_cases.register()
        wording.offer_numbers()
