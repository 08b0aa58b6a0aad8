"""A mail backend that puts each mail as an .eml file into a folder, for the example and until a mail server is named."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from huiyin.kernel import time


class EmailBackend(BaseEmailBackend):
    """Files are named by moment and Message-ID, never by the recipient."""

    def __init__(self, *args: Any, file_path: str | Path = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(file_path or settings.EMAIL_FILE_PATH or "mail")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            self._put(message)
        return len(email_messages)

    def _put(self, message: EmailMessage) -> None:
        """Whole or not at all, and on disk before it counts as sent."""
        name = re.sub(r"[^A-Za-z0-9]", "", str(message.extra_headers.get("Message-ID", "")).partition("@")[0])
        target = self.folder / f"{time.now():%Y%m%dT%H%M%S%f}-{name or secrets.token_hex(8)}.eml"
        draft = target.with_suffix(".part")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(message.message().as_bytes())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
