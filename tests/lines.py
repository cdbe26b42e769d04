"""A line to the server that is cut before a request arrives, after it, or in the answer."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

HOP_BY_HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})
UPLOADS = ("/api/campo/eventos/", "/api/campo/archivos/")


@dataclass
class Line:
    """One address that browsers keep, whatever server stands behind it."""

    url: str = ""
    server: str = ""
    """Address of the server; empty when the line is dead."""
    cuts: list[str] = field(default_factory=list)
    """What happens to the next uploads: `before`, `after`, `within` or nothing."""
    made: list[str] = field(default_factory=list)
    """Cuts that have happened."""

    def cut_for(self, path: str) -> str:
        """What happens to this request; only uploads are cut."""
        if not path.startswith(UPLOADS) or not self.cuts:
            return ""
        cut = self.cuts.pop(0)
        self.made += [cut] if cut else []
        return cut

    def ask(
        self, handler: BaseHTTPRequestHandler
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """Hand a request on to the server."""
        body = handler.rfile.read(int(handler.headers.get("content-length") or 0))
        place = urlsplit(self.server)
        onward = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
        kept = {k: v for k, v in handler.headers.items() if k.lower() not in HOP_BY_HOP}
        onward.request(handler.command, handler.path, body=body or None, headers=kept)
        answer = onward.getresponse()
        content = answer.read()
        onward.close()
        return answer, content


class _Proxy(ThreadingHTTPServer):
    daemon_threads = True
    line: Line


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Proxy

    def log_message(self, *_: object) -> None:
        """Nothing: a test says what went wrong."""

    def _break(self) -> None:
        """Tear the connection as a network does."""
        self.close_connection = True
        at_once = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self.connection.close()

    def _pass(self) -> None:
        line = self.server.line
        cut = line.cut_for(self.path)
        if cut == "before" or not line.server:
            self._break()
            return
        try:
            answer, content = line.ask(self)
        except OSError:
            cut = "after"
        if cut == "after":
            self._break()
            return
        self._tell(answer, content, part=0.5 if cut == "within" else 1)

    def _tell(
        self, answer: http.client.HTTPResponse, content: bytes, *, part: float
    ) -> None:
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: int(len(content) * part)])
        if part < 1:
            self.wfile.flush()
            self._break()

    do_GET = do_HEAD = do_POST = do_PUT = _pass  # noqa: N815  (the library's names)


@contextmanager
def laid() -> Iterator[Line]:
    """Lay a line on a port of its own; nothing stands behind it yet."""
    with _Proxy(("127.0.0.1", 0), _Handler) as proxy:
        proxy.line = Line(url=f"http://127.0.0.1:{proxy.server_port}")
        thread = threading.Thread(target=proxy.serve_forever, daemon=True)
        thread.start()
        try:
            yield proxy.line
        finally:
            proxy.shutdown()
