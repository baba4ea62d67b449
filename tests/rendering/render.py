"""A Word file comes in; its PDF and pictures of its pages go out, set in the product's stand-in faces."""

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from pipeline.standard.rendering import converted, fonts_folder, soffice

FACES = ("Fang-Regular", "Hei-Bold", "Hei-Regular", "Kai-Regular", "Song-Bold", "Song-Regular")
TOOLS = ("pdftoppm", "pdfinfo", "pdffonts")
SECONDS = 180


class RenderError(Exception):
    """LibreOffice ended without a fault and without a readable PDF, as it likes to do."""


def lacking() -> list[str]:
    """What this machine has not got, and rendering cannot do without."""
    tools = [] if soffice() else ["LibreOffice"]
    tools += [tool for tool in TOOLS if not shutil.which(tool)]
    fonts = [f"Fandol{face}.otf" for face in FACES]
    return tools + [font for font in fonts if not (fonts_folder() / font).is_file()]


def to_pdf(docx: Path, out: Path) -> Path:
    """The PDF of one Word file, in the folder `out`; raises RenderError."""
    return to_pdfs([docx], out)[0]


def to_pdfs(files: Sequence[Path], out: Path) -> list[Path]:
    """One start of LibreOffice for all the files; starting takes longer than converting."""
    for docx in files:
        _expect_word(docx)
    out.mkdir(parents=True, exist_ok=True)
    pdfs = [out / f"{docx.stem}.pdf" for docx in files]
    for pdf in pdfs:
        pdf.unlink(missing_ok=True)
    made = converted([docx.read_bytes() for docx in files])
    for pdf, data in zip(pdfs, made, strict=True):
        pdf.write_bytes(data or b"")
        if not data or not page_count(pdf):
            pdf.unlink()
            raise RenderError(f"LibreOffice made no {pdf.name}")
    return pdfs


def to_png(pdf: Path, out: Path, dpi: int = 80) -> list[Path]:
    """A picture of each page, in the order of the pages."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob(f"{pdf.stem}-*.png"):
        old.unlink()
    _run(["pdftoppm", "-png", "-r", str(dpi), str(pdf), str(out / pdf.stem)])
    return sorted(out.glob(f"{pdf.stem}-*.png"))


def page_count(pdf: Path) -> int:
    lines = _run(["pdfinfo", str(pdf)]).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pages:")), 0)


def embedded_fonts(pdf: Path) -> set[str]:
    """The faces inside the PDF, without the prefix of a subset: missing ones are replaced in silence."""
    rows = _run(["pdffonts", str(pdf)]).splitlines()[2:]
    return {row.split()[0].split("+")[-1] for row in rows}


def _expect_word(docx: Path) -> None:
    """LibreOffice takes a text file named .docx for a text, and converts it."""
    if not zipfile.is_zipfile(docx) or "word/document.xml" not in zipfile.ZipFile(docx).namelist():
        raise RenderError(f"not a Word file: {docx.name}")


def _run(command: list[str]) -> str:
    """What the command says; raises RenderError when it fails or takes too long."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as fault:
        raise RenderError(str(fault)) from fault
    return done.stdout.decode(errors="replace")


def main(docx: str, out: str) -> None:
    pdf = to_pdf(Path(docx), Path(out))
    print(pdf, *to_png(pdf, Path(out)), sep="\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("python -m tests.rendering.render FILE.docx OUTDIR")
    try:
        main(*sys.argv[1:])
    except RenderError as fault:
        sys.exit(str(fault))
