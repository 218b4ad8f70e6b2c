"""A server between the program and a sandbox that can be told to go wrong in the ways that servers do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

Go = Callable[["Relay"], None]
"""What to do with one request."""


class Relay(BaseHTTPRequestHandler):
    """One request on its way through."""

    protocol_version = "HTTP/1.1"
    server: "FaultyServer"

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        pass

    def _serve(self) -> None:
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.go(self)

    def answer(self, status: int, body: bytes, kind: str = "application/json", *, length: int | None = None) -> None:
        """Send an answer; with `length` it promises more than it sends, and hangs up."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = self.close_connection or length is not None

    def forwarded(self) -> tuple[int, bytes]:
        """Ask the sandbox."""
        behind = HTTPConnection(self.server.behind)
        try:
            headers = {name: value for name, value in self.headers.items() if name != "Accept-Encoding"}
            behind.request(self.command, self.path, self.body, headers)
            answered = behind.getresponse()
            return answered.status, answered.read()
        finally:
            behind.close()


class FaultyServer(ThreadingHTTPServer):
    """Passes everything on until `go` says otherwise."""

    daemon_threads = True

    def __init__(self, url: str) -> None:
        super().__init__(("127.0.0.1", 0), Relay)
        parts = urlsplit(url)
        self.behind = parts.netloc
        self.url = f"http://127.0.0.1:{self.server_address[1]}{parts.path}"
        self.go: Go = pass_on


@contextmanager
def faulty(url: str) -> Iterator[FaultyServer]:
    """Serve in front of the sandbox at `url`."""
    with FaultyServer(url) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def pass_on(relay: Relay) -> None:
    relay.answer(*relay.forwarded())


def web_page(relay: Relay) -> None:
    page = b"<!DOCTYPE html><html><head><title>Down for maintenance</title></head><body>Soon.</body></html>"
    relay.answer(503, page, "text/html")


def sign_in_page(relay: Relay) -> None:
    relay.answer(200, b"<html><head><title>Guest Wi-Fi \x1b]52;c;PWNED\x07</title></head></html>", "text/html")


def garbage(relay: Relay) -> None:
    relay.answer(200, b'{"items": [{"id": 1, "title": }]\xff\xfe')


def half_an_answer(relay: Relay) -> None:
    status, body = relay.forwarded()
    relay.answer(status, body[: len(body) // 2], length=len(body))


def refusal(relay: Relay) -> None:
    relay.answer(500, b'{"errors": ["Object reference not set to an instance of an object."]}')


def throttling(relay: Relay) -> None:
    texts = b'{"errors": ["You have exceeded the request threshold of 10000 requests per hour."]}'
    relay.answer(429, texts)


def silence(relay: Relay) -> None:
    relay.close_connection = True


def refused_key(relay: Relay) -> None:
    relay.answer(401, b"")


def refused_code(relay: Relay) -> None:
    relay.answer(500, b'{"errors": ["IntegrationCode is invalid."]}')
