"""A clerk at work while everything is killed: registers, sorts, accepts what comes in, and writes to the person.

What a page took (it led back to the case) must be there later, once. What broke off is looked at again, as people do.
"""

from __future__ import annotations

import random
import re
import time as monotonic
from collections import Counter
from collections.abc import Callable

from proof.people import Answer, Broken, Browser, LeftError, Load, NotAsPromisedError

CLERK, HEAD = "liang", "he"
PASSWORD = "huiyin-example"  # of the example district
_CASES = re.compile(r'href="/cases/([a-z0-9]{12})/')
_FIELD = re.compile(r'<input type="hidden" name="(version|reply_version)" value="([^"]*)"')
_CATEGORY = re.compile(r'<option value="([^"]+)"')
TAKEN_AS = {"register": "register", "sort": "sort", "accept": "accept", "answer_message": "answer_message"}


class Clerk:
    """Two posts at two browsers, one after the other on the cases that wait."""

    def __init__(self, load: Load, seed: int) -> None:
        self.load, self.chance = load, random.Random(f"{seed}/staff")
        self.taken: Counter[tuple[str, str]] = Counter()
        self.browsers: dict[str, Browser] = {}

    def live(self) -> None:
        """Until the load is told to stop. A fault ends it, and is told."""
        try:
            while not self.load.stopping.is_set():
                self._one_case()
        except LeftError:
            return
        except NotAsPromisedError as error:
            self.load.faults.append(f"staff: {error}")
        except Exception as error:
            self.load.faults.append(f"staff: {type(error).__name__}: {error}")

    def _one_case(self) -> None:
        listed = self._patiently(CLERK, lambda browser: browser.get("/cases/?bucket=new"))
        found = sorted(set(_CASES.findall(listed.text)))
        if not found:
            monotonic.sleep(0.2)
            return
        case = self.chance.choice(found)
        self._act(case, "register", CLERK)
        self._act(case, "sort", CLERK, kind="claim", claim_channel="6", competent="on")
        self._act(case, "accept", HEAD, conflict_free="on")
        self._act(case, "answer_message", CLERK, text="收到了，这几天给您回话。")

    def _act(self, case: str, verb: str, who: str, **given: str) -> None:
        """Open the verb's page, fill in what it shows, send it once."""
        path = f"/cases/{case}/do/{verb}/"
        page = self._patiently(who, lambda browser: browser.get(path))
        if page.status != 200:
            return  # somebody, or an answer that broke off, was faster: the case stands elsewhere by now
        fields = {**dict(_FIELD.findall(page.text)), **given}
        categories = [code for code in _CATEGORY.findall(page.text) if code]
        if categories:
            fields["category"] = categories[-1]
        self.load.wait()
        try:
            answer = self.browsers[who].post(path, fields)
        except Broken:
            self.load.broken += 1
            return
        if answer.status == 302 and answer.location.startswith(f"/cases/{case}/"):
            self.taken[case, TAKEN_AS[verb]] += 1
        elif answer.status >= 500 and answer.status != 503:
            raise NotAsPromisedError(f"{path} answered {answer.status}")

    def _patiently(self, who: str, ask: Callable[[Browser], Answer]) -> Answer:
        """Signed in anew where the session is gone: a kill must not have signed anybody out, but a start may."""

        def asked() -> Answer:
            return ask(self.browsers.get(who) or self._signed_in(who))

        while True:
            answer = self.load.patiently(asked)
            if answer.status != 302 or not answer.location.startswith("/sign-in/"):
                return answer
            self.browsers.pop(who)

    def _signed_in(self, who: str) -> Browser:
        browser = Browser(self.load.port, self.load.source(self.chance))
        browser.get("/sign-in/")
        answer = browser.post("/sign-in/", {"username": who, "password": PASSWORD})
        if answer.status != 302:
            raise NotAsPromisedError(f"{who} can't sign in: {answer.status}")
        self.browsers[who] = browser
        return browser
