"""Late exclusions, for the tests of every room that lets a post owe something in a case."""

from __future__ import annotations

from huiyin.cases.actions import excluding
from huiyin.cases.models import Case
from huiyin.cases.tests.conftest import Office
from huiyin.kernel import outbox
from huiyin.kernel.clocks.models import Clock

KEPT_OUT = ("jiang", "song", "he")  # the subject, and the superiors in the office


def keep_out(office: Office, case: Case, post: str = "bureau/基教股股长", by: str = "liang") -> Case:
    """The clerk finds out that it is about the holder of that post."""
    wanted = office.example.posts[post].public_id
    version = Case.objects.get(pk=case.pk).version
    return excluding.exclude(actor=office.example.actors[by], case_id=case.pk, version=version, post=wanted)


def owed_by(office: Office, *names: str) -> list[str]:
    references = [office.example.actors[name].reference for name in names]
    return [f"{row.subject_kind}:{row.name}" for row in Clock.objects.filter(owner__in=references, ended_at=None)]


def read_by(office: Office, *names: str) -> list[object]:
    return [one for name in names for one in outbox.inbox([office.example.actors[name].reference], language="en")]
