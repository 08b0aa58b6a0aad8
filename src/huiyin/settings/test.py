"""For tests: time can be moved, passwords and codes hash fast, static files need no manifest. `HUIYIN_TEST_DATABASE` picks PostgreSQL."""

from __future__ import annotations

import os

from .base import *  # noqa: F403
from .base import HUIYIN_HOME, INSTALLED_APPS
from .cluster_url import database_from_url
from .embedded import DATABASES as EMBEDDED
from .secret import secret_key

SECRET_KEY = secret_key()
INSTALLED_APPS = [*INSTALLED_APPS, "huiyin.kernel.ledger.tests.sample"]
MOCKED_TIME_ALLOWED = True
HEARTBEAT_SECONDS = 0.2
WATCH_SECONDS = 0.2
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SEALED_COST = (1, 64 * 1024)

_postgres = os.environ.get("HUIYIN_TEST_DATABASE", "")
if _postgres:
    DATABASES = {"default": database_from_url(_postgres)}
else:
    DATABASES = EMBEDDED
    DATABASES["default"]["TEST"] = {"NAME": HUIYIN_HOME / "test.sqlite3"}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

# Styles and scripts come from their folders, without collecting them first.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
