"""The WSGI application that the server runs."""

from __future__ import annotations

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

gc.disable()  # as in `cli`
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings.embedded")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # every view is loaded now, not while somebody waits for the first page

# Whoever holds the write lock gives way at each statement: it must not wait 5 ms each time for a neighbour that computes. Measured at
# 0.5 ms and at this in turns: a fifth more submissions at once (docs/bench.md).
sys.setswitchinterval(0.00005)
# What was loaded stays: looking through it for garbage again and again costs each request.
gc.freeze()
gc.enable()
gc.set_threshold(20_000, 20, 20)
