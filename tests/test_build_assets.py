"""What is not ours to use never reaches a page, whatever a new version of the third-party styles brings."""

from __future__ import annotations

import pytest

from tools import build_assets

THEIRS = (
    '@charset "UTF-8";@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}'
    ".govuk-header{background:url(/assets/images/govuk-crest.svg)}"
    ".govuk-button{font-family:GDS Transport,arial,sans-serif;background:url(data:image/svg+xml,%3Csvg/%3E)}"
    "@media print{.govuk-button{font-family:sans-serif}.govuk-header{display:none}}"
    ".govuk-button,.govuk-footer a:hover{color:red}.moj-timeline__item:before{content:none}"
    "/*# sourceMappingURL=x.css.map */"
)


def test_fonts_pictures_and_foreign_components_are_taken_out():
    css = build_assets.prune(build_assets.clean(THEIRS))
    assert not [word for word in build_assets.FORBIDDEN if word in css]
    assert "govuk-header" not in css
    assert "govuk-footer" not in css
    assert ".govuk-button{font-family:inherit;background:url(data:image/svg+xml,%3Csvg/%3E)}" in css
    assert "@media print{.govuk-button{font-family:sans-serif}}" in css
    assert ".moj-timeline__item:before" in css


def test_a_version_that_escapes_the_patch_fails_the_build():
    with pytest.raises(build_assets.AssetError, match="crest"):
        build_assets._refuse_forbidden(".govuk-button{mask:crest}")
