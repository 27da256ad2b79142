"""An HTTPS server inside the test: it answers what the test says and remembers who asked for what."""
import http.server
import ssl
import threading
import time
from typing import NamedTuple


class Asked(NamedTuple):
    method: str
    path: str
    headers: dict  # names in lower case
    at: float


class Stub:
    """`answers` maps a path to (status, headers, body) or to a function of Asked that gives such a triple;
    `otherwise` is that of every other path."""

    def __init__(self, pair=None, address="127.0.0.1"):
        stub = self
        self.answers, self.asked, self.otherwise = {}, [], (404, {}, b"")

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                stub.answer(self)

            def log_message(self, *_):
                pass
        self.server = http.server.ThreadingHTTPServer((address, 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.scheme = "https" if pair else "http"
        if pair:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pair.certificate, pair.key)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def url(self, path, host="localhost"):
        return f"{self.scheme}://{host}:{self.port}{path}"

    def answer(self, handler):
        asked = Asked(handler.command, handler.path, {k.lower(): v for k, v in handler.headers.items()}, time.monotonic())
        self.asked.append(asked)
        made = self.answers.get(handler.path, self.otherwise)
        status, headers, body = made(asked) if callable(made) else made
        body = body if isinstance(body, bytes) else body.encode()
        try:
            handler.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:  # the service left before the answer: that may be what is tested
            handler.close_connection = True

    def count(self, path):
        return sum(one.path == path for one in self.asked)
