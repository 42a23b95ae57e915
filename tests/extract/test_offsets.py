"""The map between text and original: offsets invert, keep order, and never leave the texts."""

from hypothesis import given
from hypothesis import strategies as st

from shanhai.extract.textmap import Edit, TextMap, apply

TEXT = st.text("协作一二三(xié)，。 \n", max_size=40)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, TextMap, list[list[Edit]]]:
    """An original, the text after one to three steps of edits, and the map between them."""
    original = text = draw(TEXT)
    textmap = TextMap.identity(len(text))
    steps = []
    for _ in range(draw(st.integers(1, 3))):
        places = draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True).map(sorted))
        edits = [
            Edit(start, end, draw(st.text("粤桂黔", max_size=3)))
            for start, end in zip(places[::2], places[1::2], strict=False)
        ]
        text, textmap = apply(text, edits), textmap.edited(edits)
        steps.append(edits)
    return original, text, textmap, steps


@given(edited())
def test_the_map_is_as_long_as_the_text(case: tuple[str, str, TextMap, list[list[Edit]]]) -> None:
    original, text, textmap, _ = case
    assert len(textmap) == len(text)
    assert textmap.source_length == len(original)


@given(edited(), st.data())
def test_going_to_the_original_and_back_covers_the_span(
    case: tuple[str, str, TextMap, list[list[Edit]]], data: st.DataObject
) -> None:
    original, text, textmap, _ = case
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = textmap.to_source((start, end))
    assert 0 <= low <= high <= len(original)
    back = textmap.to_text((low, high))
    if low < high:
        assert back[0] <= start
        assert back[1] >= end


@given(edited())
def test_both_directions_keep_order(case: tuple[str, str, TextMap, list[list[Edit]]]) -> None:
    original, text, textmap, _ = case
    forth = [textmap.to_source((place, place + 1)) for place in range(len(text))]
    assert forth == sorted(forth)
    back = [textmap.to_text((place, place + 1)) for place in range(len(original))]
    assert [span[0] for span in back] == sorted(span[0] for span in back)
    assert [span[1] for span in back] == sorted(span[1] for span in back)


@given(TEXT, st.data())
def test_what_was_not_edited_stands_at_the_place_the_map_says(
    text: str, data: st.DataObject
) -> None:
    places = data.draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True).map(sorted))
    edits = [Edit(a, b, "") for a, b in zip(places[::2], places[1::2], strict=False)]
    after, textmap = apply(text, edits), TextMap.identity(len(text)).edited(edits)
    for place, char in enumerate(after):
        low, high = textmap.to_source((place, place + 1))
        assert text[low:high] == char
        assert textmap.to_text((low, high)) == (place, place + 1)
