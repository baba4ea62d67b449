"""A .docx comes in; the PDF that LibreOffice makes of it goes out, where this machine has LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 120


def portable(data: bytes) -> bytes | None:
    """The PDF, None where it cannot be made: it only makes reading easier, and the .docx is what was issued."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        return _converted(program, data, Path(folder))


def _converted(program: str, data: bytes, folder: Path) -> bytes | None:
    source, made = folder / "document.docx", folder / "document.pdf"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    try:
        subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        found = made.read_bytes()  # soffice ends 0 even where it fails
    except (OSError, subprocess.TimeoutExpired):
        return None
    return found if found.startswith(b"%PDF-") else None
