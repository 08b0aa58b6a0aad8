from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "huiyin.plans"
    label = "plans"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.kernel.ledger import triggers
        from huiyin.organisations.handover import on_change

        from . import consequences, falling_due, handover
        from .actions.printing import holder_changed
        from .models import FROZEN, PlanVersion

        triggers.freeze(triggers.Frozen(PlanVersion, "approved_at", PlanVersion.frozen_columns, FROZEN))
        consequences.register()
        handover.offer()
        on_change(holder_changed)
        falling_due.register()
