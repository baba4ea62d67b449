"""A template's expressions come in; only cleaned, escaped text that a filter or a string gave goes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from jinja2 import StrictUndefined, pass_eval_context
from jinja2.exceptions import SecurityError
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape

from pipeline.documents.engine.masthead import Fitted
from pipeline.documents.engine.spans import MARKS, Value, marked, numbers_of, unmarked
from pipeline.documents.origins import Words, carrying, known, looked_up, named
from pipeline.documents.quantity import Quantity, WordingError
from pipeline.documents.recorded import Told
from pipeline.documents.wording import FILTERS, TESTS
from pipeline.model import Kind, Origin
from pipeline.rules.spelling import INVISIBLE

BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
DROPPED_FILTERS = ("safe", "urlize", "xmlattr", "attr")
DROPPED_GLOBALS = ("cycler", "lipsum")
KINDS: tuple[tuple[Any, str], ...] = (
    (bool, "是否（用 |是否 印出）"),
    (Mapping, "一组内容"),
    ((list, tuple, set, frozenset), "列表（用 |顿号 连接）"),
    (Callable, "程序方法"),
)
HOLDERS = (dict, Told, Mapping)  # what is met most first
MASTHEAD = Origin(Kind.FIELD, field="发文.标志")
DIGIT = re.compile("[0-9０-９]")
ATTRIBUTE = re.compile(r"[0-9A-Za-z]+")


def cleaned(text: str) -> str:
    """The text as a Word file can hold it: line breaks as newlines, no control, zero-width or surrogate characters."""
    return text if text.isprintable() else INVISIBLE.sub("", BREAKS.sub("\n", text)).translate(MARKS)


class Missing(StrictUndefined):
    """A name that the context lacks: any use of it is an error in Chinese, with the nearest known names."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        name, holder = str(self._undefined_name), self._undefined_obj
        if not isinstance(holder, Mapping):
            return f"没有名为“{name}”的{'变量' if holder is missing else '内容'}"
        near = get_close_matches(name, [str(key) for key in holder], 3, 0.5)
        hint = f"，相近的有：{'、'.join(near)}" if near else ""
        return f"没有名为“{name}”的内容{hint}"


class Filled(Context):
    """The context of a template: what it names comes with its origin."""

    def resolve_or_missing(self, key: str) -> Any:
        return named(key, super().resolve_or_missing(key))


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without Python behind it: plain data, look-up by key first, every printed value finalized and between marks
    (see spans.py) that lead to what is known of it in ``values``."""

    context_class = Filled

    def __init__(self, filters: Mapping[str, Callable[..., Any]], draw: Callable[[Any], str | None]) -> None:
        super().__init__(autoescape=True, undefined=Missing, finalize=self._printed)
        self.filters.update({**FILTERS, **filters})
        self.tests.update(TESTS)
        for name in DROPPED_FILTERS:
            del self.filters[name]
        self.filters = {name: carrying(name, call) for name, call in self.filters.items()} | {"_attribute": _attribute}
        for name in DROPPED_GLOBALS:
            del self.globals[name]
        self.values: list[Value] = []
        self._draw = draw

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, HOLDERS) and attribute in obj:
            return looked_up(obj, attribute, obj[attribute])
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        found = super().getitem(obj, argument)
        return looked_up(obj, argument, found) if isinstance(obj, HOLDERS) else found

    def unsafe_undefined(self, obj: Any, attribute: str) -> Any:
        return self.undefined(f"不允许访问“{attribute}”", name=attribute, obj=obj, exc=SecurityError)

    @pass_eval_context  # else Jinja would print constants as they are, before this sees them
    def _printed(self, _: EvalContext | None, value: Any) -> Markup:
        if type(value) is Markup:
            return self._again(value)
        if isinstance(value, Missing):
            str(value)
        if isinstance(value, str):
            return self._kept(cleaned(str(value)), value)
        if isinstance(value, Quantity):
            return self._kept(str(value), value)
        return self._woven(value)

    def _woven(self, value: Any) -> Markup:
        """What prints XML of its own."""
        if isinstance(value, Fitted):
            text = cleaned(value.text)
            return Markup(replace(value, text=text).xml(self._kept(text, Words(text, MASTHEAD))))
        if (drawn := self._draw(value)) is not None:
            return Markup(drawn)
        raise WordingError(_refusal(value))

    def _kept(self, text: str, value: Any) -> Markup:
        self.values.append(valued(text, value))
        return Markup(marked(escape(text), len(self.values) - 1))

    def _again(self, block: Markup) -> Markup:
        """What {% set %}…{% endset %} or a macro printed, and is printed now, is of the first value in it."""
        numbers = [number for number in numbers_of(block) if number < len(self.values)]
        text = cleaned(unmarked(block))
        if not numbers or "<" in text:
            return Markup(text)
        self.values.append(Value(Markup(text).unescape(), self.values[numbers[0]].origin))
        return Markup(marked(text, len(self.values) - 1))


def valued(text: str, value: Any) -> Value:
    """The text of a printed value with what is known of it; a number of which nothing is known is refused."""
    origin = known(value)
    if origin is None and DIGIT.search(text):
        raise WordingError(f"“{text}”没有出处，数字应直接写在文字里，或由变量印出")
    return Value(text, origin, getattr(value, "exact", getattr(value, "value", None)))


def _refusal(value: Any) -> str:
    if value is None:
        return "此处没有值（None），请用 |缺省 说明无值时印什么"
    if isinstance(value, date):
        return f"日期 {value} 没有经过过滤器，请写明如 |日期"
    if isinstance(value, (int, float, Decimal, Fraction)) and not isinstance(value, bool):
        return f"数字 {value} 没有经过过滤器，请写明如 |亿元、|百分率、|个数"
    kind = next((words for types, words in KINDS if isinstance(value, types)), type(value).__name__)
    return f"印出的不是文字，而是{kind}，请指明其中的内容或用过滤器"


def _attribute(value: Any) -> Markup:
    """A table span or a fill colour inside a tag: letters and digits only."""
    if not ATTRIBUTE.fullmatch(str(value)):
        raise WordingError(f"“{value}”不能用作表格属性")
    return Markup(value)
