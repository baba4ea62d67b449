"""``python -m bench.intake``: 25 workbooks read and judged, beside openpyxl's full read of the same; CPU seconds."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from bench.report import machine, table, write

ROOT = Path(__file__).parent.parent
BOOKS, SIZES, RUNS = 25, (30, 400), 5
PERIOD = "2026-05"
COLUMNS = (
    "序号", "项目代码", "项目名称", "镇街", "建设地点", "建设性质", "产业链", "建设规模及内容", "建设单位",
    "总投资（万元）", "年度计划投资（万元）", "本月完成投资（万元）", "本年完成投资（万元）",
    "上年末累计完成投资（万元）", "自开工累计完成投资（万元）", "是否开工", "项目阶段", "计划开工时间", "开工时间",
    "计划竣工时间", "形象进度", "立项", "土地", "规划", "能评", "环评", "施工许可", "是否纳统", "存在问题", "备注",
)  # fmt: skip
OFFICE = 'city = "示例市"\n[issuer]\norgan = "示例市工业推进办公室"\nmark = "示推办"\n[[chains]]\nname = "高端装备"\n'


MARKS = ("甲乙丙丁戊己庚辛壬癸", "山水林田湖草沙石云雨", "东南西北上下前后新老", "平安福寿康宁和顺兴旺")


def town(at: int) -> str:
    """A name for each of ten thousand."""
    return "".join(marks[at // 10**place % 10] for place, marks in enumerate(MARKS)) + "镇"


def project(book: int, at: int) -> list[object]:
    """One row that no check has anything against."""
    plan, done, before = 1000 + 10 * at, 300 + at, 500 + at
    started = date(2025, 3, 1) + timedelta(days=at % 300)
    who, money = town(book), (plan * 5, plan, 60, done, before, before + done)
    name, owner = f"{who}第{at + 1}期精密部件智能制造项目", f"示例{at}有限公司"
    scale = f"新建厂房{at + 1}栋，购置设备{at + 20}台套"
    head = (
        at + 1,
        f"2601-{370000 + book}-04-01-{100000 + at}",
        name,
        who,
        f"工业园{at % 9 + 1}号路",
        "续建",
        "高端装备",
    )
    state = ("是", "在建", started, started, date(2027, 12, 31), f"第{at + 1}栋厂房主体封顶，设备安装{at % 90}%")
    permits = ("已办结", "已办结", "已办结", "不涉及", "已办结", "已办结")
    return [*head, scale, owner, *money, *state, *permits, "是", None, None]


def office(folder: Path, books: int) -> Path:
    names = "".join(f'[[towns]]\nname = "{town(at)}"\ncategory = "镇"\n' for at in range(books))
    (folder / "office.toml").write_text(OFFICE + names, encoding="utf-8")
    return folder


def workbook(path: Path, book: int, rows: int) -> None:
    """As Excel writes it: shared strings, a title, a unit line, dates with a format."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as made:
        sheet = made.add_worksheet("项目进度表")
        sheet.write(0, 0, "2026年5月重点项目进度表")
        sheet.write(1, 0, f"填报单位：{town(book)}　　单位：万元")
        sheet.write_row(2, 0, COLUMNS)
        for at in range(rows):
            sheet.write_row(at + 3, 0, project(book, at))


def folder(place: Path, rows: int, books: int = BOOKS) -> Path:
    """An input directory with a month of workbooks."""
    month = place / PERIOD
    month.mkdir(parents=True)
    for book in range(books):
        workbook(month / f"{town(book)}.xlsx", book, rows)
    return office(place, books)


def spent() -> float:
    """User and system seconds so far, of this process and the children it has ended."""
    uses = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


def judged(place: Path) -> int:
    """Collect, clean and check; gives how many rows were read."""
    from pipeline.check import check
    from pipeline.clean import clean
    from pipeline.collect import collect
    from pipeline.model import Period
    from pipeline.rules import load_law, load_office
    from pipeline.rules.calendar import load_calendar
    from pipeline.run.corridor import undisturbed

    facts = load_office(place / "office.toml")
    law, period = load_law().of(facts), Period.parse(PERIOD)
    calendar = load_calendar(place / "日历.toml")
    with undisturbed():
        tables, _ = clean(collect(place, period, law, facts), period, law, facts)
        check(tables, period, law, facts, history={}, senders=set(facts.names.values()), calendar=calendar)
    return len(tables.projects)


def gathered(place: Path) -> int:
    """Collect alone."""
    from pipeline.collect import collect
    from pipeline.model import Period
    from pipeline.rules import load_law, load_office
    from pipeline.run.corridor import undisturbed

    facts = load_office(place / "office.toml")
    with undisturbed():
        collected = collect(place, Period.parse(PERIOD), load_law().of(facts), facts)
    return sum(len(block.lines) for block in collected.blocks)


def loaded(place: Path) -> int:
    """openpyxl's full read of every cell."""
    import openpyxl

    count = 0
    for path in sorted((place / PERIOD).glob("*.xlsx")):
        book = openpyxl.load_workbook(path, data_only=True)
        count += sum(1 for row in book.worksheets[0].iter_rows(min_row=4, values_only=True) if row[2])
    return count


WAYS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "read": ("读取（collect）", gathered),
    "judge": ("读取、清洗、核查", judged),
    "openpyxl": ("openpyxl 全量读取", loaded),
}


def measure(way: str, small: Path, large: Path, rows: int) -> None:
    """Print the seconds of one way over the large folder, its imports and a reading child's start taken off."""
    run = WAYS[way][1]
    before = spent()
    run(small)  # one workbook without rows: everything is imported
    run(small)
    start = spent()
    run(small)
    once = spent() - start
    start = spent()
    if run(large) != rows:
        raise SystemExit("读到的行数不对")
    print(spent() - start - once, start - before)


def seconds(way: str, small: Path, large: Path, rows: int) -> float:
    command = [sys.executable, "-m", "bench.intake", way, str(small), str(large), str(rows)]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return float(told.split()[0])


def main() -> None:
    """Measure in turn, each in a process of its own; medians and the ratio to openpyxl."""
    lines: list[tuple[str, ...]] = []
    with tempfile.TemporaryDirectory() as place:
        small = folder(Path(place) / "small", 1, books=1)
        for rows in SIZES:
            large = folder(Path(place) / str(rows), rows)
            taken: dict[str, list[float]] = {way: [] for way in WAYS}
            for _ in range(RUNS):
                for way in WAYS:
                    taken[way].append(seconds(way, small, large, BOOKS * rows))
            whole = statistics.median(taken["openpyxl"])
            for way, (title, _) in WAYS.items():
                middle = statistics.median(taken[way])
                lines.append(
                    (f"{BOOKS} × {rows} 行 × {len(COLUMNS)} 列", title, f"{middle:.3f}", f"{middle / whole:.2f}")
                )
    write("读入", machine(), table(("规模", "做法", "CPU 秒", "与 openpyxl 之比"), lines))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
