"""Other processes on the store's file: a report beside the service, or a second service by mistake. What was acknowledged
is kept. (A process that closes the file itself loses its locks, and then whoever ends next removes the log under it.)"""
import subprocess

from check_store import acknowledged, item, store_of, stored
from checks import check_alone, same
from client import Service


def after_kill(service, folder, cards, what):
    service.process.kill()
    service.finish()
    assert set(cards) <= set(stored(folder)), f"{what}: {len(set(cards) & set(stored(folder)))} of {len(cards)} are kept"


@check_alone("FBK-8 a report beside the service, then kill -9: what was acknowledged after it is there")
def _(exe, folder):
    service = Service(exe, folder, store_of(folder))
    for _ in range(2):
        done = subprocess.run([exe, "feedback", "report", "--data", f"{folder}/kept"], capture_output=True, text=True)
        same(done.returncode, 0, done.stderr)
    sent = [item() for _ in range(5)]
    acknowledged(service, *sent)
    after_kill(service, folder, [one["card"] for one in sent], "after a report")


@check_alone("FBK-8 a second service on the same store ends first: what the other acknowledged is there after kill -9")
def _(exe, folder):
    first = Service(exe, folder, store_of(folder))
    before = item()
    acknowledged(first, before)
    second = Service(exe, folder, store_of(folder))
    other = item()
    acknowledged(second, other)
    second.terminate()
    same(second.finish()[0], 0, "exit code")
    sent = [item() for _ in range(5)]
    acknowledged(first, *sent)
    after_kill(first, folder, [one["card"] for one in (before, other, *sent)], "two services")
