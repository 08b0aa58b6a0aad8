"""Many machines: PostgreSQL, any number of servers and workers.

`HUIYIN_DATABASE` names the database: postgresql://user:password@host:port/name.
"""

from __future__ import annotations

import os

from .base import *  # noqa: F403
from .cluster_url import database_from_url
from .secret import secret_key

SECRET_KEY = secret_key()
DATABASES = {"default": database_from_url(os.environ.get("HUIYIN_DATABASE", ""))}
