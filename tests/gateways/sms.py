"""An SMS provider: knows keys again, and does at each post what it was told before.

`POST /orders` takes a list of what to do at the next posts: `ok`, a status (`500`, `429`,
`400`), `late` (keeps the text and answers only when somebody posts to `/go-on`), `cut`
(keeps the text and hangs up without an answer), `moved` (a redirect). `GET /seen` tells the
texts that went out, one for each key, and every post.
"""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ORDERS: list[str] = []
SENT: dict[str, dict[str, Any]] = {}
POSTS: list[dict[str, str]] = []
GO_ON = threading.Event()


class Provider(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer(200, {"sent": list(SENT.values()), "posts": POSTS})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])) or "null")
        if self.path == "/orders":
            ORDERS[:] = body
            SENT.clear()
            POSTS.clear()
            GO_ON.clear()
            return self._answer(200, {})
        if self.path == "/go-on":
            GO_ON.set()
            return self._answer(200, {})
        return self._take(body)

    def _take(self, body: dict[str, Any]) -> None:
        key = self.headers["Idempotency-Key"]
        order = ORDERS.pop(0) if ORDERS else "ok"
        token = self.headers.get("Authorization", "")
        POSTS.append({"key": key, "order": order, "token": token, "path": self.path})
        if order == "moved":
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif order.isdigit():
            self._answer(int(order), {"error": order})
        else:
            SENT.setdefault(key, body)
            if order == "late":
                GO_ON.wait(60)
            if order == "cut":
                self.close_connection = True
                self.connection.close()
            else:
                self._answer(200, {"id": f"provider-{len(SENT)}"})

    def _answer(self, status: int, document: dict[str, Any]) -> None:
        body = json.dumps(document).encode()
        try:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:
            pass  # whoever asked was killed


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
