"""Reads the address of an outside dead-man's switch."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def ping_address(name: str, address: str) -> str:
    """As the administrator wrote it; empty: none is told. Only http and https: nothing else of this machine is opened."""
    parts = urlsplit(address)
    if address and (parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.fragment):
        raise ImproperlyConfigured(f"{name} must look like https://hc-ping.example/the-name-of-the-check")
    return address
