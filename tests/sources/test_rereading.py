"""Which finding is which after a new reading, without a database."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from shanhai.sources.rereading import locate, match


@dataclass
class Piece:
    """A finding as far as matching needs it."""

    kind: str
    source_start: int
    source_end: int
    identity: str = ""

    def __post_init__(self) -> None:
        self.identity = self.identity or f"{self.kind}{self.source_start}-{self.source_end}"


PIECES = st.lists(
    st.builds(
        lambda kind, start, length: Piece(kind, start, start + length),
        st.sampled_from(["event", "claim"]), st.integers(0, 60), st.integers(1, 20),
    ),
    max_size=8, unique_by=lambda piece: piece.identity,
)  # fmt: skip


@given(PIECES, PIECES)
def test_every_finding_is_paired_once_or_left_over_and_never_with_another_kind(
    old: list[Piece], new: list[Piece]
) -> None:
    found = match(old, new)
    assert sorted([*found.pairs, *found.gone]) == list(range(len(old)))
    assert sorted([*found.pairs.values(), *found.new]) == list(range(len(new)))
    assert all(old[i].kind == new[j].kind for i, j in found.pairs.items())


@given(PIECES)
def test_the_same_reading_again_pairs_each_with_itself(pieces: list[Piece]) -> None:
    assert match(pieces, pieces).pairs == {place: place for place in range(len(pieces))}


def test_a_moved_edge_is_the_same_finding_and_a_far_one_is_not() -> None:
    old = [Piece("claim", 10, 20), Piece("claim", 40, 50)]
    new = [Piece("claim", 12, 20), Piece("claim", 80, 90)]
    found = match(old, new)
    assert (found.pairs, found.gone, found.new) == ({0: 0}, (1,), (1,))


def test_the_closest_of_several_is_taken() -> None:
    old = [Piece("claim", 10, 20)]
    new = [Piece("claim", 10, 15), Piece("claim", 10, 21)]
    assert match(old, new).pairs == {0: 1}


def test_what_was_dropped_before_comes_back_only_as_itself() -> None:
    old = [Piece("claim", 10, 20)]
    assert match(old, [Piece("claim", 11, 20)], only_by_identity={0}).pairs == {}
    assert match(old, [Piece("claim", 10, 20)], only_by_identity={0}).pairs == {0: 0}


def test_a_quote_is_found_again_where_it_is_nearest() -> None:
    assert locate("协作", "协作与协作", near=4) == (3, 5)
    assert locate("没有", "协作与协作", near=4) == (0, 0)
