"""The child that reads files for a run: frames of bytes in over stdin, their sheets out over stdout, until the end."""

from __future__ import annotations

import gc
import os
import pickle
import signal
from contextlib import suppress
from typing import IO

from pipeline.collect.opening import opened
from pipeline.collect.parcel import BOOK, MOST_FRAME, READY, receive, send
from pipeline.collect.sheet import Refused

MOST_MEMORY = 600 * 1024 * 1024  # over what the interpreter itself takes
MOST_REPLY = 128 * 1024 * 1024
SPARE_SECONDS = 2
TOO_MUCH = "内容过多，超出可用内存；请删除表格以外的多余内容"


def serve() -> None:
    """Answer one frame after another; the end of stdin, also that of a run that was killed, is the end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source, target = _own_pipes()
    _limit_memory()
    gc.freeze()
    gc.disable()  # what a file leaves behind is collected after it, not while it is read
    send(target, READY)
    while frame := receive(source, MOST_FRAME):
        _limit_time(int.from_bytes(frame[1:3], "big"))
        send(target, reply(frame[:1], memoryview(frame)[3:]))
        del frame
        gc.collect()
    os._exit(0)


def reply(task: bytes, data: memoryview) -> bytes:
    """What opening the bytes gave: ``("opened", …)`` or ``("refused", code, reason)``."""
    try:
        said = pickle.dumps(("opened", _done(task, bytes(data))), pickle.HIGHEST_PROTOCOL)
    except Refused as refused:
        return pickle.dumps(("refused", refused.code, refused.reason))
    except MemoryError:
        said = b""
    if not 0 < len(said) <= MOST_REPLY:
        return pickle.dumps(("refused", "file-unreadable", TOO_MUCH))
    return said


def _done(task: bytes, data: bytes) -> object:
    if task == BOOK:
        return opened(data)
    from pipeline.collect.words import read_words

    return read_words(data)


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes to the run, out of reach of whatever a library prints."""
    source, target = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    return source, target


def _limit_memory() -> None:
    """Bound the address space; where there is no such limit (Windows) the run's limit on time alone guards."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        most = _address_space() + MOST_MEMORY
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _address_space() -> int:
    with open("/proc/self/statm", "rb") as statm:
        return int(statm.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _limit_time(seconds: int) -> None:
    """Processor time for this file: should the run be gone, a child that loops ends all the same."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + seconds + SPARE_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))
