from django.apps import AppConfig
from django.db.models.signals import post_migrate


class LedgerConfig(AppConfig):
    name = "huiyin.kernel.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.kernel import identities
        from huiyin.kernel.ledger import checks, triggers  # noqa: F401  # checks register themselves

        identities.install()

        post_migrate.connect(triggers.after_migrate, sender=self, dispatch_uid="ledger-triggers")
