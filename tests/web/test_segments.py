"""Marked text is the text again, to the character, whatever overlaps and whatever it contains."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from shanhai.web.segments import Mark, draw, pieces

TEXTS = st.text(alphabet="协作<>&\"'\n　a", max_size=40)


def marks(text: str) -> st.SearchStrategy[list[Mark]]:
    """Findings and repairs anywhere, also outside the text and backwards."""
    edge = st.integers(-2, len(text) + 3)
    mark = st.builds(
        Mark, edge, edge, finding=st.integers(0, 5), kind=st.sampled_from(["claim", "<b>"]),
        label=st.sampled_from(['"><script>', "原文：协"]), tag=st.sampled_from(["span", "del"]),
    )  # fmt: skip
    return st.lists(mark, max_size=6)


CASES = TEXTS.flatmap(lambda text: st.tuples(st.just(text), marks(text)))


class Reader(HTMLParser):
    """What a browser would make of it: the text, and whether every element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(CASES)
def test_the_pieces_joined_are_the_text(case: tuple[str, list[Mark]]) -> None:
    text, given_marks = case
    assert "".join(piece.text for piece in pieces(text, given_marks)) == text


@given(CASES)
def test_a_browser_reads_the_text_and_nothing_of_it_becomes_markup(
    case: tuple[str, list[Mark]],
) -> None:
    text, given_marks = case
    reader = Reader()
    reader.feed(draw(text, given_marks))
    reader.close()
    assert reader.text == text
    assert reader.open == []
    assert reader.seen <= {"mark", "span", "del"}


@given(CASES)
def test_each_character_carries_exactly_the_marks_that_cover_it(
    case: tuple[str, list[Mark]],
) -> None:
    text, given_marks = case
    place = 0
    for piece in pieces(text, given_marks):
        for _ in piece.text:
            covering = [mark for mark in given_marks if 0 <= mark.start <= place < mark.end]
            assert sorted(map(repr, covering)) == sorted(map(repr, piece.marks))
            place += 1


def test_of_two_that_cross_the_wider_is_outside_and_the_other_is_continued() -> None:
    html = draw("甲乙丙丁戊", [Mark(0, 3, finding=1), Mark(2, 4, finding=2)])
    assert html.count('data-finding="1"') == 1
    assert html.count('data-finding="2"') == 2
