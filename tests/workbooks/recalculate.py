"""A workbook comes in; it goes out as LibreOffice Calc computes it, all cached values taken away first."""

import io
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.standard.rendering import soffice
from tests.rendering import render

CACHED = re.compile(r"(<f>[^<]*</f>)<v>[^<]*</v>")
TYPED = re.compile(r'(<c r="[A-Z]+\d+" s="\d+") t="str">(?=<f>)')


def rewritten(data: bytes, change: Callable[[str, str], str]) -> bytes:
    """The workbook with each part passed through a function of its name and text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name).decode()))
    return out.getvalue()


def stripped(data: bytes) -> bytes:
    """LibreOffice trusts the values that a workbook brings along: without them it must compute."""
    return rewritten(data, lambda _, text: TYPED.sub(r"\1>", CACHED.sub(r"\1", text)))


def recalculated(data: bytes) -> bytes:
    return recalculated_all([data])[0]


def recalculated_all(books: Sequence[bytes]) -> list[bytes]:
    """One start of LibreOffice for all the workbooks; starting takes longer than computing."""
    with tempfile.TemporaryDirectory(prefix="recalculate-") as box:
        out, files = Path(box) / "out", [Path(box) / f"{at}.xlsx" for at, _ in enumerate(books)]
        for file, data in zip(files, books, strict=True):
            file.write_bytes(stripped(data))
        profile = f"-env:UserInstallation={(Path(box) / 'profile').as_uri()}"
        program = soffice() or "soffice"
        command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), *map(str, files)]
        said = subprocess.run(command, capture_output=True, timeout=render.SECONDS, check=True)
        made = [out / file.name for file in files]
        if not all(file.is_file() for file in made):
            raise render.RenderError(f"LibreOffice computed nothing: {said.stderr.decode(errors='replace')}")
        return [file.read_bytes() for file in made]
