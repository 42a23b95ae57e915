"""Draws a notice as a Word file in the form of GB/T 9704-2012; equal content gives equal bytes.

Each number links to its line in the index of figures at the end, where its identifier, its rows and the
address that opens them stand; a link out of Word into a site that may have another name would go stale.
"""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from shanhai.briefing.reading import Piece, Reader, Section

BODY, TITLE, HEADING, PAGE = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
"""Fonts by role; where one is not installed, Word takes what `_FALLBACKS` names."""
_FALLBACKS = {
    BODY: "仿宋;FangSong;STFangsong;Noto Serif CJK SC",
    TITLE: "华文中宋;STZhongsong;Noto Serif CJK SC",
    HEADING: "SimHei;微软雅黑;Noto Sans CJK SC",
    PAGE: "SimSun;Noto Serif CJK SC",
}
_THREE, _TWO, _FOUR = Pt(16), Pt(22), Pt(14)
_SMALL, _NARROW, _TINY = Pt(10.5), Pt(9), Pt(8)
_ROOMY_COLUMNS = 7
"""A table with more columns is set smaller, so that a percentage stays on one line."""
_LINE = Pt(28.95)
_TEXT_WIDTH, _FIRST_COLUMN = Mm(156), Mm(26)
_INDEX_WIDTHS = [Mm(44), Mm(46), Mm(16), Mm(50)]
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


def file(content: dict[str, Any]) -> bytes:
    """The notice as the bytes of a .docx."""
    reader = Reader(content)
    paper = Document()
    _set_page(paper)
    _set_properties(paper, reader)
    _write_head(paper, reader)
    for section in reader.sections:
        _write_section(paper, section)
    _write_end(paper, reader)
    written = io.BytesIO()
    paper.save(written)
    return _still(written.getvalue())


def _set_page(paper: Any) -> None:
    """A4 with the margins of the standard; 22 lines of 28 characters; the page number at the foot."""
    page = paper.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin = Mm(37), Mm(35)
    page.left_margin, page.right_margin = Mm(28), Mm(26)
    page.footer_distance = Mm(25)
    grid = OxmlElement("w:docGrid")
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), "579")
    for old in page._sectPr.findall(qn("w:docGrid")):
        page._sectPr.remove(old)
    page._sectPr.append(grid)
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = BODY, _THREE
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(foot, "— ", PAGE, _FOUR)
    _field(foot, "PAGE")
    _run(foot, " —", PAGE, _FOUR)


def _set_properties(paper: Any, reader: Reader) -> None:
    """Title, issuer and the frozen moment; never the clock."""
    moment = datetime.fromisoformat(reader.head["as_of"]).replace(tzinfo=None, microsecond=0)
    facts = paper.core_properties
    facts.title, facts.author = reader.facts["title"], reader.facts["issuer"]
    facts.last_modified_by, facts.revision, facts.comments = facts.author, 1, ""
    facts.created = facts.modified = facts.last_printed = moment
    facts.identifier = reader.head["anchor"]


def _write_head(paper: Any, reader: Reader) -> None:
    issuer = _paragraph(paper, align=WD_ALIGN_PARAGRAPH.CENTER, exact=False)
    name = reader.facts["issuer"]
    # One line of 156 mm (442 pt): a long name is set smaller.
    _run(issuer, name, TITLE, Pt(min(30, 440 // len(name))), red=True)
    number = _paragraph(paper, align=WD_ALIGN_PARAGRAPH.CENTER)
    replaces = f"　（{reader.head['replaces_text']}）" if reader.head["replaces_text"] else ""
    _run(number, f"{reader.head['number_text']}　{reader.head['date_text']}{replaces}")
    _underline_red(number)
    _paragraph(paper)
    title = _paragraph(paper, align=WD_ALIGN_PARAGRAPH.CENTER, exact=False)
    _run(title, reader.facts["title"], TITLE, _TWO)
    _paragraph(paper)
    _run(_paragraph(paper), reader.facts["addressee"])


def _write_section(paper: Any, section: Section) -> None:
    heading = _paragraph(paper, indent=True)
    heading.paragraph_format.keep_with_next = True
    _run(heading, section.heading, HEADING)
    for pieces in section.paragraphs:
        _write_pieces(_paragraph(paper, indent=True), pieces, _THREE)
    if section.columns:
        others = (_TEXT_WIDTH - _FIRST_COLUMN) // (len(section.columns) - 1)
        widths = [_FIRST_COLUMN] + [others] * (len(section.columns) - 1)
        size = _SMALL if len(section.columns) <= _ROOMY_COLUMNS else _NARROW
        table = _table(paper, section.columns, widths, size)
        for row in section.rows:
            cells = _row(table)
            for place, pieces in enumerate(row):
                line = _plain(cells[place], right=place > 0)
                _write_pieces(line, pieces, size)


def _write_end(paper: Any, reader: Reader) -> None:
    _paragraph(paper).paragraph_format.keep_with_next = True
    for text in (reader.facts["issuer"], reader.head["date_text"]):
        line = _paragraph(paper, align=WD_ALIGN_PARAGRAPH.RIGHT)
        line.paragraph_format.right_indent = _THREE * 2
        line.paragraph_format.keep_with_next = text == reader.facts["issuer"]
        _run(line, text)
    heading = _paragraph(paper)
    heading.paragraph_format.page_break_before = True
    _run(heading, "附：数字索引", HEADING)
    table = _table(paper, ["编号", "含义", "数字", "行数或算法，系统内地址"], _INDEX_WIDTHS, _TINY)
    for place, figure in enumerate(reader.index):
        cells = _row(table)
        for column, text in enumerate((figure.key, figure.label, figure.text, figure.rows)):
            line = _plain(cells[column], right=column == 2)
            if column == 0:
                _bookmark(line, _anchor(figure.key), place)
            _run(line, text, size=_TINY)
        _run(_plain(cells[3], at=cells[3].add_paragraph()), figure.path, size=_TINY)
    note = _paragraph(paper, align=WD_ALIGN_PARAGRAPH.LEFT, exact=False)
    _run(note, f"在上述地址后加 as_of={reader.head['as_of']}，即见冻结时点的内容。", size=_SMALL)
    tail = _paragraph(paper, align=WD_ALIGN_PARAGRAPH.LEFT, exact=False)
    seal = f"　日志封印：{reader.head['anchor']}" if reader.head["anchor"] else ""
    _run(tail, f"数据时点：{reader.head['as_of_text']}{seal}", size=_SMALL)


def _paragraph(paper: Any, *, align: Any = None, indent: bool = False, exact: bool = True) -> Any:
    line = paper.add_paragraph()
    form = line.paragraph_format
    form.space_before = form.space_after = Pt(0)
    if exact:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _LINE
    if indent:
        form.first_line_indent = _THREE * 2
    line.alignment = align if align is not None else WD_ALIGN_PARAGRAPH.JUSTIFY
    return line


def _plain(cell: Any, *, right: bool = False, at: Any = None) -> Any:
    """A table's line: its own height, off the page's grid of lines."""
    line = at if at is not None else cell.paragraphs[0]
    form = line.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing_rule = WD_LINE_SPACING.SINGLE
    loose = OxmlElement("w:snapToGrid")
    loose.set(qn("w:val"), "0")
    line._p.get_or_add_pPr().append(loose)
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    return line


def _run(line: Any, text: str, font: str = BODY, size: Any = _THREE, *, red: bool = False) -> Any:
    run = line.add_run(text)
    run.font.name, run.font.size = font, size
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    if red:
        run.font.color.rgb = RGBColor(0xC0, 0x00, 0x00)
    return run


def _write_pieces(line: Any, pieces: list[Piece], size: Any) -> None:
    for piece in pieces:
        run = _run(line, piece.text, size=size)
        if piece.figure:
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), _anchor(piece.figure))
            link.set(qn("w:tooltip"), piece.figure)
            run._element.addprevious(link)
            link.append(run._element)


def _table(paper: Any, columns: list[str], widths: Sequence[int], size: Any) -> Any:
    table = paper.add_table(rows=1, cols=len(columns))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for cell, text in zip(table.rows[0].cells, columns, strict=True):
        _run(_plain(cell), text, HEADING, size)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "45")  # twentieths of a point: 0.8 mm
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    return table


def _row(table: Any) -> Any:
    """The cells of a new row, which no page break cuts."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row.cells


def _anchor(key: str) -> str:
    """A bookmark's name: letters, digits and underscores, at most forty characters."""
    return "f_" + re.sub(r"\W", "_", key)[:38]


def _bookmark(line: Any, name: str, number: int) -> None:
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
        line._p.append(mark)
    start.set(qn("w:name"), name)


def _field(line: Any, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = _run(line, "1", PAGE, _FOUR)
    run._element.addprevious(field)
    field.append(run._element)


def _underline_red(line: Any) -> None:
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "6"), ("color", "C00000")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    line._p.get_or_add_pPr().append(borders)


def _still(archive: bytes) -> bytes:
    """The same archive with parts in one order and without the moment of writing."""
    still = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(still, "w") as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            entry = zipfile.ZipInfo(name, _ZIP_MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            data = old.read(name)
            if name == "word/fontTable.xml":
                data = _with_fallbacks(data)
            new.writestr(entry, data)
    return still.getvalue()


def _with_fallbacks(font_table: bytes) -> bytes:
    """Name what may stand in for each font."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>'
        for name, other in _FALLBACKS.items()
    )
    return font_table.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")
