"""A crew on other machines: a dask scheduler's address comes in; certificates are those of dask's own settings."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as LateError
from importlib import import_module
from socket import create_connection
from typing import Any

from pipeline.model import PipelineError
from pipeline.work.program import fingerprint

CONNECT_SECONDS = 20
PATIENCE_SECONDS = 30
ABSENT = '本机没有装 dask，不能用 --executor {}：请先安装 pip install ".[cluster]"，或去掉这个选项。'
UNREACHABLE = "连不上 {} 的调度机：请确认它已启动、地址无误；tls:// 还须在 dask 的设置里写明证书。"
EMPTY = "{} 的集群中没有工作机：请先启动 dask worker，再重新运行。"
BROKEN = "与 {} 的连接中断，本次没有写出任何文件：请重新运行。"


class Cluster:
    """The scheduler itself does again what a worker lost, and gives up what killed several."""

    trials = 1

    def __init__(self, address: str) -> None:
        self._dask = _dask(address)
        self._address, self.program = address, fingerprint()
        try:
            create_connection(_place(address), CONNECT_SECONDS).close()  # dask is long in giving up, and loud
            self._client = self._dask.Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except (OSError, TypeError, ValueError) as error:  # what dask raises for no answer, no certificate, no address
            raise PipelineError(UNREACHABLE.format(address)) from error
        self._wait()
        self._executor = self._client.get_executor(pure=False)
        self.size = max(1, sum(self._client.nthreads().values()))

    def submit(self, call: Callable[..., Any], *args: Any) -> Future[Any]:
        future: Future[Any] = self._executor.submit(call, *args)
        return future

    def result(self, future: Future[Any]) -> Any:
        """PipelineError when nobody is left to do it, or the scheduler is gone."""
        while True:
            try:
                return future.result(PATIENCE_SECONDS)
            except LateError:
                self._wait()
            except CancelledError:
                raise PipelineError(BROKEN.format(self._address)) from None

    def died(self, error: BaseException) -> bool:
        return isinstance(error, self._dask.KilledWorker)

    def renew(self) -> None:
        """Its nanny starts a worker that died again."""

    def dismiss(self) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()

    def _wait(self) -> None:
        try:
            self._client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
        except (LateError, OSError):
            self._client.close()
            raise PipelineError(EMPTY.format(self._address)) from None


def _place(address: str) -> tuple[str, int]:
    host, _, port = address.partition("://")[2].rpartition(":")
    return host.strip("[]"), int(port)


def _dask(address: str) -> Any:
    try:
        return import_module("distributed")
    except ImportError:
        raise PipelineError(ABSENT.format(address)) from None
