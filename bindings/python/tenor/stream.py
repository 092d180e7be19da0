"""Texts in batches, through one thread or several, in order.

The iterable of texts is read by the thread that asks for results, and only a
few batches for each thread ahead of them; so it may be endless. What it raises
comes behind the results of the texts before."""
from array import array
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import accumulate
from typing import (Any, Callable, Deque, Iterable, Iterator, List,
                    NamedTuple, Optional, TypeVar)

from .text import encode, is_missing

BYTES = 1 << 20  # a batch ends there: some 30 ms of scoring
AHEAD = 2  # batches for each thread, so that none has to wait

T = TypeVar("T")


class Gathered(NamedTuple):
    """Texts of a batch. A missing one is empty, and its number is noted."""

    texts: List[bytes]
    missing: List[int]

    def offsets(self) -> "array[int]":
        """Where each begins when they are joined, and where the last ends."""
        return array("q", accumulate(map(len, self.texts), initial=0))


class Source:
    """Batches of at most `size` texts. An error ends them, and is kept."""

    def __init__(self, texts: Iterable[Any], size: int) -> None:
        self.error: Optional[Exception] = None
        self._texts = self._encoded(texts)
        self._size = size

    def _encoded(self, texts: Iterable[Any]) -> Iterator[Optional[bytes]]:
        try:
            for text in texts:
                yield None if is_missing(text) else encode(text)
        except Exception as error:
            self.error = error

    def _gather(self) -> Gathered:
        batch, room = Gathered([], []), BYTES
        for text in self._texts:
            if text is None:
                batch.missing.append(len(batch.texts))
                text = b""
            batch.texts.append(text)
            room -= len(text)
            if room <= 0 or len(batch.texts) == self._size:
                break
        return batch

    def __iter__(self) -> Iterator[Gathered]:
        batch = self._gather()
        while batch.texts:
            yield batch
            batch = self._gather()


def run(texts: Iterable[Any], size: int, threads: int,
        work: Callable[[Gathered], T]) -> Iterator[T]:
    """work() of each batch, in order."""
    source = Source(texts, size)
    if threads == 1:
        yield from map(work, source)
    else:
        yield from _run_threads(source, threads, work)
    if source.error is not None:
        raise source.error


def _run_threads(source: Source, threads: int,
                 work: Callable[[Gathered], T]) -> Iterator[T]:
    pool = ThreadPoolExecutor(threads, "tenor")
    pending: "Deque[Future[T]]" = deque()
    try:
        for batch in source:
            pending.append(pool.submit(work, batch))
            if len(pending) > AHEAD * threads:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)
