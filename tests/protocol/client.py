"""A CDS Hooks client for tests, on raw sockets: what goes over the wire is what the test wrote."""
import atexit
import json
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import tempfile


class Answer:
    """One HTTP answer, read by its own length."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def header(self, name):
        return self.headers.get(name.lower(), "")

    def issue(self):
        """The text of a refusal: everything an OperationOutcome says."""
        outcome = self.json()
        assert outcome["resourceType"] == "OperationOutcome", outcome
        return json.dumps(outcome["issue"])


class Closed(Exception):
    """The server ended the connection before an answer."""


class Connection:
    def __init__(self, port, timeout=60, tls=None):
        """`tls` is an ssl.SSLContext, or None for a plain connection."""
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.settimeout(timeout)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_hostname="localhost")
        self.rest = b""

    def send(self, data):
        self.socket.sendall(data)
        return self

    def close(self):
        self.socket.close()

    def _more(self):
        try:
            data = self.socket.recv(65536)
        except (ConnectionError, ssl.SSLError) as error:
            raise Closed from error
        if not data:
            raise Closed
        self.rest += data

    def answer(self, head_only=False):
        while b"\r\n\r\n" not in self.rest:
            self._more()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split(" ")[1])
        headers = {}
        for line in lines[1:]:
            name, value = line.split(":", 1)
            headers[name.strip().lower()] = value.strip()
        if status == 100:
            return Answer(status, headers, b"")
        length = 0 if head_only else int(headers.get("content-length", 0))
        while len(self.rest) < length:
            self._more()
        body, self.rest = self.rest[:length], self.rest[length:]
        return Answer(status, headers, body)

    def ends(self):
        """True when the server closes without a further byte."""
        try:
            self._more()
            return False
        except Closed:
            return True


def http(method, path, body=None, headers=None):
    """The bytes of a request. `body` may be bytes, text or something to write as JSON; a header field of several
    values is a list, one of None is left out."""
    if body is not None and not isinstance(body, (bytes, str)):
        body = json.dumps(body)
    data = body.encode() if isinstance(body, str) else body
    fields = {"Host": "127.0.0.1"}
    if data is not None:
        fields |= {"Content-Type": "application/json", "Content-Length": str(len(data))}
    fields |= headers or {}
    head = f"{method} {path} HTTP/1.1\r\n" + "".join(
        f"{k}: {v}\r\n" for k, values in fields.items() for v in (values if isinstance(values, list) else [values])
        if v is not None)
    return head.encode() + b"\r\n" + (data or b"")


started = []  # a check that fails may leave its service behind


@atexit.register
def end_all():
    for process in started:
        if process.poll() is None:
            process.kill()


class Service:
    """The real binary, on a free port. `authority`: it speaks TLS, and this file signs its certificate."""

    def __init__(self, exe, folder, config="", authority=None, **known):
        self.exe, self.folder, self.authority = exe, pathlib.Path(folder), authority
        self.__dict__.update(known)  # what the set-up made: keys, stubs
        self.tls = ssl.create_default_context(cafile=authority) if authority else None
        file = pathlib.Path(folder) / "iim-cds.toml"
        file.write_text(config)
        self.log = tempfile.TemporaryFile()  # not a pipe: nobody reads it while the service runs
        self.process = subprocess.Popen(
            [exe, "serve", "--config", str(file), "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=self.log, text=True)
        started.append(self.process)
        self.greeting = ""
        while "Ctrl-C" not in self.greeting:
            line = self.process.stdout.readline()
            if not line:
                self.process.wait()
                raise RuntimeError(f"the service did not start: {self.greeting}{self.logged()}")
            self.greeting += line
        found = re.search(r"https?://127\.0\.0\.1:(\d+)", self.greeting)
        self.port = int(found[1])

    def connect(self, timeout=60):
        return Connection(self.port, timeout, self.tls)

    def call(self, method, path, body=None, headers=None):
        connection = self.connect()
        try:
            return connection.send(http(method, path, body, headers)).answer(head_only=method == "HEAD")
        finally:
            connection.close()

    def terminate(self):
        self.process.send_signal(signal.SIGTERM)

    def finish(self, seconds=60):
        """Exit code, standard output and standard error after it has ended."""
        try:
            out, _ = self.process.communicate(timeout=seconds)
            code = self.process.returncode
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, _ = self.process.communicate()
            code = "hangs"
        return code, out, self.logged()

    def logged(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")
