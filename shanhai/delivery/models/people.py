"""Persons (人员): one row each, the identity number sealed and found by a keyed hash.

A person is counted once across counties, sources and years, so all ledgers point at the same row.
"""

from django.db import models


class Person(models.Model):
    """A worker, teacher, cadre or trainee; the number is shown masked and revealed only with a purpose."""

    identity_hash = models.CharField("证件哈希", max_length=64, unique=True)
    identity_sealed = models.BinaryField("证件号码（加密）")
    identity_masked = models.CharField(
        "证件号码", max_length=18, help_text="居民身份证号，十八位，按 GB 11643 校验"
    )
    name = models.CharField("姓名", max_length=40)

    columns = ("name", "identity_masked")
    hidden = ("id", "identity_hash", "identity_sealed")

    class Meta:
        verbose_name = "人员"

    def __str__(self) -> str:
        return self.name
