#!/usr/bin/env python3
"""Thousands of idle TLS connections to the real binary: what each costs, that calls are still answered, that all end.

    tests/bench/idle.py [--program build/bench/cds-hooks/iim-cds] [--connections 10000] [--idle-s 90]

Two rounds: in the first the idle limit ends the connections, in the second SIGTERM does. Exit 1 when a connection is
refused or left over, or a call is not answered. Nothing is timed against a limit: the machine may be busy. Both sides need
as many file descriptors as there are connections (`ulimit -n`), and the service `limits.connections`.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import resource
import select
import socket
import ssl
import statistics
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "protocol"))
import certificates
from client import Connection, Service, http
from samples import path_of, request

ADDRESS_HOLDS = 20_000  # connections from one loopback address, well below its ports
SPARE = 200  # for the calls in between


def resident_kb(service):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{service.process.pid}/status").read_text())[1])


def open_sockets(service):
    folder = pathlib.Path(f"/proc/{service.process.pid}/fd")
    return sum(os.readlink(one).startswith("socket:") for one in folder.iterdir())


def one_idle(service, number):
    """A connection after its handshake and, every tenth, after a first answer."""
    plain = socket.create_connection(("127.0.0.1", service.port), timeout=60,
                                     source_address=(f"127.0.0.{1 + number // ADDRESS_HOLDS}", 0))
    secure = service.tls.wrap_socket(plain, server_hostname="localhost")
    if number % 10 == 0:
        secure.sendall(http("GET", "/healthz"))
        assert secure.recv(16).startswith(b"HTTP/1.1 200"), "an early call was not answered"
    return secure


def open_all(service, count, before):
    """`before`: what the service took at its start. The second round finds the memory of the first in its heap."""
    began, sockets = time.monotonic(), open_sockets(service)
    with concurrent.futures.ThreadPoolExecutor(max_workers=4) as pool:
        opened = list(pool.map(lambda number: one_idle(service, number), range(count)))
    held = open_sockets(service) - sockets
    assert held == count, f"the service holds {held} of {count} connections: see limits.connections and ulimit -n"
    each = (resident_kb(service) - before) / count
    print(f"{count} connections in {time.monotonic() - began:.0f} s; resident {before / 1024:.0f} MB at the "
          f"start, {resident_kb(service) / 1024:.0f} MB with them: {each:.1f} kB each", flush=True)
    return opened


def call_beside(service, opened):
    """Whole calls: on new connections, and on connections that were idle."""
    body, took = http("POST", path_of("order-sign"), request()), []
    for number in range(100):
        began = time.monotonic()
        if number % 2:
            connection = Connection(service.port, 60, service.tls)
        else:
            connection = Connection.__new__(Connection)
            connection.socket, connection.rest = opened[number * len(opened) // 100 | 1], b""
        answer = connection.send(body).answer()
        assert answer.status == 200 and answer.json()["cards"], (answer.status, answer.body[:200])
        took.append(1000 * (time.monotonic() - began))
        if number % 2:
            connection.close()
    print(f"100 calls beside them, all answered: median {statistics.median(took):.1f} ms, longest {max(took):.1f} ms", flush=True)


def wait_for_ends(opened, seconds):
    """Every connection ends from the other side; the seconds until the last one did."""
    poll, left, began = select.epoll(), {one.fileno(): one for one in opened}, time.monotonic()
    for number in left:
        poll.register(number, select.EPOLLIN | select.EPOLLRDHUP)
    while left and time.monotonic() - began < seconds:
        for number, _ in poll.poll(1):
            one = left[number]
            one.settimeout(5)
            try:
                if one.recv(65536):
                    continue  # the rest of an answer, or a session ticket
            except (ssl.SSLError, OSError):
                pass
            poll.unregister(number)
            left.pop(number).close()
    assert not left, f"{len(left)} connections were left open"
    return time.monotonic() - began


def start(program, folder, given):
    pair = certificates.make(folder, "server")
    return Service(program, folder, f"""
[tls]
certificate = "{pair.certificate}"
key = "{pair.key}"
[limits]
connections = {given.connections + SPARE}
[timeouts]
idle_ms = {1000 * given.idle_s}
handshake_ms = 60000
""", authority=pair.certificate)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--program", default="build/bench/cds-hooks/iim-cds")
    arguments.add_argument("--connections", type=int, default=10_000)
    arguments.add_argument("--idle-s", type=int, default=90)
    given = arguments.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        service = start(str(pathlib.Path(given.program).resolve()), folder, given)
        at_start = resident_kb(service)
        opened = open_all(service, given.connections, at_start)
        call_beside(service, opened)
        print(f"all ended by the idle limit of {given.idle_s} s: {wait_for_ends(opened, 3 * given.idle_s):.0f} s of waiting; "
              f"resident {resident_kb(service) / 1024:.0f} MB after", flush=True)
        opened = open_all(service, given.connections, at_start)
        call_beside(service, opened)
        service.terminate()
        print(f"all ended by SIGTERM: {wait_for_ends(opened, 60):.1f} s", flush=True)
        code, _, said = service.finish()
        assert code == 0 and "Sanitizer" not in said, f"ended with {code}: {said[-2000:]}"


if __name__ == "__main__":
    main()
