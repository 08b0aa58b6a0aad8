"""The inventory of libraries says what is locked, all of it."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent


def _written() -> dict[str, dict[str, object]]:
    done = subprocess.run([sys.executable, "tools/sbom.py"], cwd=ROOT, capture_output=True, check=True)
    return {str(one["purl"]): one for one in json.loads(done.stdout)["components"]}


def test_every_locked_package_stands_in_it_with_its_version_and_hash():
    written = _written()
    assert all(one["hashes"] for one in written.values())
    installed = {one.metadata["Name"].lower().replace("_", "-"): one.version for one in metadata.distributions()}
    needed = [Requirement(text) for text in metadata.requires("huiyin") or []]
    ours = {one.name.lower() for one in needed if not one.marker or one.marker.evaluate({"extra": "test"})}
    for name in ours:
        assert f"pkg:pypi/{name}@{installed[name]}" in written, name


def test_the_front_end_stands_in_it():
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    versions = {place.rpartition("node_modules/")[2]: one["version"] for place, one in locked.items() if place}
    written = {one["name"]: one["version"] for purl, one in _written().items() if purl.startswith("pkg:npm/")}
    assert versions
    assert written == versions
