"""What runs by itself: sessions and codes that have run out are removed."""

from __future__ import annotations

from django.contrib.sessions.models import Session

from huiyin.kernel import store, time

from .models import SignInKey


def forget_expired() -> int:
    """Remove what has run out; answers the number of rows. Running it twice changes nothing."""
    now = time.now()
    sessions = Session.objects.filter(expire_date__lte=now)
    keys = SignInKey.objects.filter(expires_at__lte=now)
    if not (sessions.exists() or keys.exists()):
        return 0
    with store.write():
        return sessions.delete()[0] + keys.delete()[0]
