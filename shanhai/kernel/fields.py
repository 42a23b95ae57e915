"""The fields of cooperation (协作领域): six that are file names in every station, and governance.

Commitments also touch how the work is organised (责任、机制、组织、党建); that is no field of delivery
but has to be called something, so `GOVERNANCE` stands beside the six.
"""

from enum import StrEnum


class Field(StrEnum):
    """A field of cooperation; the value is its name in data, file names and addresses."""

    RURAL = "rural"
    INDUSTRY = "industry"
    LABOUR = "labour"
    CONSUMPTION = "consumption"
    TALENT = "talent"
    STRATEGY = "strategy"
    GOVERNANCE = "governance"

    @property
    def chinese(self) -> str:
        """The term that pages show (domain.md §4)."""
        return _CHINESE[self]


_CHINESE = {
    Field.RURAL: "乡村振兴",
    Field.INDUSTRY: "产业协作",
    Field.LABOUR: "劳务协作",
    Field.CONSUMPTION: "消费协作",
    Field.TALENT: "人才协作",
    Field.STRATEGY: "战略对接",
    Field.GOVERNANCE: "组织领导",
}

DELIVERY_FIELDS = tuple(field for field in Field if field is not Field.GOVERNANCE)
"""The six that have a page in every station of the grid."""
