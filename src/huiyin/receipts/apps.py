from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    name = "huiyin.receipts"
    label = "receipts"

    def ready(self) -> None:
        from . import sections

        sections.register()
