"""The hands into which a notice is given, one a channel. Nothing here names an address, in errors neither."""

from __future__ import annotations

from django.conf import settings

from huiyin.settings.gateways import CHATS

from . import push
from .chat import ChatGateway
from .gateway import Gateway, SendError, Weight
from .mail import MailGateway
from .push import PushGateway
from .web import WebGateway, of_settings

__all__ = ["ChatGateway", "Gateway", "MailGateway", "PushGateway", "SendError", "WebGateway", "Weight", "of"]


def of(channel: str) -> Gateway:
    """The gateway of a channel, not open yet. Raises `SendError` where the installation has none."""
    if channel in CHATS and channel in settings.OUTBOX_GATEWAYS:
        return ChatGateway(channel, settings.OUTBOX_GATEWAYS[channel])
    if channel == push.CHANNEL and channel in settings.OUTBOX_GATEWAYS:
        return PushGateway(settings.OUTBOX_GATEWAYS[channel])
    return MailGateway() if channel == "email" else of_settings(channel)
