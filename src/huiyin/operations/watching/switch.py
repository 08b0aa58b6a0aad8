"""The outside dead-man's switch: it is told every minute that all is well or that something is not, and rings when it is told nothing.

In the manner of healthchecks: the address itself for success, `/fail` behind it for failure. It learns that and no more. It is
the administrator's own address; no answer leads anywhere else, and none is read.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit, urlunsplit

PATIENCE = 5.0  # seconds


class NotToldError(Exception):
    """The switch could not be told. Holds its status at most, never its address, which is a secret."""


class _NoOtherPlace(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_arguments: Any) -> None:
        """Wherever an answer points: not there."""


_opener = urllib.request.OpenerDirector()
for _handler in (
    urllib.request.ProxyHandler(),
    urllib.request.HTTPHandler(),
    urllib.request.HTTPSHandler(),
    urllib.request.HTTPErrorProcessor(),
    urllib.request.HTTPDefaultErrorHandler(),
    _NoOtherPlace(),
):
    _opener.add_handler(_handler)


def tell(address: str, *, well: bool) -> None:
    """One sign. Raises NotToldError."""
    request = urllib.request.Request(address if well else _failing(address), headers={"User-Agent": "huiyin"})  # noqa: S310  # http or https: `settings.ping_url`
    try:
        _opener.open(request, timeout=PATIENCE).close()
    except urllib.error.HTTPError as error:
        error.close()
        raise NotToldError(f"status {error.code}") from None
    except (OSError, http.client.HTTPException) as error:
        raise NotToldError(type(error).__name__) from None


def _failing(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/fail"))
