"""A page's template as Jinja read it comes in; compiled once, it goes out for this process and those after it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from pipeline.rules.recall import keep, recalled

ROOM, KIND = Path(__file__).parent, "page"


class Compiled(BytecodeCache):
    """Kept by the template, this room's code and Jinja's version."""

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = recalled(ROOM, KIND, _made_of(bucket))

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep(ROOM, KIND, _made_of(bucket), bucket.code)


def _made_of(bucket: Bucket) -> tuple[bytes, ...]:
    return bucket.key.encode(), bucket.checksum.encode(), *_writers()


@lru_cache(maxsize=1)
def _writers() -> tuple[bytes, ...]:
    return jinja2.__version__.encode(), *(place.read_bytes() for place in sorted(ROOM.glob("*.py")))
