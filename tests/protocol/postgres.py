"""A PostgreSQL server for tests: a folder of its own, a Unix socket only."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile


def programs():
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    assert found, "PostgreSQL is not installed; run deploy/install-deps --tests"
    return found[-1].parent


class Postgres:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="iim-pg-"))
        self.as_user = []
        if os.geteuid() == 0:  # the server refuses to run as root
            shutil.chown(self.folder, "postgres")
            self.as_user = ["runuser", "-u", "postgres", "--"]
        self.data = self.folder / "data"
        self._run("initdb", f"--pgdata={self.data}", "--username=iim", "--auth=trust", "--no-sync", "--encoding=UTF8",
                  "--locale=C")
        self.start()

    def _run(self, program, *arguments):
        done = subprocess.run([*self.as_user, str(programs() / program), *arguments], cwd="/", text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def _control(self, *arguments):
        # No pipe: the server would keep it open.
        subprocess.run([*self.as_user, str(programs() / "pg_ctl"), f"--pgdata={self.data}", "--wait", "--silent",
                        f"--log={self.data}/server.log", *arguments], cwd="/", check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    @property
    def conninfo(self):
        return f"host={self.folder} user=iim dbname=postgres"

    def start(self):
        self._control(f"--options=-c listen_addresses='' -k {self.folder}", "start")

    def stop(self):
        """At once, as in an accident."""
        self._control("--mode=immediate", "stop")

    def freeze(self, frozen=True):
        """It lives and accepts connections, but nothing moves."""
        pid = int((self.data / "postmaster.pid").read_text().split()[0])
        # Each backend has a process group of its own.
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in (pid, *map(int, children)):
            os.kill(each, signal.SIGSTOP if frozen else signal.SIGCONT)

    def rows(self, sql):
        out = self._run("psql", f"--dbname={self.conninfo}", "--no-psqlrc", "--tuples-only", "--no-align", "--command", sql)
        return out.split()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
