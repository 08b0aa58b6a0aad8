from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CasesConfig(AppConfig):
    name = "huiyin.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huiyin.documents import kinds
        from huiyin.organisations.handover import on_change

        from . import (
            between,
            consequences,
            handover,
            levels,
            noticed,
            on_paper,
            readers,
            second_hand,
            together,
            undelivered,
        )
        from .actions import excluding, letters
        from .search import triggers
        from .wording import OUTCOMES, REVIEWED

        kinds.register(letters.KINDS, {**letters.HEADINGS, **OUTCOMES, **REVIEWED})
        consequences.register()
        handover.offer()
        on_change(excluding.when_post_changes)
        together.put_on_pages()
        noticed.lead_to_cases()
        between.put_on_pages()
        levels.put_on_pages()
        undelivered.put_on_pages()
        on_paper.put_on_pages()
        readers.put_on_pages()
        second_hand.put_on_pages()
        post_migrate.connect(triggers.after_migrate, sender=self, dispatch_uid="cases-search-triggers")
