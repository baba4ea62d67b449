"""Findings and the workbooks they lie in come in; 退回/ goes out: each sender's marked copies and a text to paste."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from pipeline.model import Finding, Grid, InputFile, Period
from pipeline.rules.naming import file_name
from pipeline.rules.returned import SHEET
from pipeline.rules.spelling import masked
from pipeline.workbooks.judged import sorted_findings
from pipeline.workbooks.returns.marking import Marked, lines, marked
from pipeline.workbooks.returns.names import FOLDER, fresh
from pipeline.workbooks.returns.notice import notice
from pipeline.workbooks.returns.package import UnfitError
from pipeline.workbooks.returns.rebuilding import rebuilt, sheet_names
from pipeline.workbooks.returns.slip import Slip, slip_alone

NOTICE = "群通知.txt"
REBUILT = "原文件不是.xlsx格式，本副本按其中的数据另做，只保留数据、合并单元格和隐藏行列。"
UNFIT = "原文件内容过多或不合规范，本副本按其中的数据另做，只保留数据、合并单元格和隐藏行列。"
UNMARKED = "原文件无法标注，请按下表所列的单元格在原文件中改正。"
Sheets = Callable[[str], Sequence[Grid]]


def returned(
    findings: Sequence[Finding],
    inputs: Sequence[InputFile],
    read: Callable[[str], bytes],
    sheets: Sheets,
    period: Period,
    *,
    office: str,
    deadline: str,
) -> dict[str, bytes]:
    """Path under output/<period>/ → bytes, for every sender that has a finding; findings without one stay here.

    ``read`` gives the bytes of an input by its path, ``sheets`` its sheets, for those that cannot be marked
    as they are; ``deadline`` reads like 2026年6月8日前.
    """
    desk = _Desk(inputs, read, sheets, period, office, deadline)
    of_sender: dict[str, list[Finding]] = defaultdict(list)
    for finding in sorted_findings(findings):
        if finding.sender:
            of_sender[finding.sender].append(finding)
    made: dict[str, bytes] = {}
    for sender, found in sorted(of_sender.items()):
        made |= desk.answer(sender, found)
    return made


@dataclass
class _Desk:
    """Where the answers to the senders are made."""

    inputs: Sequence[InputFile]
    read: Callable[[str], bytes]
    sheets: Sheets
    period: Period
    office: str
    deadline: str
    taken: set[str] = field(default_factory=set)

    def answer(self, sender: str, findings: Sequence[Finding]) -> dict[str, bytes]:
        """The copies of the files that something was found in, and the text; what lies in no file of the sender's own
        goes with its first."""
        own = [file for file in self.inputs if file.sender == sender]
        of_file = {file.path: [finding for finding in findings if finding.file == file.path] for file in own}
        loose = [finding for finding in findings if finding.file not in of_file]
        files = [file for file in own if of_file[file.path]] or own[: bool(loose)]
        copies = {}
        for file in files:
            found = of_file[file.path] + (loose if file is files[0] else [])
            path, copy = self._copy(sender, file, found)
            copies[path] = copy
        if not files:
            slip = replace(self._slip(sender, ""), lines=lines(findings, "", {}), marked=False)
            copies[fresh(sender, SHEET, self.taken)] = Marked(slip_alone(slip), slip)
        text = notice([copy.slip for copy in copies.values()])
        made = {path: copy.data for path, copy in copies.items()}
        return made | {f"{FOLDER}/{file_name(sender)}/{NOTICE}": text}

    def _slip(self, sender: str, file: str) -> Slip:
        return Slip(sender, masked(PurePosixPath(file).name), self.period, self.office, self.deadline, ())

    def _copy(self, sender: str, file: InputFile, findings: Sequence[Finding]) -> tuple[str, Marked]:
        """The marked copy, else the 退回说明 alone when there is nothing to mark."""
        stem, slip = PurePosixPath(file.path).stem, self._slip(sender, file.path)
        if copy := self._marked(file, findings, slip):
            return fresh(sender, stem, self.taken), copy
        remarks = (UNMARKED,) if file.kind else ()
        alone = replace(slip, lines=lines(findings, file.path, {}), marked=False, remarks=remarks)
        return fresh(sender, f"{stem}（{SHEET}）", self.taken), Marked(slip_alone(alone), alone)

    def _marked(self, file: InputFile, findings: Sequence[Finding], slip: Slip) -> Marked | None:
        """The file itself with marks where it is an .xlsx that can take them, else its values in a new one; None where
        it could not be opened."""
        own = file.kind == "xlsx"
        if own and (copy := _tried(lambda: marked(self.read(file.path), slip, findings, file.path))):
            return copy
        said = replace(slip, remarks=(UNFIT if own else REBUILT,))
        return _tried(lambda: self._rebuilt(file, findings, said)) if file.kind else None

    def _rebuilt(self, file: InputFile, findings: Sequence[Finding], slip: Slip) -> Marked:
        grids = self.sheets(file.path)
        if not grids:
            raise UnfitError("it cannot be read again")
        return marked(rebuilt(grids), slip, findings, file.path, sheet_names(grids))


def _tried(make: Callable[[], Marked]) -> Marked | None:
    """What a foreign workbook breaks is not known beforehand: whatever it raises, the next way is tried."""
    try:
        return make()
    except Exception:
        return None
