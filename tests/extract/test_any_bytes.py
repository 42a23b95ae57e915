"""Whatever bytes come, the reader answers: no traceback, valid spans, the same answer again."""

# ruff: noqa: E501 - the pieces are a table

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanhai.extract import Reading, read
from shanhai.extract.decoding import MAX_BYTES
from tests.extract import damage

PIECES = (
    "6月14日至15日，", "广西党政代表团来粤考察交流。", "广东省委书记林向川主持会议并讲话。", "他说，", "一要深化产业协作；", "二要深化劳务协作。",
    "三是", "希望双方", "深化人才协作；", "签署了《粤桂示例协议》", "财政援助资金17.58亿元，", "其中", "县均5327万元", "协(xié)作", "?皟蓮V", "?;藴驶?、",
    "\n", "\n\n", "- 示例新闻 2022-06-12", "当前位置: 首页 > 正文", "[免责声明]", "考察了深圳市、", "示例公司等企业", "、", "（", "《", "“", "2月30日", "十五日",
    "截至2022年13月底", "张三 李四 摄", "粤桂协作联席会议", "在南宁召开", "\u3000\u3000", "\ufffd", "\x00", "0", "，，", "。。", "龍", "會議", "第一，", "１２３",
)  # fmt: skip


def assert_sound(reading: Reading, original: str) -> None:
    """Every span lies in its text, every repair says what the original has."""
    shape = json.loads(json.dumps(reading.as_json(), ensure_ascii=False))
    text = shape["document"]["text"]
    for repair in shape["repairs"]:
        low, high = repair["source_span"]
        assert original[low:high] == repair["before"]
        assert 0 <= repair["span"][0] <= repair["span"][1] <= len(text)
    for kind in ("events", "people", "agreements", "sites", "commitments", "claims"):
        for finding in shape[kind]:
            start, end = finding["span"]
            low, high = finding["source_span"]
            assert 0 <= start < end <= len(text)
            assert 0 <= low < high <= len(original)
    for problem in shape["problems"]:
        assert problem["message"]
        if problem["span"]:
            assert 0 <= problem["span"][0] <= problem["span"][1] <= len(text)


@settings(deadline=None)  # the first text loads the tables
@given(st.binary(max_size=400))
def test_any_bytes_are_answered(data: bytes) -> None:
    reading = read(data, "任意.bin")
    assert_sound(reading, reading.document.original)
    assert read(data, "任意.bin") == reading


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.sampled_from(["utf-8", "gb18030", "utf-16"]),
)
def test_any_mixture_of_the_genre_is_answered(text: str, encoding: str) -> None:
    reading = read(text.encode(encoding), "混合.txt")
    assert_sound(reading, reading.document.original)
    assert read(text.encode(encoding), "混合.txt") == reading


@settings(deadline=None)
@given(st.sampled_from(sorted(damage.FILES)), st.data())
def test_an_example_with_a_hole_in_it_is_answered(name: str, data: st.DataObject) -> None:
    whole = (damage.EXAMPLES / name).read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    length = data.draw(st.integers(0, 60))
    reading = read(whole[:start] + whole[start + length :], name)
    assert_sound(reading, reading.document.original)


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", "empty", "空"),
        (b" \r\n\t ", "empty", "空"),
        ("\ufeff\n".encode(), "empty", "没有文字"),
        (b"%PDF-1.7 ...", "not_text", "PDF"),
        (b"PK\x03\x04rest", "not_text", "不是文本"),
        (bytes(range(256)) * 8, "not_text", "不是文本"),
        (b"a" * (MAX_BYTES + 1), "too_large", "上限"),
    ],
    ids=["empty", "blank", "bom only", "pdf", "zip", "binary", "too large"],
)
def test_what_is_no_text_is_one_clear_error(data: bytes, code: str, word: str) -> None:
    reading = read(data, "坏文件.txt")
    assert [problem.code for problem in reading.problems] == [code]
    assert word in reading.problems[0].message
    assert reading.problems[0].is_error
    assert (reading.people, reading.events, reading.commitments) == ((), (), ())


def test_a_page_without_a_body_is_an_error() -> None:
    reading = read("当前位置: 首页 > 正文\n[免责声明] 本文来源于网络转载".encode(), "空页.txt")
    assert [problem.code for problem in reading.problems] == ["no_body"]
