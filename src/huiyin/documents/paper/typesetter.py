"""The child process that sets one sheet: a request in JSON on stdin, the PDF or the picture on stdout.

A program of its own, and small: it knows nothing of Huiyin, has no database and no key, and ends after one sheet.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

MEMORY = 3 << 30  # bytes of address space; a letter of 50 pages takes a tenth


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not on this system: the parent's time limit holds
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Exit status 3: typst refused; why is on stderr."""
    asked = json.load(sys.stdin.buffer)
    _limit(asked["seconds"])
    import typst

    root = Path(asked["root"]).resolve()
    compiler = typst.Compiler(root=str(root), font_paths=asked["fonts"], ignore_system_fonts=True)
    inputs = {"data": json.dumps(asked["data"], ensure_ascii=False)}
    picture = asked["format"] == "png"
    try:
        made = compiler.compile(
            input=str(root / asked["sheet"]),
            format=asked["format"],
            sys_inputs=inputs,
            timestamp=datetime.fromtimestamp(asked["at"], UTC),
            **({"ppi": 96} if picture else {"pdf_standards": asked["standards"]}),
        )
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        sys.exit(3)
    first = made[0] if isinstance(made, list) else made
    sys.stdout.buffer.write(first or b"")


if __name__ == "__main__":
    main()
