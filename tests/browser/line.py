"""A line between a browser and the server that can be cut like a real one."""

import socket
import threading
from contextlib import suppress


class Line:
    """Passes bytes on to PORT, until it is cut; then nothing gets through until it is mended."""

    def __init__(self, port: int) -> None:
        self.port, self.whole, self.open = port, True, set[socket.socket]()
        self.old_fashioned = False  # like a proxy that has never heard of WebSocket
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def cut(self) -> None:
        """Break every connection and take no new one."""
        self.whole = False
        for end in list(self.open):
            self._close(end)

    def mend(self) -> None:
        """Let bytes through again."""
        self.whole = True

    def close(self) -> None:
        """For good."""
        self.cut()
        self.listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                if not self.whole:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self.port))
                self.open |= {near, far}
                for pair in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if self.old_fashioned and b"\r\nUpgrade: websocket\r\n" in data:
                    source.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                    break
                target.sendall(data)
        self._close(source)
        self._close(target)

    def _close(self, end: socket.socket) -> None:
        self.open.discard(end)
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
