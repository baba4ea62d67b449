"""Delimited texts and web pages, well meant or hostile."""

from __future__ import annotations

from tests.reliability.corpus.building import ROWS
from tests.reliability.corpus.kinds import GOOD, NONE, accepted, refused

LINES = "\r\n".join(",".join(map(str, row)) for row in ROWS) + "\r\n"
CELLS = "".join(f"<tr>{''.join(f'<td>{value}</td>' for value in row)}</tr>" for row in ROWS)


@accepted("UTF-8 的 CSV", suffix=".csv")
def csv_utf8() -> bytes:
    return LINES.encode()


@accepted("带 BOM 的 CSV 改名 .xlsx")
def csv_bom_named_xlsx() -> bytes:
    return LINES.encode("utf-8-sig")


@accepted("GBK 的 CSV", suffix=".csv")
def csv_gbk() -> bytes:
    return LINES.encode("gbk")


@accepted("UTF-16 的 CSV", suffix=".csv")
def csv_utf16() -> bytes:
    return LINES.encode("utf-16")


@refused("没有 BOM 的 UTF-16", "不是电子表格", suffix=".csv")
def csv_utf16_without_bom() -> bytes:
    return LINES.encode("utf-16-le")


@refused("夹着零字节的 CSV", "", suffix=".csv")
def csv_with_nuls() -> bytes:
    return LINES.replace("甲", "甲\0").encode()


@refused("两种编码混在一起的 CSV", "", suffix=".csv")
def csv_of_two_encodings() -> bytes:
    return LINES.encode() + "丙项目,300,90,三\r\n".encode("gbk") + b"\x81\xff,\r\n"


@refused("一百万列的 CSV", "过大", suffix=".csv")
def csv_of_a_million_columns() -> bytes:
    return (LINES * 2).encode() + b"1," * 1_000_000 + b"\r\n"


@accepted("引号没有关上的 CSV", None, suffix=".csv")
def csv_unclosed_quote() -> bytes:
    return LINES.replace("甲项目", '"甲项目').encode()


@refused("一行一个巨格的 CSV", "", suffix=".csv")
def csv_giant_field() -> bytes:
    return LINES.encode() + b"x" * 20_000_000 + b",1\r\n"


@refused("没有换行的二千万字", "不是电子表格", suffix=".csv")
def text_giant_line() -> bytes:
    return b"x" * 20_000_000


@accepted("各行列数不一的 CSV", None, suffix=".csv")
def csv_ragged() -> bytes:
    return (LINES + "丙项目,300\r\n" + "丁项目,400,90,四,五,六\r\n").encode()


@accepted("旧苹果换行的 CSV", GOOD, suffix=".csv")
def csv_carriage_returns() -> bytes:
    return LINES.replace("\r\n", "\r").encode()


@accepted("以等号开头的 CSV 单元格", GOOD, suffix=".csv")
def csv_formulas() -> bytes:
    return LINES.replace("一", "=cmd|'/C calc'!A0").replace("二", "@SUM(1)").encode()


@accepted("二十万行空行的 CSV", GOOD, suffix=".csv")
def csv_blank_lines() -> bytes:
    return LINES.encode() + b",,,\r\n" * 200_000


@refused("只有空白的文本", "空白", suffix=".csv")
def blank_text() -> bytes:
    return b" \r\n\t \r\n"


@refused("一段话", "纯文本")
def prose() -> bytes:
    return "本月暂无进展。\n下月再报。".encode()


# ---- web pages


@accepted("网页表格存成 .xls", suffix=".xls")
def html() -> bytes:
    return f"<html><body><table>{CELLS}</table></body></html>".encode()


@accepted("网页表格存成 .xlsx")
def html_named_xlsx() -> bytes:
    return f"<table>{CELLS}</table>".encode("gbk")


@accepted("声明与实际编码不符的网页", suffix=".xls")
def html_wrong_charset() -> bytes:
    return f'<html><head><meta charset="gb2312"></head><table>{CELLS}</table></html>'.encode()


@accepted("编码名称不存在的网页", suffix=".xls")
def html_unknown_charset() -> bytes:
    return f'<html><head><meta charset="utf-99"></head><table>{CELLS}</table></html>'.encode()


@accepted("表格套表格的网页", None, suffix=".xls")
def html_nested() -> bytes:
    return f"<table><tr><td>外<table>{CELLS}</table></td></tr></table>".encode()


@accepted("表格套了一万层的网页", None, suffix=".xls")
def html_deep() -> bytes:
    return (b"<table><tr><td>" * 10_000) + CELLS.encode() + b"</td></tr></table>" * 10_000


@refused("跨行六万五千的网页", "", suffix=".xls")
def html_endless_spans() -> bytes:
    return ("<table>" + "<tr>" + "<td rowspan=65534 colspan=65534>甲" * 200 + CELLS + "</table>").encode()


@accepted("跨行 65534 的一格", None, suffix=".xls")
def html_one_long_span() -> bytes:
    return f"<table>{CELLS}<tr><td rowspan=65534>尾</td></tr></table>".encode()


@accepted("跨行数写得不成样", GOOD, suffix=".xls")
def html_nonsense_spans() -> bytes:
    return f"<table>{CELLS}</table>".replace("<td>一", "<td rowspan='-1' colspan='九'>一").encode()


@accepted("带脚本的网页", GOOD, suffix=".xls")
def html_scripts() -> bytes:
    return f"<html><script>if (1<2) alert('<td>x')</script><table>{CELLS}</table></html>".encode()


@accepted("标签都不关的网页", GOOD, suffix=".xls")
def html_unclosed() -> bytes:
    return ("<table>" + CELLS.replace("</td>", "").replace("</tr>", "")).encode()


@refused("没有表格的网页", "没有表格", suffix=".xls")
def html_without_a_table() -> bytes:
    return "<html><body><p>登录已超时</p></body></html>".encode()


@accepted("空表格的网页", NONE, "", suffix=".xls")
def html_empty_table() -> bytes:
    return b"<html><table></table></html>"


@accepted("五万格的网页", None, suffix=".xls")
def html_large() -> bytes:
    return f"<table>{'<tr><td>1</td><td>2</td></tr>' * 25_000}</table>".encode()


@refused("截断的网页只剩开头", "", suffix=".xls")
def html_cut() -> bytes:
    return b"<html><head><title>x</ti"
