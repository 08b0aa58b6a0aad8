"""A package that somebody brings: read strictly, with limits, before anything of it is believed."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from django.utils.translation import gettext as _

from huiyin.kernel.errors import BadInput

KNOWN = ("sha512", "sha256")  # what is weaker proves nothing
MOST_BYTES, MOST_FILES = 500_000_000, 5000
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)")
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
_VERSION = re.compile(r"\ABagIt-Version: (0\.9[5-7]|1\.0)\r?\nTag-File-Character-Encoding: (\S+)\s*\Z")
_DOTS = re.compile(r"(?:^|/)\.{0,2}(?:/|$)")


@dataclass(frozen=True, slots=True)
class Bag:
    """What was read. `info`: label -> values; `payload`: path below `data/` -> contents."""

    name: str
    info: Mapping[str, tuple[str, ...]]
    payload: Mapping[str, bytes]


def read(content: bytes, place: str) -> Bag:
    """The package in a ZIP. `BadInput` at `place` that names the file inside and what is wrong with it."""
    return check(_unpacked(content, place), place)


def check(files: Mapping[str, bytes], place: str) -> Bag:
    """`files`: path below one folder that is the package -> contents. Complete and valid (RFC 8493, 3), or `BadInput`."""
    name, files = _one_folder(files, place)
    version = _text(files, "bagit.txt", place)
    if not (told := _VERSION.match(version)) or told[2].upper() != "UTF-8":
        raise BadInput(
            f"{place}: bagit.txt", _("It names no version of BagIt that is read here."), _("Ask who made the package.")
        )
    if "fetch.txt" in files:
        raise BadInput(
            f"{place}: fetch.txt", _("Parts of the package lie elsewhere; nothing is fetched."), _incomplete()
        )
    manifests = {found[0]: (bool(found[1]), found[2]) for found in map(_MANIFEST.fullmatch, files) if found}
    if not any(not tag and algorithm in KNOWN for tag, algorithm in manifests.values()):
        raise BadInput(place, _("It has no manifest by SHA-256 or SHA-512."), _("Ask who made it for one."))
    payload = {path for path in files if path.startswith("data/")}
    for manifest, (tag, algorithm) in manifests.items():
        listed = _listed(_text(files, manifest, place), f"{place}: {manifest}")
        if not tag and (missing := payload - set(listed)):
            raise BadInput(
                f"{place}: {min(missing)}", _("The manifest %s does not name this file.") % manifest, _incomplete()
            )
        for path, wanted in listed.items():
            _same(files, path, wanted, algorithm, place)
    _as_counted(files, payload, place)
    return Bag(name, _info(files), {path.removeprefix("data/"): files[path] for path in payload})


def _same(files: Mapping[str, bytes], path: str, wanted: str, algorithm: str, place: str) -> None:
    if path not in files:
        raise BadInput(f"{place}: {path}", _("The manifest names this file, and it is not there."), _incomplete())
    if algorithm in KNOWN and hashlib.new(algorithm, files[path]).hexdigest() != wanted.lower():
        raise BadInput(f"{place}: {path}", _("This file was changed: its checksum is another one."), _incomplete())


def _as_counted(files: Mapping[str, bytes], payload: set[str], place: str) -> None:
    told = _info(files).get("Payload-Oxum")
    if told and told[0] != f"{sum(len(files[path]) for path in payload)}.{len(payload)}":
        raise BadInput(f"{place}: bag-info.txt", _("It counts other bytes or files than there are."), _incomplete())


def _incomplete() -> str:
    return _("Ask for the package again, and keep this one as it came.")


def _unpacked(content: bytes, place: str) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if len(entries) > MOST_FILES:
                raise _too_much(place)
            for entry in entries:
                path = _safe(entry.filename, place)
                with archive.open(entry) as stream:
                    data = stream.read(left + 1)  # what the entry says of its size is not believed
                left -= len(data)
                if left < 0:
                    raise _too_much(place)
                if path in found:
                    raise BadInput(f"{place}: {path}", _("This file is in it twice."), _incomplete())
                found[path] = data
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise BadInput(place, _("This is no ZIP that can be read."), _("Send it as it came, unchanged.")) from error
    return found


def _too_much(place: str) -> BadInput:
    return BadInput(
        place,
        _("It holds more than %(most)d MB, or more than %(files)d files.") % {"most": MOST_BYTES // 1_000_000, "files": MOST_FILES},
        _("Send it in parts, a package each."),
    )  # fmt: skip


def _safe(path: str, place: str) -> str:
    """No way out of the package, whatever the ZIP says."""
    if path.startswith("/") or "\\" in path or "\0" in path or _DOTS.search(path) or re.match(r"[A-Za-z]:", path):
        raise BadInput(f"{place}: {path}", _("This path leads out of the package."), _incomplete())
    return unicodedata.normalize("NFC", path)


def _one_folder(files: Mapping[str, bytes], place: str) -> tuple[str, dict[str, bytes]]:
    tops = {path.partition("/")[0] for path in files}
    if len(tops) != 1 or any("/" not in path for path in files):
        raise BadInput(place, _("A package is one folder; here are several, or none."), _("Send each package alone."))
    name = tops.pop()
    return name, {path.partition("/")[2]: content for path, content in files.items()}


def _text(files: Mapping[str, bytes], path: str, place: str) -> str:
    if path not in files:
        raise BadInput(
            f"{place}: {path}", _("This file is missing: without it this is no BagIt package."), _incomplete()
        )
    try:
        return files[path].decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{place}: {path}", _("It is not UTF-8."), _("Ask who made the package.")) from error


def _listed(text: str, place: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        told = _LINE.fullmatch(line)
        if told is None:
            raise BadInput(place, _("Line %d names no file and checksum.") % number, _incomplete())
        path = _safe(unquote(told[2]).removeprefix("./"), place)
        if path in found:
            raise BadInput(place, _("It names the file %s twice.") % path, _incomplete())
        found[path] = told[1]
    return found


def _info(files: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    text = files.get("bag-info.txt", b"").decode("utf-8", "replace")
    for line in re.sub(r"\r?\n[ \t]+", " ", text).splitlines():
        label, colon, value = line.partition(":")
        if colon:
            found[label.strip()] = (*found.get(label.strip(), ()), value.strip())
    return found
