"""People at browsers: they fill in the public form page by page, note their code, look it up, and write messages.

Each has cookies of their own and comes from a network of their own (127.x.y.1), as people do. What breaks off they try
again, as people do; what they were shown is kept, and must be true later.
"""

from __future__ import annotations

import http.client
import random
import re
import threading
import time as monotonic
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode

Broken = (OSError, http.client.HTTPException)  # the connection was refused, or broke off in the middle
_HIDDEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_CODE = re.compile(r"hy-slip__code[^>]*>([^<]+)<")
PATIENCE = 40.0  # seconds for which a person tries the same page again


@dataclass
class Answer:
    status: int
    location: str
    text: str


class NotAsPromisedError(AssertionError):
    """A page said something else than it must."""


class Browser:
    """One browser: cookies, and the form that the last page held."""

    def __init__(self, port: int, source: str) -> None:
        self.port, self.source = port, source
        self.cookies: dict[str, str] = {}
        self.token = ""

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        return self._ask("POST", path, urlencode(fields | {"csrfmiddlewaretoken": self.token}))

    def upload(self, path: str, file: tuple[str, str, bytes]) -> Answer:
        """One file (field, name, bytes), as a form with files sends it."""
        field, name, data = file
        mark = "----huiyin-between-the-parts"
        token = f'--{mark}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self.token}\r\n'
        head = f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        body = (token + head).encode() + data + f"\r\n--{mark}--\r\n".encode()
        return self._ask("POST", path, body, f"multipart/form-data; boundary={mark}")

    def _ask(
        self, method: str, path: str, body: str | bytes | None, kind: str = "application/x-www-form-urlencoded"
    ) -> Answer:
        """Raises one of `Broken` when no whole answer came."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(self.source, 0))
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = kind
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        found = _HIDDEN.search(text)
        self.token = found[1] if found else self.token
        return Answer(response.status, response.headers.get("Location", ""), text)


@dataclass
class Shown:
    """What one person was shown: the code, and each message that the page took."""

    words: str
    code: str = ""
    said: list[str] = field(default_factory=list)


@dataclass
class Load:
    """Several people at once, until told to stop. `faults`: answers that no kill explains."""

    port: int
    seed: int
    organisation: str
    browser: type[Browser] = Browser
    stopping: threading.Event = field(default_factory=threading.Event)
    going: threading.Event = field(default_factory=threading.Event)
    shown: list[Shown] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    broken: int = 0
    _threads: list[threading.Thread] = field(default_factory=list)

    def start(self, people: int, *others: Callable[[], None]) -> None:
        """`others`: who works beside them, until `stopping`."""
        self.going.set()
        self._threads = [threading.Thread(target=self._live, args=(number,)) for number in range(people)]
        self._threads += [threading.Thread(target=other) for other in others]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self.stopping.set()
        self.going.set()
        for thread in self._threads:
            thread.join(PATIENCE + 20)

    def source(self, chance: random.Random) -> str:
        return f"127.{chance.randrange(1, 255)}.{chance.randrange(256)}.1"

    def _live(self, number: int) -> None:
        chance = random.Random(f"{self.seed}/{number}")
        count = 0
        while not self.stopping.is_set():
            count += 1
            person = Person(self, self.browser(self.port, self.source(chance)), f"第{self.seed}轮{number}号第{count}件")
            try:
                person.raise_and_follow(messages=chance.randrange(3))
            except LeftError:
                return
            except NotAsPromisedError as error:
                self.faults.append(str(error))
            except Exception as error:
                self.faults.append(f"{type(error).__name__}: {error}")
                return

    def wait(self) -> None:
        """While the proof looks at what was promised, everybody stands still."""
        self.going.wait()
        if self.stopping.is_set():
            raise LeftError

    def patiently(self, ask: Callable[[], Answer]) -> Answer:
        """Tried again until it is answered. Standing still for the proof costs nobody patience."""
        patience = PATIENCE
        while True:
            self.wait()
            begun = monotonic.monotonic()
            try:
                return ask()
            except Broken:
                self.broken += 1
                monotonic.sleep(0.1)
                patience -= monotonic.monotonic() - begun
                if patience < 0:
                    raise NotAsPromisedError(f"nobody answered for {PATIENCE:.0f} s") from None


class LeftError(Exception):
    """The load is over."""


class Person:
    """One concern, from the first question to two messages."""

    def __init__(self, load: Load, browser: Browser, words: str) -> None:
        self.load, self.browser = load, browser
        self.shown = Shown(f"{words}：宿舍的热水停了三天。")
        self.email = f"lin{zlib.crc32(words.encode())}@example.test"  # their own: an address gets three codes a day

    def raise_and_follow(self, *, messages: int) -> None:
        self._raise()
        self._note_code()
        for number in range(messages):
            self._say(f"{self.shown.words}补充{number}")

    def confirm_address(self, code: str) -> None:
        """Type back what came to the address; from now on they are told there."""
        answer = self.browser.post("/status/contact/prove", {"code": code})
        if answer.status != 302:
            raise NotAsPromisedError(f"/status/contact/prove answered {answer.status}: {_words(answer.text)}")

    def _raise(self) -> None:
        pages: dict[str, dict[str, str]] = {
            "about": {"staff": "no"},
            "where": {"organisation": self.load.organisation},
            "what": {"text": self.shown.words},
            "details": {"place": "", "happened": "", "wish": ""},
            "files": {},
            "name": {"naming": "named", "name": "林秀英"},
            "reach": {"contact_by": "email", "phone": "", "email": self.email, "address": ""},
            "check": {"true": "on"},
        }
        for page, fields in pages.items():
            self._filled(f"/raise/{page}", fields)

    def _filled(self, path: str, fields: dict[str, str]) -> None:
        """Open the page, fill it in, send it; after a break open it again. Handed in already: the page leads to the receipt."""

        def fill() -> Answer:
            opened = self.browser.get(path)
            return opened if opened.status == 302 else self.browser.post(path, fields)

        answer = self.load.patiently(fill)
        if answer.status != 302:
            raise NotAsPromisedError(f"{path} answered {answer.status}: {_words(answer.text)}")

    def _note_code(self) -> None:
        page = self.load.patiently(lambda: self.browser.get("/receipt/"))
        found = _CODE.search(page.text)
        if page.status != 200 or found is None:
            raise NotAsPromisedError(f"/receipt/ answered {page.status} {page.location}: {_words(page.text)}")
        self.shown.code = found[1].strip()
        self.load.shown.append(self.shown)  # from now on it must open
        try:
            self.browser.post("/receipt/", {"last_four": self.shown.code[-4:]})
        except Broken:
            self.load.broken += 1
        self._look_up()

    def _look_up(self) -> None:
        answer = self.load.patiently(lambda: look_up(self.browser, self.shown.code))
        if answer.status != 200:
            raise NotAsPromisedError(
                f"{self.shown.code} does not open: {answer.status} {answer.location} {_words(answer.text)}"
            )

    def _say(self, text: str) -> None:
        """Once, as who writes a message does; only what the page took must be there later."""
        self.load.wait()
        try:
            answer = self.browser.post("/status/say", {"text": text})
        except Broken:
            self.load.broken += 1
            self._look_up()
            return
        if answer.location.startswith("/status/#"):
            self.shown.said.append(text)
        elif answer.status >= 500:
            raise NotAsPromisedError(f"/status/say answered {answer.status}: {_words(answer.text)}")


def look_up(browser: Browser, code: str) -> Answer:
    """The status page, as who has nothing but the code gets it. Asked for the code anew, as where half an hour of the
    machine's clock went by in between, they give it once more."""
    for _twice in range(2):
        browser.get("/s")
        answer = browser.post("/s", {"code": code})
        if answer.location != "/status/":
            return answer
        answer = browser.get("/status/")
        if answer.location != "/s":
            break
    return answer


def patiently_looked_up(port: int, source: str, code: str) -> Answer:
    """Tried again while nobody answers: a server whose half was killed takes a moment to notice."""
    deadline = monotonic.monotonic() + PATIENCE
    while True:
        try:
            return look_up(Browser(port, source), code)
        except Broken:
            if monotonic.monotonic() > deadline:
                raise NotAsPromisedError(f"nobody answered for {PATIENCE:.0f} s") from None
            monotonic.sleep(0.1)


def _words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()[:400]
