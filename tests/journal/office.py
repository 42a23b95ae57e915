"""One office at work in a process of its own: `python -m tests.journal.office NAME ACTS`.

Each act is a transaction of two entries. With `verify` instead of a name it prints what the walk found.
"""

import json
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402 - models exist only after setup

from shanhai.journal import actions, queries  # noqa: E402
from shanhai.journal.models import Entry, Verb  # noqa: E402


def work(name: str, acts: int) -> None:
    """Write the acts."""
    for number in range(acts):
        with transaction.atomic():
            moment = actions.lock()
            for part in ("a", "b"):
                actions.record(
                    by=None, verb=Verb.CHANGE, subject="tests.thing", key=f"{name}-{number}-{part}",
                    at=moment,
                )  # fmt: skip


def report() -> None:
    """Print the numbers and moments in order, and the problems."""
    rows = list(Entry.objects.order_by("sequence").values_list("sequence", "at"))
    found = {
        "problems": [problem.message for problem in queries.verify_chain()],
        "sequences": [sequence for sequence, _ in rows],
        "moments": [moment.isoformat() for _, moment in rows],
    }
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    if sys.argv[1] == "verify":
        report()
    else:
        work(sys.argv[1], int(sys.argv[2]))
