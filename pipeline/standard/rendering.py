"""Word files come in; their PDFs go out, all from one start of LibreOffice, set in the stand-in faces of fonts.conf."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

CONF = Path(__file__).with_name("fonts.conf")
PROGRAMS = ("soffice", "libreoffice")
STARTING, EACH = 120, 30  # seconds


def soffice() -> str | None:
    """LibreOffice, where this machine has it."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def fonts_folder() -> Path:
    """Where the Fandol faces lie, if they do."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("FANDOL_FONTS") or cache / "fandol")


def converted(documents: Sequence[bytes]) -> tuple[bytes | None, ...]:
    """A PDF for each; None for what LibreOffice could not set, or for all where there is no LibreOffice."""
    program = soffice()
    if program is None or not documents:
        return (None,) * len(documents)
    with tempfile.TemporaryDirectory(prefix="rendering-") as box:
        return _converted(program, documents, Path(box))


def _converted(program: str, documents: Sequence[bytes], box: Path) -> tuple[bytes | None, ...]:
    """A profile of its own a call, for two calls with one profile hinder each other."""
    files = [box / f"{at:04}.docx" for at, _ in enumerate(documents)]
    for file, data in zip(files, documents, strict=True):
        file.write_bytes(data)
    profile = f"-env:UserInstallation={(box / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(box), *map(str, files)]
    environment = {**os.environ, "FONTCONFIG_FILE": str(_fontconfig(box))}
    seconds = STARTING + EACH * len(files)
    with suppress(OSError, subprocess.TimeoutExpired):  # what was made until then is whole or is not there
        subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds)
    return tuple(_made(file.with_suffix(".pdf")) for file in files)


def _made(pdf: Path) -> bytes | None:
    """LibreOffice ends 0 even where it fails: only a whole PDF counts."""
    try:
        data = pdf.read_bytes()
    except OSError:
        return None
    return data if data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:] else None


def _fontconfig(box: Path) -> Path:
    """fonts.conf with this machine's folders in it."""
    text = CONF.read_text(encoding="utf-8")
    text = text.replace("@FONTS@", str(fonts_folder())).replace("@CACHE@", str(box / "fontconfig"))
    conf = box / "fonts.conf"
    conf.write_text(text, encoding="utf-8")
    return conf
