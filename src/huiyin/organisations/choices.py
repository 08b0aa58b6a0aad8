"""Who chose to hear of news outside of Huiyin too, and when not. Asked by the outbox; addresses stay where they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db.models import Q

from huiyin.kernel.outbox.passing_on import Reader

from .access.session import current_appointments
from .models import Account


def readers(references: Collection[str]) -> Iterable[Reader]:
    """Of these posts the present holders, and these accounts, as far as they chose something."""
    posts = [one.removeprefix("post:") for one in references if one.startswith("post:")]
    own = [one.removeprefix("account:") for one in references if one.startswith("account:")]
    meant = Q(appointments__post__public_id__in=posts, appointments__ended_at=None) | Q(public_id__in=own)
    for account in Account.objects.filter(meant, is_active=True).exclude(told_by=[]).distinct():
        held = current_appointments(account)
        inbox = (account.reference, *(row.post.reference for row in held))
        if held and not set(references).isdisjoint(inbox):
            yield Reader(
                reference=account.reference,
                inbox=inbox,
                channels=tuple(account.told_by),
                language=account.language,
                zone=held[0].post.unit.organisation.zone,
                quiet_from=account.quiet_from,
                quiet_until=account.quiet_until,
            )
