"""One machine: SQLite in a folder, the worker beside the server. The default."""

from __future__ import annotations

from .base import *  # noqa: F403
from .base import HUIYIN_HOME
from .read_only import name_of
from .secret import secret_key

SECRET_KEY = secret_key()

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name_of(HUIYIN_HOME / "huiyin.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                "PRAGMA recursive_triggers=ON;PRAGMA busy_timeout=10000;PRAGMA mmap_size=134217728;"
                "PRAGMA secure_delete=ON;PRAGMA cache_size=-65536;PRAGMA temp_store=MEMORY;"
                "PRAGMA wal_autocheckpoint=16000;"  # pages: what huiyin.kernel.wal leaves over
            ),
        },
    }
}
