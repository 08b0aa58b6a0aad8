"""The inventory of what Huiyin is made of, in CycloneDX 1.6: `python tools/sbom.py > sbom.cdx.json`.

From the two locks alone, so that it says what is installed and nothing of the machine on which it is written.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
_PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(\[[^\]]*\])?==(?P<version>[^ ;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
_NAMES = {"sha512": "SHA-512", "sha384": "SHA-384", "sha256": "SHA-256"}


def components() -> list[dict[str, Any]]:
    """Of Python by `requirements.lock`, of the front end by `package-lock.json`; each with version, address (purl) and hashes."""
    return sorted([*_of_python(), *_of_the_front_end()], key=lambda one: str(one["purl"]))


def _of_python() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for line in (ROOT / "requirements.lock").read_text().splitlines():
        if pinned := _PINNED.match(line):
            name = re.sub(r"[-_.]+", "-", pinned["name"]).lower()
            found.append(_component(name, pinned["version"], f"pkg:pypi/{name}@{pinned['version']}"))
        for digest in _HASH.findall(line):
            found[-1]["hashes"].append({"alg": "SHA-256", "content": digest})
    return found


def _of_the_front_end() -> list[dict[str, Any]]:
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    found = []
    for place, package in locked.items():
        if not place:
            continue  # Huiyin itself
        name = place.rpartition("node_modules/")[2]
        one = _component(name, package["version"], f"pkg:npm/{quote(name, safe='/')}@{package['version']}")
        for written in package.get("integrity", "").split():
            kind, _dash, digest = written.partition("-")
            one["hashes"].append({"alg": _NAMES[kind], "content": base64.b64decode(digest).hex()})
        found.append(one)
    return found


def _component(name: str, version: str, purl: str) -> dict[str, Any]:
    return {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "hashes": []}


def document() -> dict[str, Any]:
    """The whole inventory; the same locks give the same bytes."""
    subject = {"type": "application", "bom-ref": "huiyin", "name": "huiyin"}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": subject},
        "components": components(),
    }


if __name__ == "__main__":
    json.dump(document(), sys.stdout, indent=1, ensure_ascii=False)
