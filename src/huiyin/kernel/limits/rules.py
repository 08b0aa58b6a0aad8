"""The arithmetic of limits. Pure; times are seconds or aware datetimes that are handed in."""

from __future__ import annotations

import ipaddress


def slot_of(moment: float, window: float) -> tuple[int, float]:
    """The number of the window in which `moment` (seconds since 1970) lies, and the part of it that has passed."""
    slot, rest = divmod(moment, window)
    return int(slot), rest / window


def estimate(previous: int, current: int, passed: float) -> float:
    """Events in the sliding window that ends now: all of this slot, and the part of the last that still lies in it."""
    return previous * (1.0 - passed) + current


def delay(failures: int, free: int, longest: float) -> float:
    """Seconds to wait after so many failures in a row: none while `free`, then 1, 2, 4, … up to `longest`."""
    if failures <= free:
        return 0.0
    return min(longest, 2.0 ** min(failures - free - 1, 30))


def prefix(address: str) -> str:
    """The network from which an address comes: /24 of IPv4, /64 of IPv6; what can't be read stays as it is."""
    try:
        parsed = ipaddress.ip_address(address.strip())
    except ValueError:
        return address.strip()[:64]
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    length = 24 if parsed.version == 4 else 64
    return str(ipaddress.ip_network(f"{parsed}/{length}", strict=False))
