"""What ``--executor`` says comes in; who is to do the tasks goes out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model import PipelineError

SERIAL, PROCESSES, CLUSTER = "serial", "processes", "cluster"
MOST_PROCESSES = 256
_PROCESSES = re.compile(r"processes(?::([1-9]\d{0,3}))?")
_ADDRESS = re.compile(r"(dask|tcp|tls)://([^\s/@]+:\d{1,5})")


@dataclass(frozen=True)
class Executor:
    """``kind`` "" leaves the choice to the amount of work; ``count`` 0 is as many processes as there are processors."""

    kind: str = ""
    count: int = 0
    address: str = ""

    @classmethod
    def read(cls, written: str) -> Executor:
        """serial, processes, processes:4, dask://host:8786 (tcp), tls://host:8786; PipelineError for anything else."""
        text = written.strip()
        if text in ("", SERIAL):
            return cls(text)
        if match := _PROCESSES.fullmatch(text):
            return cls(PROCESSES, min(int(match[1] or 0), MOST_PROCESSES))
        if match := _ADDRESS.fullmatch(text):
            return cls(CLUSTER, address=f"{match[1].replace('dask', 'tcp')}://{match[2]}")
        raise PipelineError(
            f"--executor 不能写作“{text}”：应为 serial、processes、processes:4、dask://主机:8786 或 tls://主机:8786。"
        )
