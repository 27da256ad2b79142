"""The list of checks. A check is a function with a name that begins with the ids of the checklist it shows:
"SEC-7 kid is missing", "PFD-6,8 Bundles of any type"; names without an id are checks of our own."""
import re
import sys
import threading
import time
import traceback

on_services = []  # (name, function, the set-up it runs on): function(service)
alone = []  # (name, function): function(exe, folder); it starts what it needs

ids_in_front = re.compile(r"(?:[A-Z]{3}-\d+(?:,\d+)*[ :]+)+")


def check(name, on="plain"):
    """`on` names the set-up (setups.py). What runs on "plain" runs on "tls" too."""
    def keep(function):
        on_services.append((name, function, on))
        return function
    return keep


def check_alone(name):
    def keep(function):
        alone.append((name, function))
        return function
    return keep


def ids_of(name):
    """["SEC-7"] of "SEC-7 kid is missing"."""
    front = ids_in_front.match(name + " ")
    found = []
    for group in re.findall(r"[A-Z]{3}-[\d,]+", front[0] if front else ""):
        section, numbers = group.split("-")
        found += [f"{section}-{number}" for number in numbers.strip(",").split(",")]
    return found


def same(got, want, what=""):
    assert got == want, f"{what} is {str(got)[:300]!r}, expected {str(want)[:300]!r}"


class Outcomes:
    """What ran and what failed. Checks may end on several threads."""

    def __init__(self):
        self.all = []  # (name, fault or "")
        self.lock = threading.Lock()

    def add(self, name, fault="", took=0.0):
        slow = f" ({took:.1f} s)" if took > 2 else ""
        with self.lock:
            self.all.append((name, fault))
            print(f"FAIL  {name}: {fault}" if fault else f"ok    {name}{slow}")
            sys.stdout.flush()

    def failed(self):
        return sum(bool(fault) for _, fault in self.all)

    def attempt(self, name, function, *arguments):
        """True when it passed."""
        began = time.monotonic()
        try:
            function(*arguments)
        except Exception as error:  # a check that breaks is a check that failed
            where = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{where.filename.rsplit('/', 1)[-1]}:{where.lineno}"
            self.add(name, f"{type(error).__name__} {str(error)[:600]} ({place})")
            return False
        self.add(name, took=time.monotonic() - began)
        return True
