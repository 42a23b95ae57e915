"""Persons (人员): one row each, the identity number sealed and found by a keyed hash.

A person is counted once across counties, sources and years, so all ledgers point at the same row.
"""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models


class Person(models.Model):
    """A worker, teacher, cadre or trainee; the number is shown masked and revealed only with a purpose."""

    identity_hash = models.CharField("证件哈希", max_length=64, unique=True)
    identity_sealed = models.BinaryField("证件号码（加密）")
    identity_masked = models.CharField(
        "证件号码", max_length=18, help_text="居民身份证号，十八位，按 GB 11643 校验"
    )
    name = models.CharField("姓名", max_length=40, help_text="与居民身份证一致")
    seal = models.CharField(
        "封印", max_length=64, help_text="证件哈希与姓名的带密钥摘要，供核验是否被改动"
    )

    columns = ("name", "identity_masked")
    hidden = ("id", "identity_hash", "identity_sealed", "seal")

    sheet_columns: ClassVar[Mapping[str, str]] = {
        "name": "name",
        "identity_number": "identity_masked",
    }
    """Column of a ledger's sheet → field here: what a ledger about persons asks for."""
    privacy: ClassVar[Mapping[str, str]] = {"name": "personal", "identity_number": "sensitive"}

    class Meta:
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name
