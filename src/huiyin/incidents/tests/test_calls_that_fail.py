"""A call that reaches nobody: it goes by each way there is, and then stands with who writes in the room."""

from __future__ import annotations

from django.urls import reverse

from huiyin.kernel import outbox
from huiyin.kernel.outbox.models import Notice
from huiyin.kernel.outbox.tests.mail_server import MailServer
from huiyin.organisations.models import Account


def test_a_call_goes_first_and_one_that_nobody_takes_stands_with_who_writes_in_the_room(school, signed_in, settings):
    for account in Account.objects.all():
        Account.objects.filter(pk=account.pk).update(email=f"{account.username}@school.example")
    server = MailServer()
    settings.EMAIL_BACKEND = "huiyin.kernel.outbox.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    server.refusals = {f"{account.username}@school.example": "550 no" for account in Account.objects.all()}
    incident = school.started()
    called = Notice.objects.filter(about=incident.reference, channel="email")
    assert called.exists()
    assert all(called.values_list("alarm", flat=True))
    while outbox.deliver_once(alarms=True).taken:
        pass
    server.stop()
    lost = next(one for one in outbox.given_up() if one.about == incident.reference)
    page = reverse("deliveries:notice", args=[lost.public_id])
    assert page in signed_in("gao").get("/undelivered/").content.decode()
    assert signed_in("xinfang").get(page).status_code == 404
