"""Every component passes the five checks of the design, in every language and frame."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("frame", ["", "staff", "print"])
def test_components_pass_the_five_checks(live_server, page, check_page, language, frame):
    page.goto(f"{live_server.url}/language/{language}?next=/_components/{frame}")
    check_page()
