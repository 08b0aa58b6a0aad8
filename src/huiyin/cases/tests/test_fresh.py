"""What a write knows of a case it need not ask for; whoever wants other rows asks the database for this case's alone."""

from __future__ import annotations

from huiyin.cases.actions.fresh import knows
from huiyin.cases.models import Case


def test_rows_that_are_known_are_not_asked_for_and_a_choice_among_them_is(office, django_assert_num_queries):
    case, other = office.fresh(office.raised()), office.fresh(office.raised())
    [concern] = case.concerns.all()
    here = knows(Case.objects.get(pk=case.pk), concerns=[concern], exclusions=[])
    with django_assert_num_queries(0):
        assert list(here.concerns.all()) == [concern]
        assert not here.exclusions.all().exists()
    with django_assert_num_queries(2):
        assert list(here.concerns.filter(text=concern.text)) == [concern]
        assert not here.concerns.order_by("id").filter(case=other).exists()
    with django_assert_num_queries(0):
        assert list(here.concerns.all()) == [concern]
