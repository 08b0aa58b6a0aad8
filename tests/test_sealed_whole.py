"""The real processes, a real encrypted backup, and an operator with all keys of the installation at hand: planted words are nowhere.

Server, worker and backup run as they do in an office; a report comes in over the network, is read and answered, and everything that is then
on the machine is searched.
"""

from __future__ import annotations

import gzip
import http.cookiejar
import io
import re
import secrets
import subprocess
import sys
import tarfile
import urllib.parse
import urllib.request
from pathlib import Path

import pyrage
import pytest

from huiyin.kernel.vault import keys
from huiyin.operations.backup import recipients
from huiyin.operations.backup.manifest import FILLER
from huiyin.operations.testing.whole import WholeProgram

pytestmark = pytest.mark.whole

NAME, CONTACT, TEXT, ANSWER, NOTE, FILE = (
    "欧阳慕云", "13987654321", "锅炉房的合同没有招标", "已经受理这件事情", "发票在第三页背面", "证据甲",
)  # fmt: skip
HARM, NEEDS, EARLIER = "投诉之后我被调到门房去了", "请把我调回原来的班级", "食堂发票那件事"
READER, PASSPHRASE, PASSWORD = "jiwei", "huiyin example seal", "huiyin-example"  # as the example has them

# What somebody tries who has the machine's key file: each key of the installation on each sealed field of the room.
TRIES = """
import django; django.setup()
from django.apps import apps
from nacl.secret import SecretBox
from huiyin.confidential.models import HandOver, Message, ReaderKey, Report, SealedFile
from huiyin.kernel.vault import crypto, keys
key = keys.current()
purposes = ["vault-wrapping", "sealed-report-codes", "sealed-report-names", "sealed-report-way", "sealed-cookie:huiyin_sealed", "sealed-cookie:huiyin_unsealed",
    "backup", "django-secret-key"]
known = [key.master, *(key.derive(one) for one in purposes)]
tried = 0
def opens(sealed, bound):
    global tried
    tried += 1
    for one in known:
        for how in (lambda: crypto.unseal(sealed, one, bound), lambda: SecretBox(one).decrypt(sealed), lambda: SecretBox(one).decrypt(sealed[16:])):
            try:
                how()
            except Exception:
                continue
            return True
    try:
        crypto.unwrap(sealed, bound)
    except Exception:
        return False
    return True
for model in apps.get_app_config("confidential").get_models():
    blobs = [one.name for one in model._meta.fields if one.get_internal_type() == "BinaryField"]
    for row in model.objects.all():
        bound = getattr(row, "binding", getattr(row, "reference", str(row)))
        for name in blobs:
            sealed = bytes(getattr(row, name))
            assert not sealed or not opens(sealed, bound), (model, name)
print(tried)
"""


class Browser:
    """Cookies, and the token of the page that was shown last."""

    def __init__(self, program: WholeProgram) -> None:
        self.address = program.address
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        self.page = ""

    def get(self, path: str) -> str:
        return self._ask(urllib.request.Request(f"{self.address}{path}", headers={"Accept-Language": "en"}))

    def post(self, path: str, fields: dict[str, object], files: dict[str, tuple[str, bytes]] | None = None) -> str:
        """As a form with files is sent."""
        line = secrets.token_hex(12)
        fields = {"csrfmiddlewaretoken": hidden(self.page, "csrfmiddlewaretoken"), **fields}
        body = b""
        for name, value in fields.items():
            for one in value if isinstance(value, list) else [value]:
                body += f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n'.encode()
        for name, (called, data) in (files or {}).items():
            head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n\r\n'
            body += head.encode() + data + b"\r\n"
        headers = {"Content-Type": f"multipart/form-data; boundary={line}", "Accept-Language": "en"}
        return self._ask(urllib.request.Request(f"{self.address}{path}", body + f"--{line}--\r\n".encode(), headers))

    def _ask(self, request: urllib.request.Request) -> str:
        with self.opener.open(request, timeout=60) as answer:
            self.page = answer.read().decode()
        return self.page


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="{name}"', page)
    assert found, (name, page[-1500:])
    return found[1] or found[2]


def reported(program: WholeProgram, home: str, post: str, *, harm: bool, **words: str) -> str:
    """From the first question to the code that is copied."""
    [[place]] = program.rows("SELECT public_id FROM organisations_organisation WHERE name = ?", home)
    [[about], *_others] = program.rows("SELECT public_id FROM organisations_post WHERE title = ?", post)
    person, begin = Browser(program), "/sealed-report/"
    person.get(begin)
    if harm:
        person.post(begin, {"do": "harm"})
    page = person.post(begin, {"do": "harm_home" if harm else "home", "home": place})
    page = person.post(begin, {"do": "about", "way": hidden(page, "way"), "who": "posts", "posts": [about]})
    sent = {"do": "write", "way": hidden(page, "way"), "once": hidden(page, "once"), "keep_original": "on", **words}
    page = person.post(
        begin, sent, {"papers": (f"{FILE}.txt", (NOTE * 60_000).encode())}
    )  # larger than what a server puts on disk
    code = page.split('translate="no">')[1].split("<")[0]
    mine = person.post(begin, {"do": "confirm", "once": hidden(page, "once"), "code": code})
    assert next(iter(words.values())) in mine, "what is looked for is there for who has the code"
    return code


def everything(program: WholeProgram, folder: Path) -> dict[str, bytes]:
    """Every byte that the operator has: the folder with database and log of it, mails, what was said on the console, the opened backup."""
    found = {str(path): path.read_bytes() for path in program.home.rglob("*") if path.is_file()}
    found["log"] = program.log.read_bytes()
    backup = folder / "backup.age"
    found |= {
        "said": program.huiyin("backup", str(backup)).stdout.encode(),
        "doctor": program.huiyin("doctor", check=False).stdout.encode(),
    }
    found["listing"] = f"{backup.name} {backup.stat().st_size}".encode()
    identity = recipients.identity(keys.load_or_make(Path(program.environment["HUIYIN_KEY_FILE"])))
    plain = io.BytesIO(pyrage.decrypt(backup.read_bytes(), [identity]))
    with tarfile.open(fileobj=plain) as held:
        for member in held:
            content = held.extractfile(member)
            assert content is not None
            if member.name != FILLER:
                data = content.read()
                found[f"backup {member.name}"] = gzip.decompress(data) if member.name.endswith(".gz") else data
    if "HUIYIN_TEST_DATABASE" in program.environment:
        tables = program.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        for (table,) in tables:
            rows = program.rows(f'SELECT t::text FROM "{table}" t')  # names of our own
            found[table] = "\n".join(row[0] for row in rows).encode()
    return found


def test_planted_words_are_nowhere_on_the_machine_of_an_operator_with_all_keys(
    example_of_its_own: WholeProgram, tmp_path: Path
) -> None:
    program = example_of_its_own
    program.start()
    reported_before = program.rows("SELECT count(*) FROM confidential_report")[0][0]
    code = reported(program, "柳塘镇人民政府", "信访专干", harm=False, text=TEXT, name=NAME, contact=CONTACT)
    assert program.rows("SELECT count(*) FROM confidential_report")[0][0] == reported_before + 1

    reader = Browser(program)
    reader.get("/sign-in/")
    reader.post("/sign-in/", {"username": READER, "password": PASSWORD})
    reader.get("/sealed-reports/key/")
    page = reader.post("/sealed-reports/key/", {"do": "unlock", "passphrase": PASSPHRASE})
    [[newest]] = program.rows("SELECT public_id FROM confidential_report ORDER BY id DESC LIMIT 1")
    page = reader.get(f"/sealed-reports/{newest}/")
    assert TEXT in page
    assert NAME not in page, "one reader alone is not shown who reports"
    assert '<h2 id="name">' in page
    assert ANSWER in reader.post(f"/sealed-reports/{newest}/", {"do": "accept", "text": ANSWER})
    letter = reader.post(f"/sealed-reports/{newest}/", {"do": "pack", "to": "临禾县纪委监委", "address": ""})
    key = re.search(r"AGE-SECRET-KEY-1[A-Z0-9]+", letter.replace("<wbr>", ""))
    assert key
    reader.get("/sealed-reports/key/")
    program.fast_forward(hours=2)

    found = everything(program, tmp_path)
    planted = [
        NAME,
        CONTACT,
        TEXT,
        ANSWER,
        NOTE,
        FILE,
        PASSPHRASE,
        code,
        code.replace("-", ""),
        key[0],
        urllib.parse.quote(TEXT),
    ]
    for where, data in found.items():
        for one in planted:
            assert one.encode() not in data, (where, one)
            assert one.encode("utf-16-le") not in data, (where, one)
            assert one.encode().hex().encode() not in data, (where, one)
    assert any(b"confidential_report" in data for data in found.values()), "what was searched is what there is"
    tried = subprocess.run(
        [sys.executable, "-c", TRIES], env=program.environment, capture_output=True, text=True, check=False
    )
    assert tried.returncode == 0, tried.stderr
    assert int(tried.stdout) > 10
    program.stop()
