"""A fault while a template renders comes in; the file, the paragraph and one Chinese sentence go out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from pipeline.model import PipelineError

SOURCE = "<template>"
LONGEST = 80
TAG = re.compile(r"<[^>]+>")
TABLE, TABLE_END, ROW = re.compile(r"<w:tbl[ >]"), "</w:tbl>", re.compile(r"<w:tr[ >]")
WHOLE_ROW = re.compile(r"<w:tr[ >].*?</w:tr>", re.DOTALL)

SYNTAX = (
    (re.compile(r"No filter named '(.+)'"), "没有名为“{}”的过滤器"),
    (re.compile(r"No test named '(.+)'"), "没有名为“{}”的判断"),
    (re.compile(r"unexpected char '(.+)' at"), "标签里有不认识的字符“{}”（是否用了全角符号？）"),
    (re.compile(r"Encountered unknown tag '(.+?)'"), "不认识或位置不对的标签“{}”"),
    (re.compile(r"Unexpected end of template"), "循环或判断没有结束（缺 endfor 或 endif）"),
    (re.compile(r"unexpected '(.+)'"), "标签写法有误，“{}”处多余或缺少内容"),
    (re.compile(r"expected token '(.+)', got '(.+)'"), "标签写法有误，应为“{}”而写作“{}”"),
)


class TemplateError(PipelineError):
    """A template that cannot be used, or a document that came out broken: names the file and the paragraph."""


@dataclass(frozen=True)
class Source:
    """One part of a template as Jinja sees it, a paragraph a line, and where it stands in the file."""

    file: str
    part: str
    text: str

    def fault(self, line: int | None, reason: str) -> TemplateError:
        """The error with its place: the n-th table and row where it is in one, and the text of the paragraph."""
        where = f"《{self.file}》{self.part}"
        if line is None or not 1 <= line <= self.text.count("\n") + 1:
            return TemplateError(f"模板{where}：{reason}。")
        lines = self.text.split("\n")
        place = _table("\n".join(lines[: line - 1]))
        return TemplateError(f"模板{where}{place}“{_shown(lines[line - 1])}”：{reason}。")


def _table(before: str) -> str:
    opened = list(TABLE.finditer(before))
    if len(opened) <= before.count(TABLE_END):
        return "段落"
    table = before[opened[-1].start() :]
    loops = WHOLE_ROW.sub("", table).partition("<w:tr")[0].count("{%")  # rows of a tag alone, which docxtpl took out
    return f"第{len(opened)}个表格第{len(ROW.findall(table)) + loops}行"


def _shown(line: str) -> str:
    text = re.sub(r"\s+", " ", unescape(TAG.sub("", line))).strip()
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def line_of(fault: BaseException) -> int | None:
    """The template line that raised: Jinja's own for syntax, else the deepest template frame of the traceback."""
    line: int | None = getattr(fault, "lineno", None)
    frame = fault.__traceback__
    while frame:
        if frame.tb_frame.f_code.co_filename == SOURCE:
            line = frame.tb_lineno
        frame = frame.tb_next
    return line


def reason_of(fault: BaseException) -> str:
    """What went wrong, in Chinese where the wording is known."""
    said = str(getattr(fault, "message", None) or fault).rstrip("。.")
    for pattern, sentence in SYNTAX:
        if match := pattern.search(said):
            return sentence.format(*match.groups())
    if re.search(r"[\u4e00-\u9fff]", said):
        return said
    return f"无法执行（{type(fault).__name__}：{said}）"
