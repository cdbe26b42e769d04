"""A mail server (RFC 5321, the least of it) with mailboxes that behave as they are called.

`never@…` is refused for good, `later@…` for now, and after a letter to `cut@…` the server
hangs up without a reply. Over the same port, `LETTERS` answers every letter as one line of
JSON and `FORGET` empties the boxes.
"""

from __future__ import annotations

import json
import socketserver
import sys
from typing import Final

LETTERS: Final[list[dict[str, str]]] = []


class Server(socketserver.StreamRequestHandler):
    """One session."""

    def handle(self) -> None:
        self._say("220 test ESMTP")
        self.to = ""
        while line := self.rfile.readline().decode().strip():
            verb, _, rest = line.partition(" ")
            answer = getattr(self, f"on_{verb.lower()}", None)
            if answer is None:
                self._say("502 unknown")
            elif answer(rest) is False:
                return

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def on_ehlo(self, _rest: str) -> None:
        self._say("250 test")

    def on_mail(self, _rest: str) -> None:
        self._say("250 ok")

    def on_rcpt(self, rest: str) -> None:
        self.to = rest.partition("<")[2].partition(">")[0]
        name = self.to.partition("@")[0]
        replies = {"never": "550 no such mailbox", "later": "451 try later"}
        self._say(replies.get(name, "250 ok"))

    def on_data(self, _rest: str) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline().decode()) != ".\r\n":
            lines.append(line)
        LETTERS.append({"to": self.to, "letter": "".join(lines)})
        if self.to.startswith("cut"):
            return False
        self._say("250 kept")
        return True

    def on_rset(self, _rest: str) -> None:
        self._say("250 ok")

    def on_quit(self, _rest: str) -> bool:
        self._say("221 bye")
        return False

    def on_letters(self, _rest: str) -> None:
        self._say(json.dumps(LETTERS))

    def on_forget(self, _rest: str) -> None:
        LETTERS.clear()
        self._say("250 ok")


if __name__ == "__main__":
    socketserver.ThreadingTCPServer.daemon_threads = True
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Server)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()
