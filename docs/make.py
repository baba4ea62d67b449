"""The law, the metrics, the filters and the sample's context → the dictionaries in docs/, each a Markdown table."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.documents.origins import NOTES, SOURCE  # noqa: E402
from pipeline.documents.quantity import Quantity  # noqa: E402
from pipeline.documents.wording import FILTERS  # noqa: E402
from pipeline.measure.metrics import all_metrics  # noqa: E402
from pipeline.measure.supervision import supervision_metrics  # noqa: E402
from pipeline.rules import load_law  # noqa: E402

TYPES = {"text": "文本", "money": "金额", "date": "日期", "bool": "是否", "percent": "百分比", "count": "个数",
         "status": "手续状态", "value": "照录的值", "private": "个人信息（不印）"}  # fmt: skip
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
    """Every name that a document of the catalogue may print, of the months that templates are tried on."""
    from pipeline.documents import catalogue
    from pipeline.run.specimen import Trials

    trials, found = Trials(ROOT / "templates", load_law()), dict[str, Any]()
    for entry in catalogue(ROOT / "templates").values():
        for made in reversed(trials.of(entry)):
            _join(found, made.said)
    return found


def _join(found: dict[str, Any], said: Mapping[str, Any]) -> None:
    """Every name once; what is empty gives way to what is not."""
    for name, value in said.items():
        if isinstance(value, Mapping) and isinstance(found.get(name), Mapping):
            joined = dict(found[name])
            _join(joined, value)
            found[name] = joined
        elif not found.get(name):
            found[name] = value


def _walk(name: str, value: Any, figures: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Every name below a value; the figures, which every scope has, are listed once, under 全市."""
    if isinstance(value, Mapping):
        known = figures or frozenset(value.get("全市", ()))
        scope = name != "全市" and "项目总数" in value
        if scope:
            yield f"{name}.…", "任一指标，与全市相同"
        for key, part in value.items():
            if key == NOTES:
                yield f"{name}.{key}.…", "任一指标的说明"
            elif key != SOURCE and not (scope and key in known - {"名称"}) and _listed(name, str(key)):
                yield from _walk(f"{name}.{key}" if name else str(key), part, known)
    elif isinstance(value, list):
        for part in value:
            yield from _walk(f"{name}[]", part, figures)
    else:
        yield name, f"数（{value.unit}）" if isinstance(value, Quantity) else _kind(value)


def _listed(name: str, key: str) -> bool:
    """Whether a name is told; of 范围 only 全市, for the others are the office's own names."""
    return not name.endswith("范围") or name.endswith("本范围") or key == "全市"


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
