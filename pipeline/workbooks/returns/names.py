"""Who sent what under which name comes in; the names of files in 退回/ go out, no two alike."""

from __future__ import annotations

from pipeline.rules.naming import file_name

FOLDER = "退回"


def fresh(sender: str, stem: str, taken: set[str]) -> str:
    """The path of a returned workbook, numbered where the sender sent two of one name."""
    number = 1
    while True:
        name = file_name(stem) if number == 1 else f"{file_name(stem)}（{number}）"
        path = f"{FOLDER}/{file_name(sender)}/{name}.xlsx"
        if path.casefold() not in taken:
            taken.add(path.casefold())
            return path
        number += 1
