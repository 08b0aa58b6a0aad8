from django.apps import AppConfig


class DeliveriesConfig(AppConfig):
    name = "huiyin.deliveries"
    label = "deliveries"

    def ready(self) -> None:
        from . import sources

        sources.settled_by("account", sources.accounts)
        sources.settled_by("own", sources.own)
