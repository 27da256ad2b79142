"""A synthetic clinic: patients who are treated as real ones are, mostly well, sometimes with a gap, and what is ordered for
them. Seeded: the same seed gives the same patients. The shares are assumptions for the measurement of alert burden, not
epidemiology."""
import random
import uuid

from records import (TODAY, answer, bundle, condition, day, immunization, observation, order, procedure)

SUBTYPES = [  # share, SNOMED CT code, name, years of age
    (45, "396230008", "Dermatomyositis", (25, 75)), (20, "31384009", "Polymyositis", (35, 75)),
    (13, "72315009", "Inclusion body myositis", (55, 85)), (12, "1212005", "Childhood type dermatomyositis", (5, 17)),
    (10, "396230008", "Dermatomyositis", (30, 70))]
PHASES = [("new", 10), ("induction", 25), ("maintenance", 65)]
AGENTS = [("methotrexate", 45), ("azathioprine", 25), ("mycophenolate mofetil", 30)]
COMMON = ["amlodipine", "lisinopril", "metformin", "omeprazole", "atorvastatin", "sertraline", "levothyroxine"]
UNRELATED = ["paracetamol", "amoxicillin", "omeprazole", "amlodipine", "sertraline", "levothyroxine"]


def pick(rng, weighted):
    return rng.choices([each[0] for each in weighted], [each[1] for each in weighted])[0]


def agent_order(agent, status="active", since=-400, key="agent", child=False):
    if agent == "methotrexate":
        return order(key, agent, 10 if child else 15, 1 / 7, status, since)
    if agent == "azathioprine":
        return order(key, agent, 50 if child else 100, 1, status, since)
    return order(key, agent, 500 if child else 1000, 2, status, since)


class Patient:
    """What is known of one person. `care` is the chance that something that should be there is there."""

    def __init__(self, rng, care):
        self.rng, self.care = rng, care
        self.conditions, self.orders, self.results, self.procedures, self.shots = [], [], [], [], []
        self.age, self.gender = 50, rng.choice(["female", "male"])
        self.phase, self.agent = "none", None

    def child(self):
        return self.age < 18

    def done(self):
        return self.rng.random() < self.care

    def measure(self):
        weight = {True: 8 + 3 * self.age, False: self.rng.randint(52, 95)}[self.child()]
        height = {True: 75 + 6 * self.age, False: self.rng.randint(155, 188)}[self.child()]
        self.results += [observation("weight", "29463-7", "Body weight", weight, "kg", -20),
                         observation("height", "8302-2", "Body height", height, "cm", -60)]

    def bloods(self, days_ago):
        for key, code, text, value, unit in (
                ("wbc", "6690-2", "Leukocytes", 6.5, "10*9/L"), ("anc", "751-8", "Neutrophils", 4.0, "10*9/L"),
                ("lym", "731-0", "Lymphocytes", 1.6, "10*9/L"), ("plt", "777-3", "Platelets", 250, "10*9/L"),
                ("hb", "718-7", "Hemoglobin", 13.2, "g/dL"), ("alt", "1742-6", "ALT", 24, "U/L"),
                ("ast", "1920-8", "AST", 22, "U/L"), ("alb", "1751-7", "Albumin", 4.2, "g/dL"),
                ("creat", "2160-0", "Creatinine", 0.5 if self.child() else 0.8, "mg/dL"),
                ("k", "2823-3", "Potassium", 4.2, "mmol/L"), ("ck", "2157-6", "CK", 120, "U/L")):
            self.results.append(observation(key, code, text, value, unit, -days_ago))

    def screened(self):
        for key, code, text in (("hbsag", "5196-1", "HBsAg"), ("hbc", "13952-7", "anti-HBc"), ("hcv", "13955-0", "anti-HCV")):
            self.results.append(answer(key, code, text, "Negative", "260385009", -300))
        self.results.append(answer("tpmt", "93193-1", "TPMT and NUDT15", "Normal metabolizer", "260385009", -300))
        self.results.append(observation("tpmta", "21563-0", "TPMT activity", 18, "U/mL", -300))

    def request(self, drafts, quality):
        fetched = {"patient": {"resourceType": "Patient", "id": "p1", "gender": self.gender,
                               "birthDate": f"{TODAY.year - self.age}-02-11"},
                   "conditions": bundle(self.conditions), "medications": bundle(self.orders), "statements": bundle([]),
                   "observations": bundle(self.results), "allergies": bundle([]), "immunizations": bundle(self.shots),
                   "procedures": bundle(self.procedures), "serviceRequests": bundle([]),
                   "medicationAdministrations": bundle([])}
        if quality == "sparse":
            for key in self.rng.sample(["statements", "immunizations", "procedures", "serviceRequests"], 2):
                fetched.pop(key)
        return {"hook": "order-sign", "hookInstance": str(uuid.UUID(int=self.rng.getrandbits(128))),
                "context": {"userId": "Practitioner/prac-1", "patientId": "p1",
                            "draftOrders": bundle(drafts, "collection")}, "prefetch": fetched}


def common_conditions(patient):
    rng = patient.rng
    if patient.age > 45 and rng.random() < 0.3:
        patient.conditions.append(condition("htn", "38341003", "Hypertension", -2000))
    if patient.age > 45 and rng.random() < 0.15:
        patient.conditions.append(condition("dm2", "44054006", "Type 2 diabetes mellitus", -2000))
    if patient.age > 18:
        for number, drug in enumerate(rng.sample(COMMON, rng.randint(0, 3))):
            patient.orders.append(order(f"c{number}", drug, 20, 1, "active", -700))


def treat(patient, ibm):
    rng = patient.rng
    if ibm:
        return  # no immunosuppression is usual
    if patient.phase == "new":
        patient.steroid = None
        return
    patient.agent = pick(rng, AGENTS)
    since = -rng.randint(30, 170) if patient.phase == "induction" else -rng.randint(300, 1500)
    steroid_mg = rng.choice([40, 30, 20, 15]) if patient.phase == "induction" else rng.choice([0, 0, 2.5, 5, 5, 7.5])
    if patient.child():
        steroid_mg = min(steroid_mg, 10)
    patient.steroid = steroid_mg
    if patient.done() or patient.phase == "maintenance":
        patient.orders.append(agent_order(patient.agent, since=since, child=patient.child()))
    if steroid_mg:
        # A taper is written as a course with an end.
        patient.orders.append(order("pred", "prednisone", steroid_mg, 1, "active", -20, until=rng.choice([14, 30, 60])))
    if patient.agent == "methotrexate" and patient.done():
        patient.orders.append(order("fol", "folic acid", 5, 1 / 7, "active", since))
    if steroid_mg >= 20 and patient.done():
        patient.orders.append(order("pjp", "sulfamethoxazole-trimethoprim", 80, 1, "active", since))
    if steroid_mg and patient.done():
        patient.orders += [order("vitd", "cholecalciferol", 20, 1, "active", since),
                           order("ca", "calcium carbonate", 500, 2, "active", since)]


def followed(patient):
    rng = patient.rng
    if patient.done():
        patient.bloods(rng.randint(3, 25 if patient.phase == "induction" else 80))
    else:
        patient.bloods(rng.randint(90, 200))
    if patient.done():
        patient.screened()
    if patient.done():
        patient.procedures.append(procedure("dxa", "312681000", "Bone density scan", -300))
    if patient.done():
        patient.procedures.append(procedure("pt", "91251008", "Physical therapy procedure", -100))
    if patient.done():
        patient.shots += [immunization("flu", "150", "influenza", -60), immunization("pcv", "216", "PCV20", -500)]


def myositis_patient(rng):
    share, code, name, ages = rng.choices(SUBTYPES, [each[0] for each in SUBTYPES])[0]
    patient = Patient(rng, care=0.85)
    patient.age = rng.randint(*ages)
    patient.phase = pick(rng, PHASES)
    since = {"new": -rng.randint(5, 40), "induction": -rng.randint(40, 180), "maintenance": -rng.randint(400, 3000)}
    remission = patient.phase == "maintenance" and rng.random() < 0.6
    patient.conditions.append(condition("iim", code, name, since[patient.phase], "remission" if remission else "active"))
    patient.measure()
    common_conditions(patient)
    treat(patient, ibm=name.startswith("Inclusion"))
    followed(patient)
    return patient


def drafts_for(patient):
    """What is signed today: mostly renewals and things that have nothing to do with the myositis."""
    rng = patient.rng
    kind = pick(rng, [("unrelated", 40), ("renewal", 45), ("new", 15)])
    if patient.phase == "new" and kind != "unrelated":
        kind = "new"
    if kind == "renewal" and patient.agent:
        return kind, [agent_order(patient.agent, "draft", 0, "draft", patient.child())]
    if kind == "new" and patient.phase == "new":
        mg = 30 if patient.child() else 60
        made = [order("draft", "prednisone", mg, 1, "draft", 0)]
        if patient.done():
            made.append(agent_order(pick(rng, AGENTS), "draft", 0, "draft2", patient.child()))
        if patient.done():
            made.append(order("draft3", "sulfamethoxazole-trimethoprim", 80, 1, "draft", 0))
        return kind, made
    if kind == "new" and getattr(patient, "steroid", None):
        return "step", [order("draft", "prednisone", max(2.5, patient.steroid - 2.5), 1, "draft", 0, until=28)]
    return "unrelated", [order("draft", rng.choice(UNRELATED), 20, 1, "draft", 0, until=7)]


def other_patient(rng):
    patient = Patient(rng, care=0.85)
    patient.age = rng.randint(2, 90)
    patient.conditions.append(condition("other", *rng.choice([
        ("195967001", "Asthma"), ("38341003", "Hypertension"), ("69896004", "Rheumatoid arthritis"),
        ("44054006", "Type 2 diabetes mellitus"), ("13645005", "Chronic obstructive pulmonary disease")]), -900))
    patient.measure()
    common_conditions(patient)
    if rng.random() < 0.8:
        patient.bloods(rng.randint(3, 60))
    return patient


def other_drafts(patient):
    """Steroid bursts and safe renewals; drug-safety rules for every patient have nothing to find here."""
    rng = patient.rng
    return "other", [order("draft", rng.choice(UNRELATED + ["prednisone", "ibuprofen"]), 20, 1, "draft", 0, until=7)]


def events(seed, count, maker, drafter):
    """(what kind of order, the request) for `count` patients."""
    for number in range(count):
        rng = random.Random(f"{seed}-{maker.__name__}-{number}")
        patient = maker(rng)
        kind, drafts = drafter(patient)
        yield kind, patient.request(drafts, "sparse" if rng.random() < 0.1 else "full")
