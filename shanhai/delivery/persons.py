"""Persons as a commit needs them: found by their hash, added sealed, renamed with a reason.

Called by `delivery.actions` alone, inside its transaction and under the journal's lock.
"""

from datetime import datetime

import polars as pl

from shanhai.access import vault
from shanhai.access.models import Account
from shanhai.access.scope import Scope
from shanhai.delivery import versions
from shanhai.delivery.ledger import registry
from shanhai.delivery.models import Person
from shanhai.delivery.workbook.persons import IDENTITY
from shanhai.delivery.workbook.store import chunks
from shanhai.journal import actions as journal
from shanhai.journal.models import Verb
from shanhai.kernel.errors import NotAllowed, Unusable


def seal_of(identity_hash: str, name: str) -> str:
    """The keyed digest that shows whether a person's row was changed behind our back."""
    return vault.keyed_hash(f"{identity_hash}|{name}", purpose="person")


def known(table: pl.DataFrame) -> pl.DataFrame:
    """Add the persons that are not kept yet and give every row its `n.person_id`."""
    missing = table.filter(pl.col("n.person_id").is_null()).unique(
        "identity_hash", keep="first", maintain_order=True
    )
    if missing.is_empty():
        return table
    rows = (
        (identity_hash, vault.encrypt(number), vault.mask_identity_number(number), name,
         seal_of(identity_hash, name))
        for identity_hash, number, name in missing.select(
            "identity_hash", IDENTITY, "name"
        ).iter_rows()
    )  # fmt: skip
    names = ("identity_hash", "identity_sealed", "identity_masked", "name", "seal")
    versions.insert(Person, names, rows)
    hashes = missing.get_column("identity_hash").to_list()
    ids = [
        row
        for part in chunks(hashes)
        for row in Person.objects.filter(identity_hash__in=part).values_list("identity_hash", "pk")
    ]
    added = pl.DataFrame(
        ids, schema={"identity_hash": pl.String(), "added_id": pl.Int64()}, orient="row"
    )
    return (
        table.join(added, on="identity_hash", how="left", maintain_order="left")
        .with_columns(pl.coalesce("n.person_id", "added_id").alias("n.person_id"))
        .drop("added_id")
    )


def rename(
    *, by: Account, person: Person, name: str, reason: str, at: datetime, scope: Scope
) -> None:
    """Correct a person's name; raises `NotAllowed` when another region keeps records of the person.

    A name belongs to the person, not to one row, so it is not a version; the journal keeps who and why
    but, as always, no personal data.
    """
    if not name or len(name) > 40:
        raise Unusable("姓名不能为空，至多 40 字")
    for ledger in registry().values():
        if not ledger.about_persons:
            continue
        regions = ledger.model.objects.as_of().filter(person=person)
        codes = set(regions.values_list(ledger.region.attribute, flat=True))
        if not all(scope.covers(code) for code in codes):
            raise NotAllowed("该人员在其他县也有记录：请由上级协作办或系统运维更正姓名")
    Person.objects.filter(pk=person.pk).update(name=name, seal=seal_of(person.identity_hash, name))
    journal.record(by=by, verb=Verb.CHANGE, subject=person, reason=reason, at=at)
