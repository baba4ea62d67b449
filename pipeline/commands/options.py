"""The options that every verb has, and the request they make."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.model import Period, Request
from pipeline.run import newest

PERIOD = Annotated[
    str | None, typer.Option("--period", help="期间：月份 2026-05 或 ISO 周 2026-W21；不写则取 input/ 中最新的一期。")
]
INPUT = Annotated[Path, typer.Option("--input", help="报送数据所在的文件夹，内有 office.toml 和各期间的文件夹。")]
OUTPUT = Annotated[Path, typer.Option("--output", help="成果文件夹；每个期间一个子文件夹。")]
LEDGER = Annotated[str | None, typer.Option("--ledger", help="台账库地址；不写则为 成果文件夹/ledger.sqlite。")]
AS_OF = Annotated[
    datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="数据截止日；不写则为月末或周日。")
]
DRAFT = Annotated[bool, typer.Option("--draft", help="数据有阻断问题时也出文件，每页标“草稿”，不可印发。")]
REVIEW = Annotated[bool, typer.Option("--review", help="另出核稿本（每个数字有批注，写明从哪里来）和发文稿纸。")]
EXECUTOR = Annotated[
    str,
    typer.Option(
        "--executor",
        help="由谁读表、成文，结果都一样：serial 本进程；processes 或 processes:4 本机几个进程；"
        "dask://主机:8786 或 tls://主机:8786 集群。不写则看工作量。",
    ),
]
ONLY = Annotated[
    list[str] | None,
    typer.Option("--only", help="只出这一个单位或项目的；可写几次。名称照镇街、部门、产业链或项目的名称写。"),
]
SHARED: dict[str, Any] = {
    "period": PERIOD,
    "input": INPUT,
    "output": OUTPUT,
    "ledger": LEDGER,
    "as_of": AS_OF,
    "draft": DRAFT,
    "review": REVIEW,
    "executor": EXECUTOR,
    "only": ONLY,
}
PLACES = ("input", "output", "ledger")


@dataclass(frozen=True)
class Asked:
    """What was typed in the shared options; its defaults are theirs."""

    period: str | None = None
    input: Path = Path("input")
    output: Path = Path("output")
    ledger: str | None = None
    as_of: datetime | None = None
    draft: bool = False
    review: bool = False
    executor: str = ""
    only: list[str] | None = None

    def request(self, verb: str, documents: tuple[str, ...] = (), *, weekly: bool = False) -> Request:
        """With the defaults filled in: the newest month, or week."""
        day = self.as_of.date() if self.as_of else None
        chosen = Period.parse(self.period, day) if self.period else newest(self.input, weekly=weekly, as_of=day)
        return self.on(chosen, verb, documents)

    def on(self, period: Period, verb: str, documents: tuple[str, ...] = ()) -> Request:
        """The same for a period that is known, or of no account."""
        ledger = self.ledger or f"sqlite:///{(self.output / 'ledger.sqlite').as_posix()}"
        places = (self.input, self.output, ledger)
        chosen: dict[str, Any] = {"draft": self.draft, "review": self.review, "executor": self.executor}
        chosen |= {"only": tuple(self.only or ())}
        return Request(period, *places, verb, documents, **chosen)


def asking(*names: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a verb have the shared options of these names besides the three places; it gets them first, as ``Asked``."""
    chosen = [name for name in SHARED if name in (*PLACES, *names)]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=getattr(Asked, name), annotation=SHARED[name])
        for name in chosen
    ]

    def decorate(verb: Callable[..., None]) -> Callable[..., None]:
        def typed(**given: Any) -> None:
            verb(Asked(**{name: given.pop(name) for name in chosen}), **given)

        _, *own = inspect.signature(verb, eval_str=True).parameters.values()
        parameters = [*(one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in own), *shared]
        typed.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        typed.__annotations__ = {one.name: one.annotation for one in parameters}
        return typed

    return decorate
