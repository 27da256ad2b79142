"""The list of checks: a function is a check when it is decorated with its checklist id."""
import traceback

everything = []


def check(name):
    def keep(function):
        everything.append((name, function))
        return function
    return keep


def same(got, want, what=""):
    assert got == want, f"{what} is {str(got)[:300]!r}, expected {str(want)[:300]!r}"


def run(start):
    """Runs all checks against what `start` starts and prints a line each: the number that failed, and the service."""
    failed, service = 0, start()
    for name, function in everything:
        try:
            function(service)
            print(f"ok    {name}")
        except Exception as error:  # a check that breaks is a check that failed
            failed += 1
            where = traceback.extract_tb(error.__traceback__)[-1]
            print(f"FAIL  {name}: {type(error).__name__} {error} ({where.filename.rsplit('/', 1)[-1]}:{where.lineno})")
            if service.process.poll() is not None:
                failed += 1
                print(f"FAIL  the service ended with {service.process.returncode}: {service.finish()[2][-3000:]}")
                service = start()
    return failed, service
