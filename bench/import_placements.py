"""Measures the import of a 20 000-row placements workbook: check, commit, error workbook, memory.

Run as `python -m bench.import_placements [rows]`; every figure is the median of several fresh processes.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5


def write_workbook(path: Path, rows: int) -> None:
    """The synthetic workbook that every run reads."""
    import xlsxwriter

    from examples.ledgers import synthetic

    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("填报")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, synthetic.HEADERS)
        for at, row in enumerate(synthetic.placements(rows), start=1):
            for place, value in enumerate(row):
                if hasattr(value, "isoformat"):
                    sheet.write_datetime(at, place, value, day)
                elif value is not None:
                    sheet.write(at, place, value)


def one_run(path: Path) -> dict[str, float]:
    """Check and commit in this process, in a house of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "shanhai.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from shanhai.access.models import Account, Role, RoleHolding
    from shanhai.regions.actions import load_reference

    load_reference(by=None)
    by = Account.objects.create_user("operator")
    RoleHolding.objects.create(account=by, role=Role.OPERATOR, start_date="2020-01-01")
    from shanhai.delivery import actions
    from shanhai.delivery.ledger import find
    from shanhai.delivery.workbook.examine import examine_file

    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    examined = examine_file(by=by, ledger=find("placements"), path=path)
    checked = time.perf_counter()
    assert not examined.rejected, examined.problems[:3]
    outcome = actions.commit(by=by, examined=examined)
    committed = time.perf_counter()
    assert outcome.created == examined.rows
    again = examine_file(by=by, ledger=find("placements"), path=path)
    rechecked = time.perf_counter()
    assert again.counts() == {"created": 0, "updated": 0, "unchanged": examined.rows}
    return {
        "check_seconds": checked - started,
        "commit_seconds": committed - checked,
        "same_file_again_seconds": rechecked - committed,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "before_mb": before_kb / 1024,
    }


def main() -> None:
    """Run several processes and print medians."""
    if os.environ.get("BENCH_WORKBOOK"):
        print(json.dumps(one_run(Path(os.environ["BENCH_WORKBOOK"]))))
        return
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "placements.xlsx"
        write_workbook(path, rows)
        runs = []
        for number in range(RUNS):
            house = {"SHANHAI_HOME": f"{folder}/house{number}", "BENCH_WORKBOOK": str(path)}
            done = subprocess.run(
                [sys.executable, "-m", "bench.import_placements"],
                env={**os.environ, **house}, capture_output=True, text=True, check=True,
            )  # fmt: skip
            runs.append(json.loads(done.stdout.splitlines()[-1]))
    print(f"{rows} rows, medians of {RUNS} processes")
    for name in runs[0]:
        print(f"{name:>26} {statistics.median(run[name] for run in runs):8.2f}")


if __name__ == "__main__":
    main()
