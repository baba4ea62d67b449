"""``alias``: keeps in office.toml how someone spells a 镇街, a department or a heading; without words, what to keep."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.commands import options
from pipeline.model import Period, PipelineError
from pipeline.rules import Law, Office, load_law, load_office
from pipeline.rules.amending import Amended, with_alias, with_heading, write
from pipeline.rules.nearness import near_titles, near_units
from pipeline.rules.office import NOT_USED
from pipeline.run import newest

HELP = """把经办人认定的写法记进 input/office.toml，其余各行（含注释）一字不动。

\b
认一个单位的写法：  python -m pipeline alias 城关街办 城关街道
认一个标题：        python -m pipeline alias --heading 累计完成额 本年完成投资
只对一个单位认：    python -m pipeline alias --heading 累计完成额 本年完成投资 --sender 市工信局
某列不采用：        python -m pipeline alias --heading 内部编码 不用
看有哪些可认：      python -m pipeline alias

不带任何写法时，列出最近一次核查中不认识的标题、镇街和报送单位，附相近的名称和可以直接粘贴的命令。
程序只提出，从不自己认定；写错的单位名、字段名，或已属别的单位的写法，不予记录。"""
WORD = Annotated[str | None, typer.Argument(metavar="写法", help="报送表中的写法（单位名称或标题）。")]
MEANING = Annotated[str | None, typer.Argument(metavar="名称", help="它指的镇街、部门，或字段名称。")]
HEADING = Annotated[bool, typer.Option("--heading", help="写法是标题，名称是字段名称（或“不用”）。")]
SENDER = Annotated[str, typer.Option("--sender", help="只对这个报送单位这样理解该标题。")]
NOISE = re.compile(r"\d{4}[年./-]?|\d{1,2}月份?|重点|项目|调度|进度|报送|报表|统计|[表()（）\s_\-—]")
PLAIN = re.compile(r"[\w./-]+")


def register(app: typer.Typer) -> None:
    app.command("alias", help=HELP, short_help="把认定的单位写法、标题记进 office.toml；不写则列出不认识的名称。")(
        _alias
    )


def _alias(
    spelling: WORD = None,
    name: MEANING = None,
    heading: HEADING = False,
    sender: SENDER = "",
    period: options.PERIOD = None,
    input: options.INPUT = Path("input"),
    output: options.OUTPUT = Path("output"),
) -> None:
    if spelling is None and not heading and not sender:
        _propose(period or newest(input, weekly=False).text, input, output)
        return
    if spelling is None or name is None:
        raise PipelineError("请写出写法和它所指的名称，如：python -m pipeline alias 城关街办 城关街道。")
    if sender and not heading:
        raise PipelineError("--sender 只与 --heading 同用。")
    path = input / "office.toml"
    load_office(path)
    data = path.read_bytes()
    made = with_heading(path, data, spelling, name, sender) if heading else with_alias(path, data, spelling, name)
    _keep(path, made)


def _keep(path: Path, made: Amended) -> None:
    if not made.changes:
        print(f"{path} 中已有这个写法，没有改动。")
        return
    write(path, made.data)
    print(f"已记入 {path}：")
    for line in made.changes:
        print(f"  {line}")


def _propose(period: str, input: Path, output: Path) -> None:
    """What the last findings of a period do not know, each with command lines to paste."""
    path = output / Period.parse(period).text / "findings.json"
    try:
        findings = json.loads(path.read_bytes())
    except (OSError, ValueError):
        raise PipelineError(f"没有 {path}：请先运行 make check PERIOD={period}。") from None
    law, office = load_law(), load_office(input / "office.toml")
    place = "" if input == Path("input") else f" --input {_quoted(str(input))}"
    lines = dict.fromkeys(line for finding in findings for line in _proposals(finding, law, office, place))
    print("\n".join(lines) or f"{period} 的核查中没有不认识的标题、镇街和报送单位。")


def _proposals(finding: Mapping[str, Any], law: Law, office: Office, place: str) -> Iterator[str]:
    written, sender = finding["value"] or "", finding["sender"] or ""
    match finding["code"], finding["field"]:
        case "heading-unknown", _:
            near = [*near_titles(written, law), NOT_USED]
            yield from _lines(f"标题“{written}”", [f"--heading {_quoted(written)} {title}" for title in near], place)
        case "heading-ambiguous", _ if sender:
            told = [f"--heading {_quoted(written)} {law.forms['项目进度表'].fields[key].title} --sender {sender}"
                    for key in ("ytd_done", "cum_done", "prior_done")]  # fmt: skip
            yield from _lines(f"{sender}的标题“{written}”", told, place)
        case "code-not-in-list", "镇街":
            yield from _units(f"镇街“{written}”", written, near_units(written, office, towns=True), place)
        case "sender-unknown", _:
            bare = NOISE.sub("", written)
            yield from _units(f"报送单位“{written}”（{finding['file']}）", bare, near_units(written, office), place)


def _units(title: str, written: str, near: list[str], place: str) -> Iterator[str]:
    yield from _lines(title, [f"{_quoted(written)} {name}" for name in near if written], place)


def _lines(title: str, words: list[str], place: str) -> Iterator[str]:
    """A heading line, then a command line for each choice."""
    yield f"{title}{'可认作：' if words else '：没有相近的名称，请写：python -m pipeline alias 写法 名称'}"
    yield from (f"  python -m pipeline alias {word}{place}" for word in words)


def _quoted(word: str) -> str:
    """The word as a shell takes it."""
    return word if PLAIN.fullmatch(word) else shlex.quote(word)
