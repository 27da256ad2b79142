"""Small pieces of FHIR R4 for the synthetic clinic. Days are numbers relative to the day of the call."""
import datetime

TODAY = datetime.date(2026, 11, 20)
RXNORM, SNOMED, LOINC = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://snomed.info/sct", "http://loinc.org"
CVX, UCUM = "http://hl7.org/fhir/sid/cvx", "http://unitsofmeasure.org"

DRUGS = {"prednisone": "8640", "methotrexate": "6851", "azathioprine": "1256", "mycophenolate mofetil": "68149",
         "tacrolimus": "42316", "rituximab": "121191", "folic acid": "4511", "sulfamethoxazole-trimethoprim": "10831",
         "alendronate": "46041", "cholecalciferol": "2418", "calcium carbonate": "1897", "amlodipine": "17767",
         "lisinopril": "29046", "metformin": "6809", "omeprazole": "7646", "paracetamol": "161", "amoxicillin": "723",
         "ibuprofen": "5640", "atorvastatin": "83367", "sertraline": "36437", "levothyroxine": "10582"}


def day(offset):
    return (TODAY + datetime.timedelta(days=offset)).isoformat()


def concept(system, code, text):
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def subject():
    return {"reference": "Patient/p1"}


def condition(key, code, text, since, status="active", system=SNOMED):
    kind = "http://terminology.hl7.org/CodeSystem/condition-"
    return {"resourceType": "Condition", "id": key, "subject": subject(), "code": concept(system, code, text),
            "clinicalStatus": {"coding": [{"system": kind + "clinical", "code": status}]},
            "verificationStatus": {"coding": [{"system": kind + "ver-status", "code": "confirmed"}]},
            "onsetDateTime": day(since), "recordedDate": day(since)}


def order(key, drug, mg, per_day=1.0, status="active", since=-200, route=("26643006", "Oral route"), until=None):
    """`per_day` below 1 is once in so many days: 1/7 is weekly."""
    repeat = {"frequency": round(per_day), "period": 1, "periodUnit": "d"}
    if per_day < 1:
        repeat = {"frequency": 1, "period": round(1 / per_day), "periodUnit": "d"}
        if repeat["period"] == 7:
            repeat = {"frequency": 1, "period": 1, "periodUnit": "wk", "dayOfWeek": ["mon"]}
    if until is not None:
        repeat["boundsPeriod"] = {"start": day(since), "end": day(until)}
    return {"resourceType": "MedicationRequest", "id": key, "status": status, "intent": "order", "subject": subject(),
            "medicationCodeableConcept": concept(RXNORM, DRUGS[drug], drug), "authoredOn": day(since),
            "dosageInstruction": [{"timing": {"repeat": repeat}, "route": concept(SNOMED, *route),
                                   "doseAndRate": [{"doseQuantity": {"value": mg, "unit": "mg", "system": UCUM,
                                                                     "code": "mg"}}]}]}


def observation(key, code, text, value, unit, when):
    return {"resourceType": "Observation", "id": key, "status": "final", "subject": subject(),
            "code": concept(LOINC, code, text), "effectiveDateTime": day(when),
            "valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit}}


def answer(key, code, text, words, code_of_answer, when):
    return {"resourceType": "Observation", "id": key, "status": "final", "subject": subject(),
            "code": concept(LOINC, code, text), "effectiveDateTime": day(when),
            "valueCodeableConcept": concept(SNOMED, code_of_answer, words)}


def procedure(key, code, text, when):
    return {"resourceType": "Procedure", "id": key, "status": "completed", "subject": subject(),
            "code": concept(SNOMED, code, text), "performedDateTime": day(when)}


def immunization(key, cvx, text, when):
    return {"resourceType": "Immunization", "id": key, "status": "completed", "patient": subject(),
            "vaccineCode": concept(CVX, cvx, text), "occurrenceDateTime": day(when)}


def bundle(resources, kind="searchset"):
    made = {"resourceType": "Bundle", "type": kind, "entry": [{"resource": each} for each in resources]}
    if kind == "searchset":
        made["total"] = len(resources)
    return made
