"""Of what shape the TOML of the rules of 考核 is: its keys, and the words that they take."""

from __future__ import annotations

from pipeline.rules.shape import A_DAY, NUMBER, TEXT, Kind, Section

FILE = "assessment.toml"
TOWN, DEPARTMENT = "镇街", "部门"
UNITS = (TOWN, DEPARTMENT)
TIME, OF_CATEGORY, OF_CITY = "时序进度", "类别平均", "全市平均"
TARGETS = (TIME, OF_CATEGORY, OF_CITY)
HIGH, LOW = "高", "低"
SHARED, ZERO = "权重分摊", "记零分"
HUNDRED, LEAST = 100, 50


def _one_of(*words: str) -> Kind:
    return Kind(lambda value: value in words, f"应为{'、'.join(f'“{word}”' for word in words)}之一")


TARGET = Kind(lambda value: NUMBER.fits(value) or value in TARGETS, f"应为数字或{'、'.join(TARGETS)}之一")
INDICATOR = Section(
    {"name": TEXT, "figure": TEXT, "over": TEXT, "weight": NUMBER, "target": TARGET, "cap": NUMBER,
     "better": _one_of(HIGH, LOW), "missing": _one_of(SHARED, ZERO)},
    needs=("name", "weight", "target"), many=True,
)  # fmt: skip
ADJUSTMENT = Section(
    {"name": TEXT, "figure": TEXT, "each": NUMBER, "most": NUMBER, "reason": TEXT},
    needs=("name", "figure", "each", "most", "reason"), many=True,
)  # fmt: skip
CATEGORY = Section(
    {"name": TEXT, "units": _one_of(*UNITS), "indicators": INDICATOR, "adjustments": ADJUSTMENT, "least": NUMBER},
    needs=("name", "units"), many=True,
)  # fmt: skip
RULES = Section({"rules": Section({"from": A_DAY, "categories": CATEGORY}, needs=("from",), many=True)}, ("rules",))
