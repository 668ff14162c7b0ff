"""The web server: granian, as many processes as asked for, and the background worker beside them.

granian forks (or spawns) each web process, which makes its own application from the environment. The background
worker starts when the site answers, so that nobody waits for it.
"""

import gc
import importlib
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from course_app.commands.background import keep_running
from course_app.commands.program import Refused
from course_app.gateways import ports

BLOCKING_THREADS = 4  # granian's default is 256, which starves the rest while passwords are hashed; see tests/bench
BACKLOG = 1024
KILL_AFTER = 10
STOP_WAIT = 15
LOOK_EVERY = 0.2
ALLOCATIONS = 20_000


@dataclass(frozen=True)
class Place:
    """Where the site answers. `base_url` is its public address, if the settings name one."""

    host: str
    port: int
    base_url: str = ""

    @property
    def is_private(self) -> bool:
        """Whether nobody but this machine's users is meant to reach it."""
        return ports.is_loopback(self.host) and not self.base_url

    @property
    def url(self) -> str:
        """The address to open: a name, not a number, where this machine is meant, since passkeys need a name."""
        if self.base_url:
            return self.base_url
        is_here = ports.is_loopback(self.host) or self.host in ports.LOCAL
        host = "localhost" if is_here else f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"


def serve_until_stopped(target: str, place: Place, workers: int, when_up: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; `when_up` is called as soon as the site answers."""
    server = make_server(target, place, workers)
    server.on_startup(partial(_stop_at_hang_up, server, signal.getsignal(signal.SIGHUP)))
    stop = threading.Event()
    beside = threading.Thread(target=_beside, args=(place, when_up, stop), daemon=True)
    beside.start()
    try:
        server.serve(target_loader=partial(load, target, os.getpid()), wrap_loader=False)
    except SystemExit as error:
        if not server.interrupt_signal:
            raise Refused("The web server ended by itself; the lines above say why.") from error
    finally:
        stop.set()
        beside.join(STOP_WAIT)


def make_server(target: str, place: Place, workers: int) -> Granian:
    """The server with this program's settings, not started yet."""
    server = Granian(
        target,
        address=place.host,
        port=place.port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        backlog=BACKLOG,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER,
    )
    server.main_loop_interrupt = _WatchfulEvent(server)
    server.signal_handler_interrupt = partial(_note_the_interrupt, server)
    return server


class _WatchfulEvent(threading.Event):
    """What granian's main thread waits for, with a look at the signals now and then.

    Python runs the handler of a signal in the main thread, between two steps of it. A signal that comes in the last
    instant before an endless wait, or that the system hands to another thread, would be seen only after the wait.
    """

    def __init__(self, server: Granian) -> None:
        super().__init__()
        self._server = server

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it is set or the server was told to stop; True then."""
        ends = None if timeout is None else time.monotonic() + timeout
        while not self._server.interrupt_signal and not super().wait(LOOK_EVERY):
            if ends is not None and time.monotonic() >= ends:
                return False
        return True


def _note_the_interrupt(server: Granian, *_signal: Any) -> None:
    """The handler of a signal that ends the server. It takes no lock: the thread it interrupts may hold that one."""
    server.interrupt_signal = True


def _stop_at_hang_up(server: Granian, inherited: Any) -> None:
    """A closed terminal stops the server, unless nohup says otherwise; granian would only reload its processes."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN if inherited == signal.SIG_IGN else server.signal_handler_interrupt)


def load(target: str, parent: int) -> Callable[..., Any]:
    """Make the application within a web process, which ends when its parent is gone.

    Ctrl-C reaches every process of the terminal; here it is left to the parent, which stops this process itself.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    module, _, factory = target.partition(":")
    application = getattr(importlib.import_module(module), factory)()
    _spare_the_collector()
    return application


def _spare_the_collector() -> None:
    """What stands after the start stays for good: looking through it again and again would cost each request a tenth.

    Requests leave few cycles behind, so the collector comes less often as well.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS, *gc.get_threshold()[1:])


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


def _beside(place: Place, when_up: Callable[[], None], stop: threading.Event) -> None:
    if ports.wait_for_answer(place.host, place.port, stop.is_set):
        when_up()
        keep_running(["worker", "--parent", str(os.getpid())], stop)
