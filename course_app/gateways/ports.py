"""Ports of this machine: whether one is free, and whether somebody answers there."""

import errno
import ipaddress
import socket
import time
from collections.abc import Callable

LOCAL = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  what a server bound to every address answers on
WHY = {
    errno.EADDRINUSE: "Port {port} is in use on {host}. Name another one with --port.",
    errno.EACCES: "Port {port} needs more rights than this user has. Name one above 1023 with --port.",
    errno.EADDRNOTAVAIL: "{host} is not an address of this machine. Name another one with --host.",
}


class PortProblem(Exception):
    """Nothing can be served there; the text says why and which option to change."""


def require_free(host: str, port: int) -> None:
    """Raise `PortProblem` unless a server can listen there.

    The server's own socket lets several processes share a port, even those of two programs, and so would not notice.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise PortProblem(f"{host} is not an address of this machine. Name another one with --host.") from error
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            why = WHY.get(error.errno, "{host}:{port} cannot be used: {reason}.")
            raise PortProblem(why.format(host=host, port=port, reason=error.strerror)) from error


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def wait_for_answer(host: str, port: int, give_up: Callable[[], bool], every: float = 0.05) -> bool:
    """Wait until a connection is accepted there; False when `give_up()` says so first."""
    while not give_up():
        try:
            with socket.create_connection((LOCAL.get(host, host), port), timeout=1):
                return True
        except OSError:
            time.sleep(every)
    return False
