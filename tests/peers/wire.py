"""Something between a client and a server that speaks lines: it counts, cuts, refuses and leaves words out."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass
class Wire:
    """`port` is to be connected to. `ask(line)` sees every line of the client: None lets it through, bytes are the
    answer instead, `CUT` ends the connection. `edit(data)` changes what the server says."""

    port: int
    ask: Callable[[bytes], bytes | None] = lambda line: None
    edit: Callable[[bytes], bytes] = lambda data: data
    commands: list[bytes] = field(default_factory=list)
    ends: list[socket.socket] = field(default_factory=list)

    def drop(self) -> None:
        """Break all connections that there are."""
        while self.ends:
            _end(self.ends.pop())


CUT = b"CUT"


@contextlib.contextmanager
def between(server: int) -> Iterator[Wire]:
    """A wire to a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        wire = Wire(int(listening.getsockname()[1]))

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    here, _ = listening.accept()
                    there = socket.create_connection(("127.0.0.1", server))
                    wire.ends.extend((here, there))
                    threading.Thread(target=_up, args=(wire, here, there), daemon=True).start()
                    threading.Thread(target=_down, args=(wire, there, here), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield wire
        finally:
            _end(listening)
            wire.drop()


def _up(wire: Wire, here: socket.socket, there: socket.socket) -> None:
    with contextlib.suppress(OSError, ValueError), here.makefile("rb") as lines:
        for line in lines:
            wire.commands.append(line)
            answer = wire.ask(line)
            if answer == CUT:
                break
            if answer is None:
                there.sendall(line)
            else:
                here.sendall(answer)
    _end(here)
    _end(there)


def _down(wire: Wire, there: socket.socket, here: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := there.recv(65536):
            here.sendall(wire.edit(data))
    _end(here)


def _end(one: socket.socket) -> None:
    with contextlib.suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
