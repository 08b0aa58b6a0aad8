"""Requests that nobody means well with: any address, from anybody, by any method, with whatever may stand in a place.

Drawn by hypothesis, so that a request that breaks something is made as small as it can be. Places in addresses, names of
fields and what they hold by default are the program's own, found by looking at its pages; one to three of them are spoilt.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponse
from django.test import Client
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

MARK = "<zq9"  # in an answer as it stands here, it was put into the page without being escaped
ELSEWHERE = "elsewhere.example"
METHODS = ("GET", "POST", "POST", "POST", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "")
NASTY = (
    "", " ", "0", "-1", "1e309", "NaN", "99999999999999999999999999", "٣", "1_000", "true", "null", "[]", "{}", "[[", '{"a":{}}',
    "0000-00-00", "9999-12-31", "2026-02-30", "10000-01-01", "2026-11-28T25:61", "24:00", "-0001-01-01T00:00:00Z",
    f'{MARK} y="1">', f'"{MARK}', f"'{MARK}", f"</script>{MARK}>", "{{ 7*7 }}", "{% debug %}", "%s%n", "%(x)s", "{0.__class__}",
    "' OR 1=1 --", '"; DROP TABLE cases_case; --', "%", "_", "*", '"', "NEAR(a b)", "a AND", "^", "\\", "^x",
    "../../../../etc/passwd", "..\\..\\x", "C:\\", "/etc/passwd", "file:///etc/passwd", "\x00", "a\x00b", "\r\nSet-Cookie: a=b",
    f"//{ELSEWHERE}/", f"https://{ELSEWHERE}/", f"\\\\{ELSEWHERE}", f"/\\{ELSEWHERE}", "javascript:alert(1)", f"///{ELSEWHERE}",
    "\ud800", "\udfff x", "\u202e", "\ufeff", "é" * 3, "𠮷𠀋", "👩‍👩‍👧", "ß" * 200, "ﷺ" * 100, "中" * 4001, "a" * 70_000, "(" * 900,
    "13800002046", "110101199003078515", "=1+1", "@SUM(1)", "xinfang-2022", "nothing2here", "post:x", "case:", "vault:x",
)  # fmt: skip
HEADERS = ("Accept", "Accept-Language", "Cookie", "Host", "Origin", "Referer", "X-Forwarded-For", "X-Forwarded-Proto", "Range",
           "If-None-Match", "If-Modified-Since", "Content-Length", "X-Requested-With", "Last-Event-ID", "Forwarded")  # fmt: skip
KINDS = ("multipart", "multipart", "multipart", "urlencoded", "json", "plain", "torn", "xml")
FILES = (
    b"", b"\x00" * 40, b"MZ" + b"\x00" * 60, b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n" + b"\xff" * 30, b"GIF89a;<script>alert(1)</script>",
    b"PK\x03\x04" + b"\x00" * 30, b"\xff\xd8\xff\xe0" + b"\x00" * 20, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    b"a,b\n=1+1,2\n", "号,姓名\n1,".encode("gb18030"), b"\xef\xbb\xbf", b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
    b"RIFF\x00\x00\x00\x00WEBP", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 40,
)  # fmt: skip


class _Fields(HTMLParser):
    """The names in a page's forms and links, with what they hold."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.files: set[str] = set()
        self._chosen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        name, value = held.get("name") or "", held.get("value") or ""
        if tag == "select":
            self._chosen = name
        elif tag == "option" and self._chosen:
            self.found.setdefault(self._chosen, []).append(value)
        elif tag in ("input", "textarea", "button") and name:
            self.found.setdefault(name, []).append(value)
            if held.get("type") == "file":
                self.files.add(name)
        for asked in re.findall(r"[?&]([a-z_-]+)=", held.get("href") or ""):
            self.found.setdefault(asked, []).append("")


@dataclass
class Known:
    """What the pages have shown so far: field names with values, of each address, and of all."""

    of: dict[str, _Fields] = field(default_factory=dict)

    def look(self, name: str, answer: HttpResponse) -> None:
        """Remember the fields of a page."""
        if name not in self.of and answer.status_code == 200 and "html" in answer.headers.get("Content-Type", ""):
            fields = _Fields()
            fields.feed(answer.content.decode(errors="replace"))
            self.of[name] = fields


@dataclass(frozen=True)
class Sent:
    """One request as it goes out. `repr` is enough to send it again."""

    person: str
    route: str
    method: str
    address: str
    headers: Mapping[str, str]
    kind: str
    body: bytes


# Made once: to make a strategy takes as long as to draw from it.
VALUES = st.one_of(st.sampled_from(NASTY), st.sampled_from(NASTY), st.text(max_size=40))
VERB, KIND, HEADER, CONTENT = (st.sampled_from(one) for one in (METHODS, KINDS, HEADERS, FILES))
LINES = st.lists(st.tuples(HEADER, VALUES), max_size=2)
FEW = st.lists(VALUES, max_size=2)
IN_SIX, IN_FORTY, SPOILT = st.integers(0, 5), st.integers(0, 40), st.integers(1, 3)
TITLE = st.sampled_from(("a.png", "a.csv", "a.docx", "../x.pdf", "名.xlsx", f"{MARK}.txt", "x" * 300))
JSON = st.sampled_from(NASTY)


@cache
def _one_of(names: tuple[str, ...]) -> SearchStrategy[str]:
    return st.sampled_from(names)


@cache
def _asked(names: tuple[str, ...]) -> SearchStrategy[list[tuple[str, str]]]:
    return st.lists(st.tuples(st.sampled_from((*names, "next", "page", "q", "sort")), VALUES), max_size=3)


def requests(
    targets: list[tuple[str, dict[str, str], str]], people: list[str], known: Known
) -> Callable[[DrawFn], Sent]:
    """What draws one. `targets`: name, parameters and address of what there is."""
    target, somebody = st.sampled_from(targets), st.sampled_from(people)

    def drawn(draw: DrawFn) -> Sent:
        name, parameters, address = draw(target)
        person, method = draw(somebody), draw(VERB)
        for value in parameters.values():
            if draw(IN_SIX) == 0:
                address = address.replace(f"/{value}/", f"/{quote(_sendable(draw(VALUES)), safe='')}/", 1)
        if draw(IN_FORTY) == 0:
            address = "/" + quote(_sendable(draw(VALUES)), safe="/")
        fields = known.of.get(name) or _Fields()
        names = tuple(sorted(fields.found)) or ("q", "page", "next")
        if asked := draw(_asked(names)):
            address += "?" + urlencode([(one, _sendable(value)) for one, value in asked])
        headers = dict(draw(LINES))
        kind, body = _body(draw, fields, names) if method in ("POST", "PUT", "PATCH", "DELETE") else ("", b"")
        return Sent(person, name, method, address, headers, kind, body)

    return drawn


def _body(draw: DrawFn, fields: _Fields, names: tuple[str, ...]) -> tuple[str, bytes]:
    """A form as the page would send it, with a few places spoilt, or something that is no form."""
    kind = draw(KIND)
    pairs = [(name, held[0]) for name, held in fields.found.items() if held and name not in fields.files]
    for _spoilt in range(draw(SPOILT)):
        name = draw(_one_of(names))
        pairs = [pair for pair in pairs if pair[0] != name]
        pairs += [(name, value) for value in draw(FEW)]
    if kind == "urlencoded":
        return "application/x-www-form-urlencoded", urlencode([(n, _sendable(v)) for n, v in pairs]).encode()
    if kind == "json":
        return "application/json", draw(JSON).encode(errors="surrogatepass")
    if kind in ("plain", "xml"):
        return f"text/{kind}", draw(CONTENT)
    parts = [_part(name, None, value.encode(errors="surrogatepass")) for name, value in pairs]
    for name in sorted(fields.files):
        parts.append(_part(name, draw(TITLE), draw(CONTENT)))
    whole = b"".join(parts) + b"--edge--\r\n"
    if kind == "torn":
        whole = whole[: draw(st.integers(0, len(whole)))]
    return "multipart/form-data; boundary=edge", whole


def _part(name: str, title: str | None, content: bytes) -> bytes:
    of_file = f'; filename="{title}"' if title else ""
    head = f'--edge\r\nContent-Disposition: form-data; name="{name}"{of_file}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def _sendable(value: str) -> bytes:
    """A lone half of a pair goes out as the bytes that a careless sender makes of it."""
    return value.encode(errors="surrogatepass")


def send(client: Client, sent: Sent) -> HttpResponse:
    """As a server hands it in: headers are what their line may hold, and a false length is the server's to refuse."""
    extra: dict[str, Any] = {}
    for name, value in sent.headers.items():
        if name == "Content-Length":
            continue
        line = value.encode(errors="surrogatepass").decode("latin-1")
        extra["HTTP_" + name.upper().replace("-", "_")] = line.replace("\r", "").replace("\n", "").replace("\0", "")
    answer: HttpResponse = client.generic(
        sent.method or "X", sent.address, sent.body, content_type=sent.kind or "application/octet-stream", **extra
    )
    return answer


def wrong(answer: HttpResponse, sent: Sent) -> str:
    """What must not be said of any answer; empty where all is well."""
    kind = answer.headers.get("Content-Type", "")
    if answer.status_code >= 500:
        return f"status {answer.status_code}"
    where = answer.headers.get("Location", "")
    if where.startswith(("//", "/\\", "\\")) or re.match(r"[a-z]+:", where, re.IGNORECASE):
        return f"leads away: {where}"
    for header in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"):
        if answer.status_code == 200 and "html" in kind and header not in answer.headers:
            return f"no {header}"
    for morsel in answer.cookies.values():
        if morsel["max-age"] != 0 and not (morsel["httponly"] and morsel["samesite"]):  # 0 takes it away
            return f"cookie {morsel.key} is open to scripts or to other sites"
    if not answer.streaming and "html" in kind and MARK in answer.content.decode(errors="replace"):
        return "what was sent stands in the page as it is"
    return ""
