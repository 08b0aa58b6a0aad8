"""Builds what git does not hold before it is packed: compiled catalogues, the style sheet and the script."""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))


class BuildWithAssets(build_py):
    """The wheel is complete: who installs it needs neither node nor gettext."""

    def run(self) -> None:
        """Catalogues always; styles when they are missing or old, for they need node and a network."""
        from tools import build_assets, compile_catalogues

        compile_catalogues.compile_all()
        if not build_assets.is_current():
            build_assets.build()
        super().run()


setup(cmdclass={"build_py": BuildWithAssets})
