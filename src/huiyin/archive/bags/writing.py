"""A package as one ZIP: payload under `data/`, manifests of it by SHA-256 and SHA-512, and manifests of those."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping

VERSION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")  # both must be supported by who reads (RFC 8493, 2.4)
LONGEST_LINE = 79


def bag(name: str, payload: Mapping[str, bytes], info: Iterable[tuple[str, str]], at: dt.datetime) -> bytes:
    """The ZIP, whose one folder is `name` (RFC 8493, 4). `payload`: path below `data/`, ASCII -> contents; `at`: the time of all files."""
    data = {f"data/{path}": content for path, content in sorted(payload.items())}
    tags = {
        "bagit.txt": VERSION.encode(),
        "bag-info.txt": _info([*info, ("Bagging-Date", at.date().isoformat()), ("Payload-Oxum", _oxum(data))]),
        **{f"manifest-{one}.txt": manifest(data, one) for one in ALGORITHMS},
    }
    tags |= {f"tagmanifest-{one}.txt": manifest(tags, one) for one in ALGORITHMS}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in {**tags, **data}.items():
            entry = zipfile.ZipInfo(f"{name}/{path}", at.timetuple()[:6])
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(entry, content)
    return out.getvalue()


def manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    """A line a file: checksum, path. CR, LF and % of a path are escaped (RFC 8493, 2.1.3)."""
    lines = (f"{hashlib.new(algorithm, content).hexdigest()}  {escaped(path)}\n" for path, content in files.items())
    return "".join(lines).encode()


def escaped(path: str) -> str:
    return path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _oxum(data: Mapping[str, bytes]) -> str:
    return f"{sum(map(len, data.values()))}.{len(data)}"


def _info(pairs: Iterable[tuple[str, str]]) -> bytes:
    """`Label: value`; a long value goes on in a line that begins with a space, where the value has one (RFC 8493, 2.2.2)."""
    lines = (f"{label}: {' '.join(value.split())}" for label, value in pairs if value)
    return "".join(f"{_folded(line)}\n" for line in lines).encode()


def _folded(line: str) -> str:
    lines = [""]
    for word in line.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= LONGEST_LINE:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return "\n ".join(lines)
