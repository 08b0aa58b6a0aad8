"""Reads how mail leaves the house: `folder`, or the address of a mail server."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True, repr=False)
class Mail:
    """Django's mail settings. `tls`: encrypted from the first byte (465); `starttls`: after the greeting (587)."""

    backend: str
    folder: Path | None = None
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: bool = False
    starttls: bool = False


def mail_from_url(url: str, home: Path) -> Mail:
    """`folder` (into HOME/mail, as .eml), `smtp://user:password@host:port?tls=1`, or `smtps://…`."""
    if url == "folder":
        return Mail("huiyin.kernel.outbox.folder.EmailBackend", folder=home / "mail")
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured("HUIYIN_MAIL must be `folder` or look like smtp://user:password@host:587?tls=1")
    tls = parts.scheme == "smtps"
    starttls = not tls and parse_qs(parts.query).get("tls") == ["1"]
    return Mail(
        "huiyin.kernel.outbox.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or (465 if tls else 587 if starttls else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls,
        starttls=starttls,
    )
