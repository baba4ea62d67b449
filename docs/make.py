"""The law, the metrics, the filters and the sample's context → the dictionaries in docs/, each a Markdown table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.documents.context import context  # noqa: E402
from pipeline.documents.ground import Ground  # noqa: E402
from pipeline.documents.origins import SOURCE  # noqa: E402
from pipeline.documents.parts import PARTS, parts  # noqa: E402
from pipeline.documents.quantity import Quantity  # noqa: E402
from pipeline.documents.wording import FILTERS  # noqa: E402
from pipeline.measure.metrics import all_metrics  # noqa: E402
from pipeline.measure.supervision import supervision_metrics  # noqa: E402
from pipeline.model import (  # noqa: E402
    Event,
    Finding,
    Followed,
    Intervention,
    Item,
    Measured,
    Period,
    Remedy,
    Step,
    Tables,
)
from pipeline.model.quality import FaultKind, Quality, Reporting  # noqa: E402
from pipeline.model.returns import State  # noqa: E402
from pipeline.rules import Law, Office, load_law, load_office  # noqa: E402

TYPES = {"text": "文本", "money": "金额", "date": "日期", "bool": "是否", "percent": "百分比", "count": "个数",
         "status": "手续状态", "value": "照录的值", "private": "个人信息（不印）"}  # fmt: skip
SAMPLE, WEEK, WEEK_BEFORE, TOWN = "2026-05", "2026-W21", "2026-W20", "城关街道"
VARIABLES = (
    "`范围` 可用任一范围的名称，如 `范围['镇街:城关街道'].名次`。"
    "分别成文的文件（catalogue.toml 中有 each，如数据确认单）有 `单位` 和 `本范围`，"
    "另有全市、期间、截止日、反馈时限、材料、发文、口径、手续、城市、草稿，没有排名和其他单位的数据。"
    "按承办单位分别成文的（督办通知单）有 `单位`、`事项`、`督办单`，没有 `本范围`。"
    "catalogue.toml 中写有 needs 的文件另有所要的部分（分别成文的在 `本范围` 中），"
    "如 `督办`、`线索`、`督查项目`、`问题镇街` 只有写有督办的文件才有；"
    "“本周”各项只有周报、且有上周数据时才有。"
)


def page(title: str, lead: str, parts: Iterable[str]) -> str:
    return "\n".join([f"# {title}", "", f"{lead}由 `make docs` 生成，请勿手改。", "", *parts, ""])


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(value) for value in line) + " |" for line in lines) + "\n"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def fields() -> str:
    """Every form with its fields, their types and spellings."""
    parts = []
    for form in load_law().forms.values():
        rows = [
            (field.title, f"`{field.key}`", _type(field.type), "必填" if field.required else "", "、".join(field.also))
            for field in form.fields.values()
        ]
        parts += [f"## {form.name}", "", table(("字段", "键", "类型", "必填", "也认得的标题"), rows)]
    return page("报表与字段", "别名中 Y 为年份、M 为月份，须与期间一致。", parts)


def _type(kind: str) -> str:
    return TYPES.get(kind) or f"代码（{kind.removeprefix('code:')}）"


def figures() -> str:
    """Every figure with its unit, its scopes and its 口径."""
    metrics = (
        *all_metrics(load_law().permits, load_law().elements.departments).values(),
        *supervision_metrics().values(),
    )
    rows = [(metric.name, metric.unit, "、".join(metric.scopes), metric.definition) for metric in metrics]
    return page("指标与口径", "每个指标在所列各类范围内都有。", [table(("指标", "单位", "范围", "口径"), rows)])


def filters() -> str:
    """Every wording filter with what it prints."""
    rows = [(f"`|{name}`", " ".join((call.__doc__ or "").split())) for name, call in FILTERS.items()]
    return page("模板过滤器", "用法：`{{ 全市.年度投资完成率|百分率 }}`。", [table(("过滤器", "印成什么"), rows)])


def findings() -> str:
    """Every finding code with its level, title and sentence."""
    rows = [
        (f"`{word.code}`", word.level, word.title, word.message, word.expect) for word in load_law().findings.values()
    ]
    lead = "级别为通常的级别：指标要用的字段为阻断，其他字段为提示。"
    return page("核查代码", lead, [table(("代码", "级别", "名称", "发给报送单位的话", "应填"), rows)])


def variables() -> str:
    """Every variable that a template may name, seen in the context of the sample."""
    rows = list(_once(dict(_walk("", _sample()))))
    parts = [table(("变量", "内容"), ((f"`{name}`", kind) for name, kind in rows))]
    return page("模板变量", f"`[]` 为逐行循环；{VARIABLES}", parts)


def _once(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The names in their order; a list with the same columns as an earlier one only says so."""
    lists: dict[str, dict[str, str]] = {}
    for name, kind in found.items():
        top, _, rest = name.partition("[]")
        if rest:
            lists.setdefault(top, {})[rest] = kind
    first: dict[frozenset[str], str] = {}
    same = {top: first.setdefault(frozenset(row), top) for top, row in lists.items()}
    for name, kind in found.items():
        top, _, rest = name.partition("[]")
        if not rest or same[top] == top:
            yield name, kind
        elif rest == next(iter(lists[top])):
            yield f"{top}[].…", f"各列与 `{same[top]}[]` 相同"


def _sample() -> dict[str, Any]:
    """The names of a month, of one 镇街 in it, of a week and of what supervises, each told once."""
    from pipeline.documents.families import notified, own
    from pipeline.measure.assessment import assessed, judgeable
    from pipeline.measure.cards import carded
    from pipeline.measure.lasting import lasting
    from pipeline.rules.assessing import shipped

    law, office = load_law(), load_office(ROOT / "input" / "office.toml")
    note = Intervention(Remedy.CORRECTION, "", None, "", "", "", "", "", "", "", "", TOWN, "说明")
    month = _measured(SAMPLE, law, office, note)
    scene = {"name": "甲", "town": TOWN, "visited": month.period.as_of, "file": "a.xlsx", "photos": "甲.jpg、乙.jpg"}
    month = replace(month, inspections=({**dict.fromkeys(law.types["现场督查记录表"]), **scene},), past=(month,))
    month = carded(lasting(month), law, office)
    month = assessed(month, shipped(month.period, judgeable(law)), office, law, ())
    whole = context(_ground(month, "bulletin", law, office))
    week = context(_ground(_measured(WEEK, law, office, note, before=WEEK_BEFORE), "weekly-report", law, office))
    everything = replace(_ground(month, "confirmation", law, office), **_watched(month, law))
    everything = replace(everything, entry=replace(everything.entry, needs=tuple(PARTS)))
    watched = {**whole, **parts(everything)}
    told = (own(whole, everything.of("镇街", TOWN)), notified(watched, TOWN))
    fuller = {name: value if value else week[name] for name, value in whole.items()}
    return {
        **fuller,
        **{name: value for part in (*told, watched) for name, value in part.items() if name not in whole},
    }


def _measured(text: str, law: Law, office: Office, note: Intervention, before: str = "") -> Measured:
    from pipeline.measure import measure

    history = {before: _tables(before, law, office)} if before else {}
    tables = replace(_tables(text, law, office), interventions=(note,))
    return measure(tables, Period.parse(text), law, office, history=history)


def _tables(text: str, law: Law, office: Office) -> Tables:
    from pipeline.clean import clean
    from pipeline.collect import collect

    period = Period.parse(text)
    return clean(collect(ROOT / "input", period, law, office), period, law, office)[0]


def _ground(measured: Measured, key: str, law: Law, office: Office) -> Ground:
    from pipeline.documents.catalogue import catalogue
    from pipeline.documents.photographs import Photograph

    entry, picture = catalogue(ROOT / "templates")[key], {"甲.jpg": Photograph(b"", 1, 1)}
    return Ground(entry, measured, office, law, entry.blocks({}), photos=picture)


def _watched(measured: Measured, law: Law) -> dict[str, Any]:
    """What following and checking give besides, told in the fewest items."""
    period = measured.period
    raised = Event(Step.RAISED, period.text, period.as_of, period.as_of, deadline=period.as_of, tier="上级")
    steps = (raised, replace(raised, step=Step.REFUTED, note="说明"), replace(raised, step=Step.ESCALATED))
    item = Item("督2026-001", "", "", "规则", "", "事项", TOWN, events=steps)
    late = replace(item, events=(replace(raised, deadline=period.as_of.replace(day=1)),))
    closed = replace(item, events=(raised, replace(raised, step=Step.CLOSED)))
    finding = law.finding("stalled", subject="甲", ytd="1万元", sender=TOWN, project="甲")
    followed = Followed(period, (item, late, closed))
    return {"followed": followed, "findings": (finding,), "quality": _quality(period, finding)}


def _quality(period: Period, finding: Finding) -> Quality:
    """One sender that is late and was sent its file back, one kind of fault, one release."""
    sender = Reporting(TOWN, State.LATE, period.as_of, 1, 1, 9, 1, 1, 1, 1, 1, 1, 1, 1)
    kind = FaultKind(finding.code, finding.level, 1, {TOWN: 1}, finding)
    use = Intervention(Remedy.RELEASE, "", None, "", "甲", "stalled", "", "", "说明", "", "", TOWN)
    return Quality(period.as_of, (sender,), (kind,), (finding,), (use,))


def _walk(name: str, value: Any, figures: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Every name below a value; the figures, which every scope has, are listed once, under 全市."""
    if isinstance(value, Mapping):
        known = figures or frozenset(value.get("全市", ()))
        scope = name != "全市" and "项目总数" in value
        if scope:
            yield f"{name}.…", "任一指标，与全市相同"
        for key, part in value.items():
            if key != SOURCE and not (scope and key in known - {"名称"}) and (name != "范围" or key == "全市"):
                yield from _walk(f"{name}.{key}" if name else str(key), part, known)
    elif isinstance(value, list):
        for part in value:
            yield from _walk(f"{name}[]", part, figures)
    else:
        yield name, f"数（{value.unit}）" if isinstance(value, Quantity) else _kind(value)


def _kind(value: object) -> str:
    names = {
        "str": "文字",
        "bool": "是否",
        "date": "日期",
        "Day": "日期",
        "int": "整数",
        "Chart": "图",
        "Photograph": "照片",
        "NoneType": "可能没有",
    }
    return names.get(type(value).__name__, type(value).__name__)


def standard() -> str:
    """Every rule of the linter with its clause, strength and code."""
    from pipeline.standard import rulebook
    from pipeline.standard.rulebook import JUDGED, STRENGTHS

    rows = [
        (rule.clause, rule.element, rule.wanted, rule.strength, JUDGED[rule.judged], "、".join(rule.carriers) or "各种",
         rule.says, f"`{rule.code}`")
        for rule in rulebook().rules.values()
    ]  # fmt: skip
    strengths = "，".join(f"{word} {told}" for word, told in STRENGTHS.items())
    lead = (
        f"`python -m pipeline lint 文件.docx` 逐条检查；强度：{strengths}。条款号依据 GB/T 9704—2012 的转录文本，"
        "没有与印刷原本逐字核对。本单位的规定写在 office.toml 的 [house]：键为末列名称，值为本单位的值，"
        "写 false 则不查，如 `title-size = 18`。"
    )
    head = ("条款", "要素", "应为", "强度", "怎样查", "载体", "规定", "名称")
    return page("公文格式规则", lead, [table(head, rows)])


PAGES: Mapping[str, Callable[[], str]] = {
    "fields.md": fields,
    "figures.md": figures,
    "filters.md": filters,
    "variables.md": variables,
    "findings.md": findings,
    "standard.md": standard,
}

if __name__ == "__main__":
    for name, build in PAGES.items():
        (Path(__file__).parent / name).write_text(build(), encoding="utf-8")
        print(f"docs/{name}")
