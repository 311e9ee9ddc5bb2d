"""Runs scim2-tester against `oktascim serve`, healthy and with every fault and variant, and prints what it sees.

usage: SCIM_TOKEN=… scim2_tester_faults.py BASE_URL ADMIN_URL [LIMIT]

A fault counts as caught when a check fails that does not fail on the healthy server; a variant, which is legal, that makes
one fail is a false alarm. LIMIT bounds how many of each are tried. The result is one JSON object on standard output.
"""

import collections
import json
import os
import sys
import time
import urllib.request

import httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_tester import Status, check_server

BAD = {Status.ERROR, Status.CRITICAL}


def admin(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(ADMIN + path, data=data, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def run():
    """One run: seconds, requests, outcomes by status, and the checks that fail."""
    sent = []
    client = httpx2.Client(
        base_url=BASE,
        headers={"Authorization": "Bearer " + os.environ["SCIM_TOKEN"]},
        timeout=10,
        event_hooks={"request": [sent.append]},
    )
    start = time.monotonic()
    try:
        with client:
            results = check_server(SyncSCIMClient(client))
    except Exception as error:  # the tester itself gave up: that is seen too
        return time.monotonic() - start, len(sent), {"crash": 1}, {("crash", type(error).__name__)}
    outcomes = collections.Counter(r.status.name for r in results)
    failed = {(r.title, r.resource_type or "") for r in results if r.status in BAD}
    return time.monotonic() - start, len(sent), dict(outcomes), failed


def tried(kind, limit, healthy):
    """The ids of one kind that make a check fail which the healthy server passes, and how many were tried."""
    ids = [x["id"] for x in admin("GET", f"/{kind}") if not x.get("not_on_wire")][:limit]
    seen = []
    for n, name in enumerate(ids, 1):
        admin("POST", "/reset", {})
        admin("PUT", f"/{kind}", {"on": [name]})
        if run()[3] - healthy:
            seen.append(name)
        print(f"\r{kind} {n}/{len(ids)}, {len(seen)} seen", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    admin("POST", "/reset", {})
    return len(ids), seen


BASE, ADMIN = sys.argv[1], sys.argv[2]
LIMIT = int(sys.argv[3]) if len(sys.argv) > 3 else None
admin("POST", "/reset", {})
runs = [run() for _ in range(3)]
healthy = set.union(*(r[3] for r in runs))
faults, caught = tried("faults", LIMIT, healthy)
variants, alarms = tried("variants", LIMIT, healthy)
json.dump(
    {
        "seconds": [round(r[0], 2) for r in runs],
        "requests": runs[-1][1],
        "outcomes": runs[-1][2],
        "fails_on_the_healthy_server": sorted(" ".join(f) for f in healthy),
        "faults": faults,
        "caught": caught,
        "variants": variants,
        "false_alarms": alarms,
    },
    sys.stdout,
    indent=2,
)
