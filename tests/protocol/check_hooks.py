"""The contexts of the hooks besides patient-view, order-select and order-sign (checklist 14, RULES 4.2)."""
from checks import check, same
from samples import (allergy, bundle, changed, condition, draft, hooks, path_of, request, services, topics)

others = hooks[3:]
mute = "allergyintolerance-create"  # no rule speaks there


def post(service, body, path=None):
    return service.call("POST", path or path_of(body["hook"]), body)


def cards(service, body):
    answer = post(service, body)
    same(answer.status, 200, f"{body['hook']}: {answer.body[:200]}")
    return answer


def refused(service, body, *words):
    answer = post(service, body)
    same(answer.status, 400, f"{body['hook']}: {answer.body[:200]}")
    for word in words:
        assert word in answer.issue(), (word, answer.body)


def active(order):
    return order | {"status": "active"}


@check("DSC-7,13 the ids are iim- and the hook")
def _(service):
    found = service.call("GET", "/cds-services").json()["services"]
    same([one["id"] for one in found], [f"iim-{hook}" for hook in hooks])
    assert len(services) == 9


@check("every hook takes its own context, and no other hook's request")
def _(service):
    for hook in others:
        cards(service, request(hook))
        same(post(service, request(hook), path_of("order-sign")).status, 400, hook)


@check("REQ-9 the members that a context must have")
def _(service):
    needed = {"medication-refill": ("patientId", "medications"), "encounter-discharge": ("patientId", "userId", "encounterId"),
              "order-dispatch": ("patientId", "dispatchedOrders", "performer"),
              "encounter-start": ("patientId", "userId", "encounterId"),
              "problem-list-item-create": ("patientId", "userId", "conditions"),
              "allergyintolerance-create": ("patientId", "userId", "allergyIntolerance")}
    same(set(needed), set(others))
    for hook, members in needed.items():
        for member in members:
            refused(service, changed(request(hook), "context", member), f"context.{member} is missing")
            for wrong in (5, [], {}, True):
                refused(service, changed(request(hook), "context", member, to=wrong), f"context.{member}")
        refused(service, changed(request(hook), "context", "patientId", to="Patient/p1"), "context.patientId")


@check("medication-refill: the user may be away, and a refill is judged as an order")
def _(service):
    body = changed(request("medication-refill"), "context", "userId")
    assert "steroid-monotherapy" in topics(cards(service, body)), "prednisone 60 mg refilled alone"
    for wrong in ({"resourceType": "Bundle", "entry": {}}, {"resourceType": "Bundle", "entry": [5]},
                  {"resourceType": "Bundle", "entry": [{"resource": {"id": "x"}}]}):
        refused(service, changed(body, "context", "medications", to=wrong), "context.medications")
    old = draft() | {"resourceType": "MedicationOrder"}
    same(post(service, request("medication-refill", drafts=[old])).status, 422, "DSTU2")
    same(cards(service, request("medication-refill", drafts=[])).body, b'{"cards":[]}')


@check("encounter-discharge: what the patient goes home with; nothing is drafted")
def _(service):
    on_list = {"medications": bundle(active(draft()))}
    assert "steroid-monotherapy" in topics(cards(service, request("encounter-discharge", prefetch=on_list)))
    assert "steroid-monotherapy" not in topics(cards(service, request("encounter-discharge"))), "nothing is prescribed"


@check("encounter-start: the same cards as when the chart is opened")
def _(service):
    on_list = {"medications": bundle(active(draft()))}
    opened = topics(cards(service, request("patient-view", prefetch=on_list)))
    assert opened
    same(topics(cards(service, request("encounter-start", prefetch=on_list))), opened)


@check("order-dispatch: every version names its orders, and they are looked up in the prefetch")
def _(service):
    infusion = active(draft("121191", "rituximab", 1, "r1"))
    del infusion["dosageInstruction"]
    delivered = {"medications": bundle(infusion)}
    plain = request("order-dispatch", drafts=[infusion], prefetch=delivered)
    want = topics(cards(service, plain))
    assert want, "rituximab without a readable dose is not passed over in silence"
    absolute = ["https://ehr.example.org/fhir/MedicationRequest/r1"]
    same(topics(cards(service, changed(plain, "context", "dispatchedOrders", to=absolute))), want, "absolute")
    bare = changed(plain, "context", "dispatchedOrders")
    for other in ({"order": "MedicationRequest/r1"}, {"dispatched-orders": ["MedicationRequest/r1"]}):
        same(topics(cards(service, bare | {"context": bare["context"] | other})), want, str(other))
    other_order = changed(plain, "context", "dispatchedOrders", to=["MedicationRequest/r2"])
    answer = cards(service, other_order)
    same(topics(answer), ["data-not-evaluable"], "an order that did not come")
    for wrong in ("", [], [5], ["MedicationRequest/r1", None], {"reference": "MedicationRequest/r1"}):
        refused(service, changed(plain, "context", "dispatchedOrders", to=wrong), "context.dispatchedOrders")


@check("order-dispatch: tasks may be there, and may carry the order")
def _(service):
    infusion = active(draft("121191", "rituximab", 1, "r1"))
    del infusion["dosageInstruction"]
    plain = request("order-dispatch", drafts=[infusion], prefetch={"medications": bundle(infusion)})
    want = topics(cards(service, plain))
    task = {"resourceType": "Task", "status": "requested", "focus": {"reference": "MedicationRequest/r1"}}
    for more in ({"fulfillmentTasks": [task]}, {"fulfillment-tasks": [task]}, {"task": task}):
        same(topics(cards(service, plain | {"context": plain["context"] | more})), want, str(more)[:40])
    refused(service, plain | {"context": plain["context"] | {"fulfillmentTasks": task}}, "context.fulfillmentTasks")
    inside = task | {"contained": [infusion | {"id": "in"}], "focus": {"reference": "#in"}}
    carried = plain | {"context": plain["context"] | {"fulfillmentTasks": [inside]}}
    assert "rituximab-hepatitis-b" in topics(cards(service, carried | {"prefetch": request()["prefetch"]})), "contained"


@check("problem-list-item-create: only a myositis matters, and another patient's never")
def _(service):
    other = condition("I10", text="Hypertension")
    same(cards(service, changed(request("problem-list-item-create"), "context", "conditions", to=bundle(other))).body,
         b'{"cards":[]}')
    for wrong in (condition(), [], {"resourceType": "Bundle", "entry": 5}):
        refused(service, changed(request("problem-list-item-create"), "context", "conditions", to=wrong),
                "context.conditions")


@check("allergyintolerance-create: the resource, wrapped, or in a Bundle")
def _(service):
    body = request("allergyintolerance-create")
    cards(service, changed(body, "context", "allergyIntolerance", to={"resource": allergy()}))
    bare = changed(body, "context", "allergyIntolerance")
    cards(service, bare | {"context": bare["context"] | {"allergyIntolerances": bundle(allergy())}})


@check("PFD-13 without any data every hook says 412")
def _(service):
    for hook in others:
        if hook != mute:
            same(post(service, changed(request(hook), "prefetch")).status, 412, hook)


@check("PFD-13 PFT-13 a service at which no rule speaks asks for nothing and misses nothing")
def _(service):
    listed = {one["hook"]: one for one in service.call("GET", "/cds-services").json()["services"]}
    same([hook for hook, one in listed.items() if "prefetch" not in one], [mute])
    assert "412" not in listed[mute]["usageRequirements"], listed[mute]
    for body in (request(mute), changed(request(mute), "prefetch"), request(mute) | {"prefetch": {}}):
        same(cards(service, body).body, b'{"cards":[]}')


@check("hostile contexts never break the service")
def _(service):
    for hook in others:
        for member in request(hook)["context"]:
            for odd in (None, True, 1e308, "", "x" * 5000, [], {}, [[]], [None], {"resourceType": 5},
                        {"resourceType": "Bundle", "entry": [None, 5, {"resource": None}]}):
                status = post(service, changed(request(hook), "context", member, to=odd)).status
                assert status in (200, 400), (hook, member, odd, status)
