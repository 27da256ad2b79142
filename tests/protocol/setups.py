"""The services that checks run on: each a configuration of the real binary, started when it is first needed."""
import pathlib

import callers
import certificates
import stubs
from client import Service

# A busy machine must not fail a check; the checks of slow clients start services with short limits.
patient = """
[timeouts]
header_ms = 60000
body_ms = 60000
linger_ms = 60000
"""


def plain(folder):
    return patient, {}


def epic(folder):
    return patient + '\n[client]\nprofile = "epic"\n', {"every": 5}


def ballot(folder):
    return patient + "\n[discovery]\nballot_3 = true\n", {}


def tls(folder):
    pair = certificates.make(folder, "server")
    text = f'{patient}\n[tls]\ncertificate = "{pair.certificate}"\nkey = "{pair.key}"\n'
    return text, {"authority": pair.certificate}


def mutual(folder):
    """TLS that wants to see a certificate of the hospital."""
    pair, hospital = certificates.make(folder, "server"), certificates.make(folder, "hospital")
    client = certificates.make(folder, "client", issuer=hospital)
    text = (f'{patient}\n[tls]\ncertificate = "{pair.certificate}"\nkey = "{pair.key}"\n'
            f'client_certificates = "required"\nclient_ca = "{hospital.certificate}"\n')
    return text, {"authority": pair.certificate, "client": client}


def auth(folder):
    """Issuers with key files: two good keys, Epic's kind of kid, every algorithm, tenants, another audience."""
    return callers.configuration(folder) + patient, {"callers": callers.all_of(folder)}


def profiled(folder):
    """Clients whose EHRs differ, told apart by their issuer; one has nothing of its own, and gets [client]."""
    who = callers.all_of(folder)
    callers.configuration(folder)  # writes the key sets
    who["silent"] = callers.Caller("https://all.example.org", who["ES384"].key)
    aliases = ('"MYO LABS" = "observations", "Myo Vitals" = "observations", Diagnosen = "conditions", PAT = "patient", '
               '"meds list" = "medications"')
    client = 'detail = "text"\ntopics = "plain"\nprefetch_aliases = { "SITE DX" = "conditions" }\n'
    return (f'public_base_urls = ["{callers.public}"]\n{patient}\n[client]\n{client}\n[auth]\nrequired = true\n'
            + callers.issuer("https://ehr.example.org", "ehr.json", f'client = {{ max_cards = 2, link_hosts = ["doi.org"], '
                             f'actions = ["create"], prefetch_aliases = {{ {aliases} }} }}\n')
            + callers.issuer("https://epic.example.org/fhir", "epic.json", 'client = "epic"\n')
            + callers.issuer("https://all.example.org", "all.json", "client = { actions = [], link_hosts = [] }\n")
            + callers.issuer("https://many.example.org", "many.json")), {"callers": who}


def protected(folder):
    text = callers.configuration(folder, "protect_discovery = true\n") + patient
    return text, {"callers": callers.all_of(folder)}


def fetched(folder):
    """Issuers whose keys are fetched from a server of ours, which counts who asks."""
    pair = certificates.make(folder, "keys")
    stub = stubs.Stub(pair)
    return callers.fetched_configuration(stub, pair) + patient, {
        "callers": callers.fetched_callers(folder, stub), "stub": stub}


def ehr(folder):
    """Two FHIR servers that may be asked, one of them without a token, and one that may not."""
    known, foreign = stubs.Stub(), stubs.Stub()
    text = (f"{patient}\n[outbound]\nplain_http = true\nnetworks = [\"127.0.0.0/8\", \"::1/128\"]\n"
            f"[ehr]\nenabled = true\ndeadline_ms = 2000\npages = 3\n"
            f'[[ehr.server]]\nbase = "{known.url("/open", "127.0.0.1")}"\nwithout_token = true\n'
            f'[[ehr.server]]\nbase = "{known.url("/closed", "127.0.0.1")}"\nclient_id = "iim"\n')
    return text, {"stub": known, "foreign": foreign}


recipes = {"plain": plain, "tls": tls, "cards": plain, "epic": epic, "ballot": ballot,
           "tls_only": tls, "mutual": mutual, "feedback": plain,
           "auth": auth, "protected": protected, "profiled": profiled, "ehr": ehr, "fetched": fetched}


class Setups:
    def __init__(self, exe, folder):
        self.exe, self.folder, self.running = exe, pathlib.Path(folder), {}

    def start(self, name):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        text, more = recipes[name](folder)
        self.running[name] = Service(self.exe, folder, text, **more)
        return self.running[name]

    def stop(self, name):
        service = self.running.pop(name)
        service.terminate()
        code, _, err = service.finish()
        assert code == 0 and "Sanitizer" not in err, f"ended with {code}: {err[-3000:]}"
