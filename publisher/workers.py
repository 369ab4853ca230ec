"""Processes that work for this one: each keeps to limits of its own, and none outlives its parent."""

import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from importlib.machinery import ModuleSpec
from multiprocessing import resource_tracker
from multiprocessing.process import BaseProcess
from typing import Literal, ParamSpec, TypeVar

from publisher.errors import PublisherError

P = ParamSpec("P")
T = TypeVar("T")

START_SECONDS = 30.0
"""Starting is no work's fault, so it has a limit of its own (it takes 0.2 s on an idle machine)."""

ENVIRONMENT = {
    # A `pickle.py` in the folder the program was started in must not be taken for Python's.
    "PYTHONSAFEPATH": "1",
    # When a program is killed, what tracks its semaphores clears them away; that is nobody's news.
    "PYTHONWARNINGS": "ignore::UserWarning:multiprocessing.resource_tracker",
}


_one_start = threading.Lock()


class StartError(PublisherError):
    """A worker could not be started; says why."""


class EndedError(PublisherError):
    """A worker ended at its work: `status` is its exit status, negative where a signal ended it."""

    def __init__(self, status: int) -> None:
        self.status = status
        if status < 0:
            self.signal = signal.Signals(-status).name
        else:
            self.signal = ""
        super().__init__(f"signal {self.signal}" if self.signal else f"exit status {status}")

    @property
    def is_late(self) -> bool:
        """Whether it took longer than it was given."""
        return self.status == -signal.SIGALRM


class Pool(ProcessPoolExecutor):
    """An executor on this machine. A call that takes longer than `seconds` ends its worker, and so the pool.

    The limit (wall-clock time) is the worker's own alarm: no code can outlast it, and it holds without us.
    Raises StartError.
    """

    def __init__(
        self, workers: int, seconds: float, *, memory: int = resource.RLIM_INFINITY, nice: int = 0
    ) -> None:
        self.seconds = seconds
        settings = (memory, nice)
        try:
            with starting():
                try:
                    self._begin(workers, "forkserver", settings)
                except (FileNotFoundError, ConnectionRefusedError):
                    # Its socket is a temporary file, and some systems clear away what is ten days old.
                    self._begin(workers, "spawn", settings)
        except EOFError as error:
            raise StartError("the system refuses") from error
        except OSError as error:
            raise StartError(error.strerror or "the system refuses") from error

    def _begin(self, workers: int, method: Literal["forkserver", "spawn"], settings: tuple[int, int]) -> None:
        """No copies of this process: its other threads hold locks that nobody would ever open there."""
        context = multiprocessing.get_context(method)
        context.set_forkserver_preload(["publisher.quiet", "publisher.workers"])
        super().__init__(workers, context, initializer=settle_in, initargs=settings)
        try:
            for _ in range(workers):
                super().submit(int)
        except (OSError, EOFError):
            self.shutdown()
            raise

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Raises BrokenProcessPool where a worker has ended."""
        return super().submit(call_within, self.seconds, function, *args, **kwargs)


class Worker:
    """One process that does one thing at a time, started when there is something to do and whenever it ended.

    `prepare` is called in it first. `memory` is bytes of address space, `nice` how far it stands back.
    """

    def __init__(
        self, prepare: Callable[[], object] = int, *, memory: int = resource.RLIM_INFINITY, nice: int = 0
    ) -> None:
        self._prepare = prepare
        self._memory = memory
        self._nice = nice
        self._pool: Pool | None = None
        self._closed = False
        self.process: BaseProcess | None = None

    def run(self, seconds: float, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """What the function gives or raises, called there. Raises StartError and EndedError."""
        pool = self._start()
        pool.seconds = seconds
        try:
            if self._closed:
                self.kill()
            return pool.submit(function, *args, **kwargs).result()
        except BrokenProcessPool as broken:
            raise EndedError(self.end()) from broken
        except KeyboardInterrupt:
            self.end()
            raise

    def kill(self) -> None:
        """For good, from another thread: whoever waits for it gets an EndedError."""
        self._closed = True
        if self.process is not None:
            self.process.kill()

    def end(self) -> int:
        """Ends it if it lives; its exit status. What is to be done next starts another."""
        pool, process = self._pool, self.process
        self._pool = self.process = None
        if process is not None:
            # Where it ended by itself that changes nothing: its own status stands.
            process.kill()
        if pool is not None:
            pool.shutdown()
        if process is not None:
            return process.exitcode or 0
        return 0

    def _start(self) -> Pool:
        if self._pool is not None and self.process is not None and self.process.is_alive():
            return self._pool
        # Killed while idle, for want of memory perhaps: no work is to blame.
        self.end()
        self._pool = Pool(1, START_SECONDS, memory=self._memory, nice=self._nice)
        try:
            number = self._pool.submit(begin, self._prepare).result()
        except BaseException as fault:
            self.end()
            if isinstance(fault, BrokenProcessPool):
                raise StartError("it ended at once") from fault
            raise
        self.process = next(child for child in multiprocessing.active_children() if child.pid == number)
        return self._pool


@contextmanager
def starting() -> Iterator[None]:
    """Around the start of workers: Ctrl-C reaches none, and none runs the program's own file again."""
    program = sys.modules["__main__"]
    with _one_start:
        environment, spec = dict(os.environ), program.__spec__
        os.environ.update(ENVIRONMENT)
        # What is called so is no file that a worker would need, says multiprocessing.
        program.__spec__ = ModuleSpec("publisher.__main__", None)
        # Its start would let the signal through again.
        resource_tracker.ensure_running()
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            program.__spec__ = spec
            for name in ENVIRONMENT:
                os.environ.pop(name)
            os.environ.update({name: environment[name] for name in ENVIRONMENT if name in environment})


# What follows runs in the worker.


def settle_in(memory: int, nice: int) -> None:
    """What terminals send is for the parent, and what is printed here is for nobody."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.setpgid(0, 0)
    import publisher.quiet  # noqa: F401  # where it could not be imported before

    leave_folder()
    os.nice(nice)
    with suppress(ValueError, OSError):  # some systems refuse it
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # Both ends of its pipes are in its hands, so they tell nothing of the parent's end.
    threading.Thread(target=end_with_parent, daemon=True).start()


def leave_folder() -> None:
    """A `markdown.py` in the folder the program was started in must not be taken for the library."""
    wanted = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    strange = {"", os.getcwd()}.difference(wanted)
    sys.path.sort(key=lambda path: path in strange)
    os.chdir(os.sep)


def end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)


def begin(prepare: Callable[[], object]) -> int:
    prepare()
    return os.getpid()


def call_within(seconds: float, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """The alarm ends this process, whatever it is doing."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return function(*args, **kwargs)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
