"""What comes back to a sender comes in; the text for the chat group goes out, ready to paste."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.workbooks.returns.slip import Line, Slip

MOST_ITEMS = 8


def notice(slips: Sequence[Slip]) -> bytes:
    """The text in UTF-8 with a mark and line ends that an old Notepad understands."""
    return ("\ufeff" + "\r\n".join(_lines(slips)) + "\r\n").encode()


def _lines(slips: Sequence[Slip]) -> Iterator[str]:
    first = slips[0]
    blocks, hints = sum(slip.blocks for slip in slips), sum(slip.hints for slip in slips)
    files = "".join(f"《{slip.file}》" for slip in slips if slip.file)
    month = f"{first.period.year}年{first.period.month}月" if not first.period.weekly else first.period.label
    sent = f"你单位报送的{files}" if files else f"你单位{month}的数据"
    found = [f"{blocks}处需要修改（阻断）" if files else f"{blocks}项需要办理（阻断）"] if blocks else []
    found += [f"{hints}处请核实（提示）"] if hints else []
    yield f"{first.sender}：{sent}有{'、'.join(found)}："
    items = sorted(_items(slips), key=lambda item: not item[1].blocks)
    for at, (slip, line) in enumerate(items[:MOST_ITEMS], 1):
        yield f"{at}. {_place(slip, line, len(slips) > 1)}{line.finding.message}"
    if len(items) > MOST_ITEMS:
        yield f"其余{len(items) - MOST_ITEMS}处见退回说明。"
    yield _request(slips, blocks)


def _items(slips: Sequence[Slip]) -> Iterator[tuple[Slip, Line]]:
    return ((slip, line) for slip in slips for line in slip.lines)


def _place(slip: Slip, line: Line, several: bool) -> str:
    sheets = {each.sheet for each in slip.lines if each.link}
    parts = [f"《{slip.file}》"] if several and line.link else []
    parts += [f"“{line.sheet}”"] if line.link and len(sheets) > 1 else []
    parts += [f"{line.finding.cell}："] if line.link else []
    return "".join(parts)


def _request(slips: Sequence[Slip], blocks: int) -> str:
    slip = slips[0]
    if not blocks:
        return f"请核实，无误的不必重报；有误的请改正后于{slip.deadline}重报{slip.office}。"
    if not slip.file:
        return f"请于{slip.deadline}报送{slip.office}。"
    copies = "和标注好的表格" if any(slip.marked for slip in slips) else ""
    return f"逐项说明{copies}见所附文件，改好后于{slip.deadline}重报{slip.office}。"
