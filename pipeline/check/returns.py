"""A judged period comes in; the files that go back to their senders go out, and what a sender has not mended.

A return is a file with at least one 阻断 finding of a sender who sent it, and counts once by sender and sha256 however
often it is read. What stands unmended is judged against the files of the same period that went back before and have
since been replaced, so that reading the same input again says the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.model import Finding, Judged, Level, Period, Return

REGISTER = "重点项目清单"


def returns(judged: Judged) -> tuple[Return, ...]:
    """What goes back of a period, by file and sender in the order of the files.

    A finding on the office's own register that names a sender (a project not reported) sends no file back."""
    sent = _sent(judged)
    faults: dict[tuple[str, str], list[str]] = {}
    for finding in _blocks(judged.findings):
        if finding.file and finding.sender and (finding.file, finding.sender) in sent:
            faults.setdefault((finding.file, finding.sender), []).append(fault(finding))
    return tuple(
        Return(judged.period.text, sender, file.path, file.sha256, tuple(sorted(found)))
        for file in judged.inputs
        for (path, sender), found in faults.items()
        if path == file.path
    )


def fault(finding: Finding) -> str:
    """What a finding is known by when its row has moved: its code, its field, and its project or else its value."""
    return "｜".join((finding.code, finding.field or "", finding.project or finding.value or ""))


def unmended(sender: str, judged: Judged, before: Sequence[Return]) -> int:
    """How many of a sender's 阻断 findings were told in an earlier return of the period and still stand.

    ``before`` are the returns so far, oldest first. Of files of one name the last that was replaced counts; a file
    that still lies there has not been answered yet."""
    here = {file.sha256 for file in judged.inputs}
    mine = (one for one in before if (one.period, one.sender) == (judged.period.text, sender))
    answered = {one.file: one for one in mine if one.sha256 not in here}
    told: Counter[str] = Counter()
    for one in answered.values():
        told |= Counter(one.faults)
    standing = Counter(fault(finding) for finding in _blocks(judged.findings) if finding.sender == sender)
    return (told & standing).total()


def counted(sender: str, period: Period, known: Iterable[Return]) -> tuple[int, int]:
    """How many files of a sender went back in the period, and in its year up to it."""
    mine = [one for one in known if one.sender == sender and _until(one, period)]
    return len({one.sha256 for one in mine if one.period == period.text}), len({one.sha256 for one in mine})


def _until(one: Return, period: Period) -> bool:
    then = Period.parse(one.period)
    return one.period == period.text or (then.year == period.year and then.as_of <= period.as_of)


def _sent(judged: Judged) -> set[tuple[str, str | None]]:
    """Which sender has a part in which file: whom the file names, and whose sheets stand in it."""
    return {(file.path, file.sender) for file in judged.inputs} | set(_sheets(judged))


def _sheets(judged: Judged) -> Iterator[tuple[str, str | None]]:
    for form, rows in judged.tables.forms.items():
        if form != REGISTER:
            yield from ((row["file"], row["sender"]) for row in rows)
    yield from ((row["file"], row["sender"]) for row in judged.tables.unread)


def _blocks(findings: Iterable[Finding]) -> Iterator[Finding]:
    return (finding for finding in findings if finding.level is Level.BLOCK)
