#!/usr/bin/env python3
"""Requests per server CPU-second: iim-cds against a parse-only reference on the same HTTP layer, in the same run.

    cmake --preset bench && cmake --build build/bench
    tests/bench/server.py [--build build/bench] [--seconds 10] [--rounds 3] [--connections 16]

The two servers take turns, so that a busy machine hurts both alike; medians and their ratio are printed. CPU time is the
server's own, from the kernel (/proc/PID/stat). The load is wrk with tests/bench/post.lua.
"""
import argparse
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import time

HERE = pathlib.Path(__file__).resolve().parent
PAYLOADS = {"5 kB": "payload_5k.json", "125 kB": "payload.json", "1 MB": "payload_1m.json"}
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_mb(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(command, port):
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
            return server
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"{command[0]} does not answer")


def load(server, port, payload, seconds, connections):
    """One run of wrk: requests per server CPU-second, and wrk's own percentiles."""
    before = cpu_seconds(server.pid)
    found = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(HERE / "post.lua"),
         f"http://127.0.0.1:{port}/cds-services/iim-order-sign"],
        env={**os.environ, "BODY": str(HERE / "payloads" / payload)}, capture_output=True, text=True, check=True)
    spent = cpu_seconds(server.pid) - before
    result = dict(re.findall(r"(\w+)=([\d.]+)", found.stdout.split("RESULT", 1)[1]))
    if float(result["non2xx"]) or float(result["sockerr"]):
        raise SystemExit(f"the server refused: {found.stdout}")
    return float(result["n"]) / spent, float(result["p50_ms"]), float(result["p99_ms"]), resident_mb(server.pid)


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--build", default="build/bench")
    arguments.add_argument("--seconds", type=int, default=10)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--connections", type=int, default=16)
    given = arguments.parse_args()
    build = pathlib.Path(given.build)
    ports = {"iim-cds": free_port(), "parse only": free_port()}
    servers = {
        "iim-cds": start([build / "cds-hooks/iim-cds", "serve", "--listen", f"127.0.0.1:{ports['iim-cds']}"],
                         ports["iim-cds"]),
        "parse only": start([build / "tests/bench/bench_reference", f"127.0.0.1:{ports['parse only']}", "2"],
                            ports["parse only"]),
    }
    try:
        print("| request | server | req / server CPU-s | p50 ms | p99 ms | RSS MB | ratio |\n|---|---|---|---|---|---|---|")
        for size, payload in PAYLOADS.items():
            runs = {name: [] for name in servers}
            for _ in range(given.rounds):
                for name, server in servers.items():
                    runs[name].append(load(server, ports[name], payload, given.seconds, given.connections))
            rates = {name: statistics.median(run[0] for run in each) for name, each in runs.items()}
            for name, each in runs.items():
                p50, p99, rss = (statistics.median(run[i] for run in each) for i in (1, 2, 3))
                ratio = f"{rates['iim-cds'] / rates['parse only']:.2f}" if name == "iim-cds" else ""
                print(f"| {size} | {name} | {rates[name]:.0f} | {p50:.1f} | {p99:.1f} | {rss:.0f} | {ratio} |", flush=True)
    finally:
        for server in servers.values():
            server.send_signal(signal.SIGTERM)
        for server in servers.values():
            server.wait(20)


if __name__ == "__main__":
    main()
