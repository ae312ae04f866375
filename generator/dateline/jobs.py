"""Work spread over processes: one function over stretches of a list, its results in the list's order.

The processes are forked, so they have everything that the work reads without a copy, and only results travel.
Where that is not to be had (Windows, macOS, whose frameworks do not bear it), all is done in this process.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Result = TypeVar("Result")
Work = Callable[[int, int], list[Result]]
"""Does what lies from one place up to another; as many results, in order."""

WORTH_A_PROCESS = 200
"""So many pages or files take longer than starting a process for them."""
_STRETCH = 32
"""How much is taken at once: little, so that all end together."""
_PIPE_SIZE = 1 << 20
"""Bytes: what Linux allows any user."""


def usable_cores() -> int:
    """How many processes can run at once on this machine, as far as it lets us."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(work: Work[Result], count: int, jobs: int, told: Callable[[int], None] = lambda _done: None) -> list[Result]:
    """What `work` gives for all of `range(count)`, in order, by at most `jobs` processes, this one among them.

    `told` hears now and then how much is done. Results must be picklable. Whatever `work` raises is raised here;
    ChildProcessError if the system ended a process. All are gone when this returns or raises.
    """
    done: dict[int, list[Result]] = {}
    number = 0
    with closing(stretches(work, count, jobs)) as found:
        for start, results in found:
            done[start] = results
            number += len(results)
            told(number)
    return [result for start in sorted(done) for result in done[start]]


def stretches(
    work: Work[Any], count: int, jobs: int, pack: Callable[[Any], Any] = lambda result: result
) -> Generator[tuple[int, list[Any]]]:
    """As `spread`, but stretch by stretch, each with the place where it begins, as soon as it is there.

    So what comes from other processes, where every result is `pack`ed to travel, can be seen to while they go on.
    """
    extra = min(jobs, count // WORTH_A_PROCESS) - 1
    if extra < 1 or not _can_fork():
        yield from ((start, work(start, min(start + _STRETCH, count))) for start in range(0, count, _STRETCH))
        return
    import multiprocessing  # noqa: PLC0415 - it takes 30 ms, and most builds have too little to do

    context = multiprocessing.get_context("fork")
    place = context.Value("q", 0)
    helpers: list[tuple[Any, Connection]] = []
    try:
        for _ in range(extra):
            ours, theirs = context.Pipe(duplex=False)
            _make_roomy(theirs)
            helper = context.Process(target=_help, args=(work, count, place, pack, theirs), daemon=True)
            helper.start()
            theirs.close()
            helpers.append((helper, ours))
        while (start := _next(place, count)) < count:
            yield start, work(start, min(start + _STRETCH, count))
            for _, ours in helpers:
                yield from _arrived(ours, wait=False)
        for _, ours in helpers:
            yield from _arrived(ours, wait=True)
    finally:
        for helper, ours in helpers:
            helper.terminate()  # of no effect on one that is done
            helper.join()
            ours.close()


@contextmanager
def aside(work: Callable[[], Result], jobs: int) -> Iterator[Callable[[], Result]]:
    """What `work` gives, made by a process of its own while this one goes on: the function given waits for it.

    With `jobs` 1 that function does the work itself. Results must be picklable; what `work` raises is raised by it.
    """
    if jobs < 2 or not _can_fork():
        yield work
        return
    import multiprocessing  # noqa: PLC0415 - as in `spread`

    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    helper = context.Process(target=_do, args=(work, theirs), daemon=True)
    try:
        helper.start()
        theirs.close()
        yield lambda: cast("Result", _received(ours))
    finally:
        helper.terminate()  # of no effect on one that is done
        helper.join()
        ours.close()


def _can_fork() -> bool:
    return sys.platform != "darwin" and hasattr(os, "fork")


class _Counter(Protocol):
    """A number that the processes share."""

    value: int

    def get_lock(self) -> Any:
        """What keeps two from changing it at once."""


def _next(place: _Counter, count: int) -> int:
    """Where the next stretch begins that nobody has taken; `count` if there is none."""
    with place.get_lock():
        start = place.value
        place.value = min(start + _STRETCH, count)
    return start


def _make_roomy(pipe: Connection) -> None:
    """Let a process go on that has sent some stretches while nobody has come to read them, where the system can."""
    import fcntl  # noqa: PLC0415 - only where processes can be forked

    with suppress(AttributeError, OSError):
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_SIZE)


def _help(work: Work[Any], count: int, place: _Counter, pack: Callable[[Any], Any], answer: Connection) -> None:
    def all_of_it() -> None:
        while (start := _next(place, count)) < count:
            answer.send((start, [pack(result) for result in work(start, min(start + _STRETCH, count))]))

    _do(all_of_it, answer)


def _arrived(answer: Connection, *, wait: bool) -> Iterator[tuple[int, list[Any]]]:
    """The stretches that another process has sent; with `wait` all that it will ever send."""
    while not answer.closed and (wait or answer.poll()):
        stretch = _received(answer)
        if stretch is None:
            answer.close()
        else:
            yield stretch


def _do(work: Callable[[], object], answer: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one, which ends it
    outcome: object
    try:
        outcome = work()
    except Exception as error:  # noqa: BLE001 - raised again where it is waited for
        outcome = error
    with suppress(BrokenPipeError):  # nobody waits any more
        answer.send(outcome)
    answer.close()


def _received(answer: Connection) -> Any:
    try:
        outcome = answer.recv()
    except EOFError:
        reason = "a process of the build was ended by the system; with --jobs 1 it needs less memory"
        raise ChildProcessError(errno.ECHILD, reason) from None
    if isinstance(outcome, Exception):
        raise outcome
    return outcome
