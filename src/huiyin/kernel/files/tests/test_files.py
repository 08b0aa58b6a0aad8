"""Attachments: hostile ones, honest ones, and what a browser gets."""

from __future__ import annotations

import datetime as dt
import errno
import io
import os
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from huiyin.kernel import files, ledger, store, time
from huiyin.kernel.errors import BadInput, Refused, Unavailable
from huiyin.kernel.files.models import Attachment

AT = dt.datetime(2026, 11, 24, 1, 0, tzinfo=dt.UTC)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CORE = "<cp:coreProperties><dc:creator>张小芳</dc:creator><cp:lastModifiedBy>张小芳</cp:lastModifiedBy></cp:coreProperties>"


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")  # what the browser says is never believed


def stored(inspected: files.Inspected, settings) -> bytes:
    return (Path(settings.MEDIA_ROOT) / inspected.digest[:2] / inspected.digest).read_bytes()


def photo(size=(60, 40), form="JPEG", exif: Image.Exif | None = None, **options) -> bytes:
    out = io.BytesIO()
    picture = Image.new("RGB", size, "white")
    picture.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))  # left half red: shows which way is up
    picture.save(out, form, **({"exif": exif} if exif else {}), **options)
    return out.getvalue()


def phone_photo(orientation: int = 6) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "HUAWEI"
    exif[0x013B] = "Zhang Xiaofang"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 12.5), 3: "E", 4: (120.0, 10.0, 8.25)})
    return photo(exif=exif, comment=b"taken at home")


def document(parts: dict[str, bytes | str] | None = None, main: str = WORD) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml", f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
        )
        archive.writestr("word/document.xml", "<w:document>我们学校</w:document>")
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return out.getvalue()


def pdf(objects: bytes = b"") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n" + objects + b"\ntrailer<</Root 1 0 R>>\n%%EOF"


def packed_objects(inner: bytes) -> bytes:
    packed = zlib.compress(inner)
    return b"5 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj" % (
        len(packed),
        packed,
    )


# --- refused -------------------------------------------------------------------------------------------------------

HOSTILE = {
    "a page named as a picture": ("照片.jpg", b"<!DOCTYPE html><script>alert(1)</script>"),
    "a page after blanks": ("a.txt", b"\xef\xbb\xbf \n<HTML><script>alert(1)</script>"),
    "a drawing with code": ("图.svg", b'<?xml version="1.0"?><svg onload="alert(1)"/>'),
    "a drawing named as text": ("图.txt", b'<svg onload="alert(1)"/>'),
    "a program": ("照片.jpg", b"MZ\x90\x00" + bytes(200)),
    "a shell script": ("a.txt", b"#!/bin/sh\nrm -rf /\n"),
    "an archive": ("a.rar", b"Rar!\x1a\x07\x00"),
    "a plain zip": ("a.docx", document(main="text/plain")),
    "nothing": ("空.jpg", b""),
    "a broken picture": ("a.jpg", photo()[:200]),
    "a picture's head alone": ("a.png", b"\x89PNG\r\n\x1a\n"),
    "binary named as text": ("a.txt", bytes(range(256)) * 4),
    "a macro inside": ("a.docx", document({"word/vbaProject.bin": b"\xd0\xcf"})),
    "a macro document": ("a.docx", document(main="application/vnd.ms-word.document.macroEnabled.main+xml")),
    "a program inside": ("a.docx", document({"word/embeddings/oleObject1.bin": b"MZ"})),
    "a control inside": ("a.docx", document({"word/activeX/activeX1.xml": "<x/>"})),
    "a path out of the folder": ("a.docx", document({"../../etc/cron.d/x": "boom"})),
    "a bomb": ("a.docx", document({"word/media/a.bin": bytes(60_000_000)})),
    "many small parts": ("a.docx", document({f"word/{number}": "" for number in range(5001)})),
    "an old document": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)),
    "a script in a PDF": ("a.pdf", pdf(b"3 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj")),
    "a disguised script in a PDF": ("a.pdf", pdf(b"3 0 obj\n<</S/#4aavaScript/J#53 (app.alert(1))>>\nendobj")),
    "a packed script in a PDF": ("a.pdf", pdf(packed_objects(b"3 0 <</S /JavaScript /JS (app.alert(1))>>"))),
    "a file in a PDF": ("a.pdf", pdf(b"3 0 obj\n<</Type/EmbeddedFile>>\nendobj")),
    "a PDF behind something": ("a.pdf", b"\x00\x01junk" + pdf()),
    "a phone's own picture form": ("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + bytes(64)),
    "a moving picture": ("a.gif", b"GIF89a" + bytes(64)),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_could_run_or_is_not_what_it_says_is_refused_with_a_remedy(case, settings):
    name, data = HOSTILE[case]
    with pytest.raises(BadInput) as caught:
        files.inspect(upload(name, data))
    assert caught.value.place == name.replace(".HEIC", ".heic")
    assert caught.value.message
    assert caught.value.remedy
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.*"))


def test_a_picture_of_few_bytes_and_endless_pixels_is_refused_before_it_unfolds():
    out = io.BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG")
    assert len(out.getvalue()) < 200_000
    with pytest.raises(BadInput, match=r"\.png"):
        files.inspect(upload("bomb.png", out.getvalue()))


def test_too_large_is_refused_even_when_the_announced_size_lies(settings):
    settings.FILES_MAX_BYTES = 1_000_000
    big = upload("a.txt", b"a" * 1_000_001)
    with pytest.raises(BadInput, match=r"1 MB"):
        files.inspect(big)
    big.size = 3
    with pytest.raises(BadInput, match=r"1 MB"):
        files.inspect(big)


# --- cleaned -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG"])
def test_a_picture_keeps_nothing_but_the_picture(form, settings):
    exif = Image.Exif()
    exif[0x013B] = "Zhang Xiaofang"
    exif.get_ifd(0x8825).update({1: "N", 2: (30.0, 15.0, 12.5)})
    options = {}
    if form == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", "Zhang Xiaofang")
    data = photo(form=form, exif=exif, **options) + b"<script>alert(1)</script>"  # and something hidden behind it
    clean = stored(files.inspect(upload("a.jpg", data)), settings)
    with Image.open(io.BytesIO(clean)) as picture:
        assert not picture.getexif()
        assert not set(picture.info) - {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Zhang" not in clean
    assert b"script" not in clean


def test_a_photo_held_upright_is_upright_and_without_place_or_owner(settings):
    kept = files.inspect(upload("IMG_2026.JPG", phone_photo()))
    clean = stored(kept, settings)
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.size == (40, 60)
        red, white = picture.getpixel((20, 5)), picture.getpixel((20, 55))
    assert red[1] < 60 < 200 < white[1]
    assert not any(mark in clean for mark in (b"Exif", b"HUAWEI", b"Zhang", b"at home"))
    assert (kept.name, kept.content_type, kept.redrawn) == ("IMG_2026.jpg", "image/jpeg", True)


def test_a_transparent_picture_stays_one_and_a_large_one_is_made_smaller(settings):
    out = io.BytesIO()
    Image.new("RGBA", (5000, 100), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(stored(files.inspect(upload("a.png", out.getvalue())), settings))) as picture:
        assert picture.mode == "RGBA"
        assert picture.size == (4096, 82)


def test_a_document_loses_its_authors_name_and_what_hangs_behind_it(settings):
    data = document(
        {"docProps/core.xml": CORE, "docProps/app.xml": "<Properties><Company>幸福小学</Company></Properties>"}
    )
    kept = files.inspect(upload("情况说明.docx", data + b"<script>alert(1)</script>"))
    clean = stored(kept, settings)
    with zipfile.ZipFile(io.BytesIO(clean)) as archive:
        everything = b"".join(archive.read(part) for part in archive.infolist()).decode()
    assert "张小芳" not in everything
    assert "幸福小学" not in everything
    assert "我们学校" in everything
    assert b"script" not in clean
    assert kept.name == "情况说明.docx"


def test_ordinary_documents_are_taken_as_they_are(settings):
    data = pdf(b"4 0 obj\n<</Length 30>>\nstream\nJavaScript only as text\nendstream\nendobj")
    kept = files.inspect(upload("说明.pdf", data))
    assert stored(kept, settings) == data
    assert kept.content_type == "application/pdf"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_any_usual_encoding_becomes_utf_8(encoding, settings):
    words = "食堂的饭是馊的，孩子吃了肚子疼。我们几个家长去问过，没有人答复。\n请尽快处理。"
    kept = files.inspect(upload("说明.txt", words.encode(encoding)))
    assert stored(kept, settings).decode() == words
    assert kept.content_type == "text/plain; charset=utf-8"


def test_a_recording_loses_the_place_where_it_was_made(settings):
    data = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + b"\0\0\0\x26\xa9xyz\0\x12\x15\xc7+30.2533+120.1690/" + bytes(50)
    kept = files.inspect(upload("录像.mp4", data))
    assert b"30.2533" not in stored(kept, settings)
    assert kept.size == len(data)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\a.txt", "a.txt"),
        ("照片\u202egpj.txt", "照片gpj.txt"),
        ("a\r\nSet-Cookie: x=1.txt", "aSet-Cookie x=1.txt"),
        ('a"b<c>.txt', "abc.txt"),
        ("长" * 300 + ".txt", "长" * 120 + ".txt"),
    ],
)
def test_a_name_is_only_a_name(name, shown):
    file = upload("x", "您好".encode())
    file._name = name  # as a raw request could say it, past Django's own cleaning
    assert files.inspect(file).name == shown


# --- kept ----------------------------------------------------------------------------------------------------------


def kept(data: bytes = b"", about: str = "concern:abc", name: str = "a.jpg", salt: bytes = b"") -> Attachment:
    inspected = files.inspect(upload(name, data or photo()), salt=salt)
    with store.write():
        row = files.keep(inspected, about=about, at=AT)
        ledger.record(verb="cases.submit", actor="petitioner", about=about, at=AT, commits=[row])
    return row


@pytest.mark.django_db(transaction=True)
def test_the_same_scan_in_two_cases_joins_nothing(settings):
    one, other = kept(about="concern:one"), kept(about="concern:other")
    assert one.digest != other.digest
    assert len([path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]) == 2


@pytest.mark.django_db(transaction=True)
def test_a_concern_takes_ten_files_and_says_so_at_the_eleventh(settings):
    settings.FILES_MAX_COUNT = 2
    kept(), kept()
    with pytest.raises(BadInput, match="2"):
        kept()
    kept(about="concern:other")
    assert len(files.of("concern:abc")) == 2


@pytest.mark.django_db(transaction=True)
def test_a_changed_byte_on_disk_is_noticed(settings):
    row = kept()
    assert files.intact(row)
    path = Path(settings.MEDIA_ROOT) / row.digest[:2] / row.digest
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert not files.intact(row)
    path.unlink()
    assert not files.intact(row)


@pytest.mark.django_db(transaction=True)
def test_a_picture_is_shown_and_everything_else_is_a_download_that_runs_nothing():
    picture, text = kept(name="照片.jpg"), kept("<b>您好</b>".encode(), name="说明.txt")
    for row, inline, disposition in (
        (picture, True, "inline"),
        (picture, False, "attachment"),
        (text, True, "attachment"),
    ):
        answer = files.response(row, inline=inline)
        assert answer["Content-Disposition"].startswith(disposition)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert answer["Content-Type"] == row.content_type
        assert len(b"".join(answer.streaming_content)) == row.size
        answer.close()
        assert "filename*=utf-8''%E" in answer["Content-Disposition"]


@pytest.mark.django_db(transaction=True)
def test_erased_bytes_and_name_are_gone_and_the_ledger_still_verifies(settings):
    row = kept(name="张小芳的病历.jpg")
    path = Path(settings.MEDIA_ROOT) / row.digest[:2] / row.digest
    with store.write():
        files.erase(attachment=row, actor="system:retention", at=AT)
        assert path.exists()  # not before the fact is on disk
    assert not path.exists()
    row.refresh_from_db()
    assert (row.name, row.digest, files.of("concern:abc")) == ("", "", [])
    with pytest.raises(Refused):
        files.response(row)
    assert ledger.verify().ok


@pytest.mark.django_db(transaction=True)
def test_bytes_that_never_became_an_attachment_are_swept_away_after_a_day(settings):
    row = kept()
    lost = files.inspect(upload("b.jpg", photo((20, 20))))
    folder = Path(settings.MEDIA_ROOT)
    half = folder / lost.digest[:2] / f"{lost.digest}.0000.part"
    half.write_bytes(b"half")
    now = time.now()
    assert files.sweep_orphans(now) == 0
    assert files.sweep_orphans(now + dt.timedelta(days=2)) == 2
    assert files.sweep_orphans(now + dt.timedelta(days=2)) == 0
    assert files.intact(row)


@pytest.mark.django_db(transaction=True)
def test_a_file_taken_back_leaves_its_twin_in_the_case_alone():
    salt = b"one salt a case."
    one, twin = kept(salt=salt), kept(salt=salt)
    assert one.digest == twin.digest
    with store.write():
        files.discard(one)
    assert files.intact(twin)
    with store.write():
        files.discard(twin)
    assert not files.intact(twin)


def test_a_full_disk_is_said_and_leaves_nothing_half_written(settings, monkeypatch):
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)  # the operating system's answer, not ours
    with pytest.raises(Unavailable) as caught:
        files.inspect(upload("a.jpg", photo()))
    assert caught.value.remedy
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_files_are_never_looked_at_inside_a_write():
    file = upload("a.jpg", photo())
    with store.write(), pytest.raises(store.OutsideWriteError):
        files.inspect(file)


@pytest.mark.django_db
@pytest.mark.parametrize("bytes_left", [None, 0, 10])
def test_a_file_that_is_gone_or_cut_off_on_disk_is_named_and_the_others_go_on(settings, bytes_left):
    with_harm, whole = (files.inspect(upload(f"{name}.png", photo(form="PNG", size=(60, side)))) for name, side in (("a", 40), ("b", 50)))  # fmt: skip
    with store.write():
        rows = [files.keep(one, about="case:abc", at=AT) for one in (with_harm, whole)]
        ledger.record(verb="cases.submit", actor="petitioner", about="case:abc", at=AT, commits=rows)
    path = Path(settings.MEDIA_ROOT) / with_harm.digest[:2] / with_harm.digest
    path.unlink() if bytes_left is None else path.write_bytes(path.read_bytes()[:bytes_left])
    assert files.lacking() == [with_harm.digest]
    with pytest.raises(Unavailable):
        files.response(rows[0])
    assert files.picture_size(rows[0]) is None
    answer = files.response(rows[1])
    assert b"".join(answer.streaming_content)
    answer.close()
    assert files.picture_size(rows[1]) == (60, 50)
