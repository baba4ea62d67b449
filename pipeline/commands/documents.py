"""One verb for each document of the catalogue (``bulletin`` makes 调度通报), and ``monthly`` and ``weekly`` for all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import typer

from pipeline.commands.console import run
from pipeline.commands.options import Asked, asking
from pipeline.documents import catalogue
from pipeline.model import TEMPLATES
from pipeline.run import of_cadence

CADENCES = {"monthly": "每月", "weekly": "每周"}
Chosen = Callable[[Path], tuple[str, ...]]


def register(app: typer.Typer) -> None:
    for key, entry in catalogue(TEMPLATES).items():
        help = f"出《{entry.name}》：读取、核查、计算、成文；有阻断问题时退出码为 1，不出文件。"
        app.command(key, help=help)(_verb(key, entry.cadence, partial(_itself, key), ("only",) if entry.each else ()))
    for cadence, word in CADENCES.items():
        help = f"出{word}的全部文件（office.toml 中启用的）；有阻断问题时退出码为 1，不出文件。"
        app.command(cadence, help=help)(_verb(cadence, cadence, partial(of_cadence, cadence=cadence)))


def _itself(key: str, _: Path) -> tuple[str, ...]:
    return (key,)


def _verb(verb: str, cadence: str, chosen: Chosen, more: tuple[str, ...] = ()) -> Callable[..., None]:
    @asking("period", "as_of", "draft", "review", "executor", *more)
    def make(asked: Asked) -> None:
        raise typer.Exit(run(asked.request(verb, chosen(asked.input), weekly=cadence == "weekly")))

    return make
