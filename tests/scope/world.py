"""One county with rows in every station, marked so that a single leaked character string shows.

Everything that belongs to the county carries its mark; nothing else in the house contains that string
（示例数据，虚构）.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from examples.ledgers import synthetic
from shanhai.access.models import Account
from shanhai.access.scope import ScopedModel
from shanhai.accords import models as accords
from shanhai.briefing.actions import issue_notice
from shanhai.delivery.actions import commit
from shanhai.delivery.ledger import find
from shanhai.delivery.models import Person, Placement
from shanhai.delivery.workbook.examine import examine_file
from shanhai.journal import actions as journal
from shanhai.journal.models import Verb
from shanhai.regions.models import Division
from shanhai.results.models import Reading
from shanhai.sources.models import Document, Finding
from shanhai.sources.store import keep
from tests.cast import DONGLAN, TIANYANG

MARKS = {TIANYANG: "绛雪轩", DONGLAN: "青萝馆"}
YEAR = 2022


@dataclass
class County:
    """What was made for one county: rows by model label, and every string that gives it away."""

    code: str
    mark: str
    upload: str = ""
    """The token of a workbook that its officer uploaded and has not committed."""
    rows: dict[str, list[models.Model]] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)

    def row(self, label: str) -> Any:
        """One row of the kind."""
        return self.rows[label][0]


def scoped_models() -> list[type[ScopedModel]]:
    """Every record of the house that belongs to a region."""
    found = (model for model in apps.get_models() if issubclass(model, ScopedModel))
    return sorted(found, key=lambda model: model._meta.label_lower)


def settle(code: str, by: Account, folder: Path) -> County:
    """Fill every station for a county, in the name of `by` (who may do so there)."""
    county = County(code, MARKS[code])
    county.secrets.add(county.mark)
    for make in MAKERS:
        for row in make(county, by, folder):
            county.rows.setdefault(row._meta.label_lower, []).append(row)
    return county


def leaked(text: str, county: County, asked: str = "") -> list[str]:
    """The county's strings that occur in a text; what the asker wrote into the address is no leak."""
    return sorted(secret for secret in county.secrets if secret in text and secret not in asked)


def _documents(county: County, by: Account, folder: Path) -> list[models.Model]:
    text = f"{county.mark}座谈会提出，要落实{county.mark}劳务协作。（示例，虚构）"
    data = text.encode()
    sha256 = hashlib.sha256(data).hexdigest()
    keep(sha256, data)
    document = Document.objects.create(
        region_id=county.code, title=f"{county.mark}纪要", file_name=f"{county.mark}.txt",
        sha256=sha256, size_bytes=len(data), media_type="text/plain", encoding="utf-8",
        script="hans", published=f"{YEAR}-06-15", publisher=f"{county.mark}发布",
        original_text=text, text=text, reader_version="1", received_at=timezone.now(),
        received_by=by,
    )  # fmt: skip
    proposed, accepted = (
        Finding.objects.create(
            document=document, kind="commitment", identity=f"{place:064d}", start=0, end=9,
            source_start=0, source_end=9, quote=f"{county.mark}任务", reader_version="1",
            state=state, value={"text": f"{county.mark}任务", "form": "single", "fields": ["labour"]},
        )
        for place, state in enumerate(("proposed", "accepted"))
    )  # fmt: skip
    return [document, proposed, accepted]


def _accords(county: County, by: Account, folder: Path) -> list[models.Model]:
    mark, home = county.mark, {"region_id": county.code}
    event = accords.Event.objects.create(
        **home, type="conference", name=f"{mark}会议", start=f"{YEAR}-06-15", date_basis="text",
        place=f"{mark}会堂", parties=[{"name": f"{mark}办", "adcode": None, "role": "host"}],
    )  # fmt: skip
    agreement = accords.Agreement.objects.create(
        **home, title=f"{mark}协议", status="signed", event=event, signers=[f"{mark}人"]
    )
    commitment = accords.Commitment.objects.create(
        **home, text=f"{mark}任务", form="single", owner_region_id=county.code,
        owner_office=f"{mark}局", next_step=f"{mark}下一步", finding=county.rows["sources.finding"][1],
        due_on=date(YEAR, 12, 31),
    )  # fmt: skip
    accords.CommitmentField.objects.create(commitment=commitment, field="labour")
    with transaction.atomic():
        target = accords.Target.objects.create(
            indicator="L1", region_id=county.code, year=YEAR, value=9, unit="人",
            source=f"{mark}依据", recorded_at=journal.lock(), recorded_by=by,
        )  # fmt: skip
    return [
        event,
        agreement,
        commitment,
        target,
        accords.Participant.objects.create(**home, name=f"{mark}人", office=f"{mark}书记"),
        accords.Site.objects.create(**home, event=event, name=f"{mark}园"),
        accords.Claim.objects.create(
            **home, indicator="labour_placed", value=320, unit="人", as_written=f"{mark}320人",
            stage="realised", statistic="total",
        ),
        accords.Pairing.objects.create(
            level="county", east_division_id="440306", west_division_id=county.code,
            valid_from=date(2021, 1, 1), source=f"{mark}来源", note=f"{mark}说明",
        ),
    ]  # fmt: skip


def _ledger(county: County, by: Account, folder: Path) -> list[models.Model]:
    rows = synthetic.placements(3, counties=[county.code], year=YEAR)
    for place, row in enumerate(rows):
        row[0], row[3], row[11] = f"{county.mark}{place}", f"{county.mark}厂", f"{county.mark}合同"
        county.secrets.add(row[1])
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (synthetic.HEADERS, *rows):
        sheet.append(list(line))
    path = folder / f"{county.mark}台账.xlsx"
    book.save(path)
    ledger = find("placements")
    examined = examine_file(by=by, ledger=ledger, path=path, today=date(YEAR, 12, 31))
    assert not examined.rejected, examined.problems
    batch = commit(by=by, examined=examined).batch
    placements = list(Placement.objects.filter(batch=batch))
    county.secrets.update(row.record for row in placements)
    readings = list(Reading.objects.filter(region_id=county.code))
    assert placements
    assert readings
    return [batch, *placements, *readings, *Person.objects.filter(name__startswith=county.mark)]


def _notices(county: County, by: Account, folder: Path) -> list[models.Model]:
    region = Division.objects.get(pk=county.code)
    return [issue_notice(by=by, region=region, year=YEAR, month=12)]


def _journal(county: County, by: Account, folder: Path) -> list[models.Model]:
    with transaction.atomic():
        entry = journal.record(
            by=by, verb=Verb.CHANGE, subject="tests.thing", key=f"{county.mark}事项",
            region_code=county.code, before={"说明": f"{county.mark}前"},
            after={"说明": f"{county.mark}后"}, reason=f"{county.mark}事由",
        )  # fmt: skip
    return [entry]


MAKERS: tuple[Callable[[County, Account, Path], list[models.Model]], ...] = (
    _documents, _accords, _ledger, _notices, _journal,
)  # fmt: skip
