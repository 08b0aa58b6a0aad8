"""Which office is competent for a case, by the data that the offices entered. Never one that must not learn of it."""

from __future__ import annotations

from huiyin.cases.models import Case
from huiyin.cases.models.case import Kind
from huiyin.organisations.models import Organisation
from huiyin.organisations.queries import Competent, who_is_competent


def competent_for(case: Case, category: str | None = None) -> Competent:
    """For the category of the case, or for another one that is being chosen. Nobody where it has none, or is sealed."""
    code = category if category is not None else case.category.code if case.category else ""
    if not code or case.kind == Kind.MISCONDUCT:
        return Competent()
    said = [" ".join((concern.place, concern.text)) for concern in case.concerns.all()]
    words = " ".join((case.title, *said))
    return who_is_competent(case.office, code, words=words, excluded=must_not_know(case))


def must_not_know(case: Case) -> frozenset[int]:
    """Offices whose head is excluded from the case: to pass it on there would hand it to whom it is about."""
    posts = [exclusion.post_id for exclusion in case.exclusions.all()]
    if not posts:
        return frozenset()
    return frozenset(Organisation.objects.filter(head_post__in=posts).values_list("pk", flat=True))
