"""Looking at packages and papers with programs that are not ours."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import bagit
import bagit_utils.bagit
import pikepdf
import pypdfium2


def files_of(package: bytes) -> dict[str, bytes]:
    """Path below the one folder -> contents."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def zipped(name: str, files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in files.items():
            archive.writestr(f"{name}/{path}", content)
    return out.getvalue()


def unpacked(package: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        archive.extractall(folder)
    (top,) = folder.iterdir()
    return top


def accepted_by_others(folder: Path) -> bool:
    """By the Library of Congress's bagit.py, and by the one of the University of Münster."""
    other = bagit_utils.bagit.Bag(folder, load=True).validate()
    try:
        bagit.Bag(str(folder)).validate()
    except bagit.BagError:
        return False
    return other.valid


def text_of_pdf(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def fonts_of(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """The descendant fonts of all composite fonts, and the simple ones."""
    found = []
    for one in pdf.objects:
        if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/Font" and one.get("/Subtype") != "/Type0":
            found.append(one)
    return found


def claims(pdf: pikepdf.Pdf) -> dict[str, str]:
    """What the metadata claim to be: part and conformance of PDF/A, part of PDF/UA."""
    with pdf.open_metadata() as metadata:
        keys = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part", "dc:title", "dc:language")
        return {key: str(metadata.get(key, "")) for key in keys}


def structure(pdf: pikepdf.Pdf) -> set[str]:
    """Kinds of tags in the structure tree."""
    found: set[str] = set()
    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        one = waiting.pop()
        if isinstance(one, pikepdf.Array):
            waiting.extend(one)
        elif isinstance(one, pikepdf.Dictionary):
            if "/S" in one:
                found.add(re.sub("^/", "", str(one.S)))
            if "/K" in one:
                waiting.append(one.K)
    return found
