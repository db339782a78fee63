"""Hands on other machines: a Dask cluster, to which work is given and from which results are taken."""

from collections import deque
from collections.abc import Callable
from types import ModuleType
from typing import Any, Generic, TypeVar

from graphkit.errors import GraphkitError, UsageError

Item = TypeVar("Item")
Result = TypeVar("Result")

# Seconds to wait for the scheduler and its first worker.
_PATIENCE = 30
# Items under way for each worker: one at work, one waiting, so that none is idle.
_EACH = 2


class Cluster(Generic[Item, Result]):
    """The workers of a Dask scheduler; results are taken in the order in which items were given.

    A worker that is lost costs what it was at: Dask hands that to another one.
    """

    def __init__(self, work: Callable[[Item], Result], address: str) -> None:
        """Join the cluster at an address such as tcp://10.0.0.1:8786.

        Raises:
            UsageError: Dask is not installed.
            GraphkitError: nobody answers there, or there is no worker.
        """
        self._dask = _library()
        self._address = address
        self._work = work
        self._waiting: deque[tuple[Item, Any]] = deque()
        try:
            self._client = self._dask.Client(address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise GraphkitError(
                f"{address}: no Dask scheduler answers: {error}", hint="start one with: dask scheduler"
            ) from error
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except (OSError, TimeoutError) as error:
            self._client.close()
            hint = f"start some with: dask worker {address} --nthreads 1"
            raise GraphkitError(f"{address}: the cluster has no worker", hint=hint) from error

    @property
    def room(self) -> int:
        """Return how many items may be under way."""
        return _EACH * max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))

    def give(self, item: Item) -> None:
        """Hand over an item."""
        future = self._client.submit(self._work, item, pure=False, retries=2)
        self._waiting.append((item, future))

    def take(self) -> tuple[Item, Result]:
        """Wait for the result of the item that was given first.

        Raises:
            GraphkitError: the cluster is gone, or the item ended several workers; whatever the work
                raises comes through.
        """
        item, future = self._waiting.popleft()
        try:
            return item, future.result()
        except (self._dask.KilledWorker, self._dask.scheduler.KilledWorker) as error:
            hint = "most likely their memory is too small; finished shards stay finished"
            raise GraphkitError(
                f"{self._address}: several workers ended over one shard", hint=hint
            ) from error
        except (OSError, self._dask.CancelledError) as error:
            hint = "the same command continues where it stopped"
            raise GraphkitError(f"{self._address}: the cluster is gone: {error}", hint=hint) from error

    def close(self) -> None:
        """Take back what is under way, and leave the cluster; its workers stay."""
        for _, future in self._waiting:
            future.cancel()
        self._client.close()


def _library() -> ModuleType:
    try:
        import distributed
    except ImportError as error:
        hint = "pip install 'graphkit[dask]'"
        raise UsageError("--engine dask needs Dask, which is not installed", hint=hint) from error
    return distributed
