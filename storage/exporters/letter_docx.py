"""A letter as a Word file, for a caseworker who has to edit it before it goes out."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from storage.exporters.letters import REFERENCE, WORDS, contact_points, is_form, points, refuse_many_lines
from storage.exporters.pdf import UnfitError, showable, width_in_ems

if TYPE_CHECKING:
    from datetime import datetime

    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph as Block

    from domain.letters.texts import FilledLetter
    from storage.exporters.letters import Envelope

# Word has its own; where it is missing, the same measures as in our PDFs take its place.
FONT: Final = "Arial"
LANGUAGES: Final = {"en": "en-GB", "cy": "cy-GB"}
FLANK_MM: Final = 20
BELOW_WINDOW_MM: Final = 97
# Left, top, width and height of the two frames, in millimetres from the top left of the page.
ADDRESS_MM: Final = (25.2, 40.0, 94.2, 26.0)
CONTACT_MM: Final = (125.0, 12.0, 69.0, 80.0)
TWIPS_PER_MM: Final = 1440 / 25.4
SMALL_POINTS: Final = 12
# Every line of the address has to fit into the window, on one line: the more there are, the smaller they stand.
PITCH_POINTS: Final = 14.0
PITCHES_OF_TYPE: Final = 0.96
SMALLEST_POINTS: Final = 6.0
POINTS_PER_MM: Final = 72 / 25.4
DAY: Final = re.compile(r"\b(\d{1,2}) ([^\W\d_]+) (\d{4})\b")


def letter_docx(letter: FilledLetter, envelope: Envelope, made_at: datetime) -> bytes:
    """Make a Word file of a letter, with headings, language and lists that a screen reader knows.

    Its address stands in the window of the envelope as long as nobody edits it out of there. Raises UnfitError where
    it has too many lines, or one too long.
    """
    import docx  # noqa: PLC0415 - large, and few commands make one

    refuse_many_lines(envelope)
    document = docx.Document()
    _set_up(document, points(envelope), LANGUAGES[letter.language])
    _tell_about(document, letter, envelope, made_at)
    _contact(document, envelope)
    _address(document, envelope.address)
    _text(document, letter, envelope)
    _footer(document, letter, envelope)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _address(document: Document, lines: tuple[str, ...]) -> None:
    """Put the address into the window; raises UnfitError where a line is too long for it."""
    # The letters of our font are as wide as those of Word's.
    across, down = (ADDRESS_MM[2] - 1) * POINTS_PER_MM, ADDRESS_MM[3] * POINTS_PER_MM
    pitch = min(PITCH_POINTS, _halves(down / max(len(lines), 1)))
    for number, line in enumerate(lines, start=1):
        size = min(
            SMALL_POINTS, _halves(pitch * PITCHES_OF_TYPE), _halves(across / max(width_in_ems(showable(line)), 1))
        )
        if size < SMALLEST_POINTS:
            raise UnfitError(f"Line {number} of the address is too long for the window of the envelope.")
        _place(_line(document, line, size=size), ADDRESS_MM, exact_points=pitch)


def _halves(points_wanted: float) -> float:
    """Round down to half a point, which is as fine as Word sets type."""
    return int(2 * points_wanted) / 2


def _shown(text: str) -> str:
    """Write a text as our PDFs do; a day is never broken over two lines."""
    return DAY.sub("\\1\N{NO-BREAK SPACE}\\2\N{NO-BREAK SPACE}\\3", showable(text))


def _set_up(document: Document, size: int, language: str) -> None:
    """Set paper, margins, type and language once, in the styles, so that what is typed in looks alike."""
    from docx.shared import Mm  # noqa: PLC0415 - as above

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(FLANK_MM)
    section.top_margin, section.bottom_margin = Mm(FLANK_MM), Mm(24)
    section.header_distance = section.footer_distance = Mm(10)
    sizes = {"Normal": size, "Heading 1": size * 1.35, "Heading 2": size * 1.08, "List Bullet": size, "Footer": size}
    for name, points_of_style in sizes.items():
        _set_style(document.styles[name], points_of_style, heading=name.startswith("Heading"))
    for found in document.styles.element.iter(_name("w:lang")):
        found.set(_name("w:val"), language)


def _set_style(style: ParagraphStyle, size: float, *, heading: bool) -> None:
    from docx.shared import Pt, RGBColor  # noqa: PLC0415 - as above

    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(round(size * 2) / 2), RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # A font of the theme would be taken before the one that is named.
    for attribute in [each for each in fonts.attrib if str(each).endswith("Theme")]:
        del fonts.attrib[attribute]
    for script in ("w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(_name(script), FONT)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(size if heading else 0), Pt(size * 0.6)
    spacing.line_spacing, spacing.widow_control, spacing.keep_with_next = 1.15, True, heading
    style.font.bold = heading or None


def _tell_about(document: Document, letter: FilledLetter, envelope: Envelope, made_at: datetime) -> None:
    about = document.core_properties
    about.title, about.author, about.last_modified_by = showable(letter.title), showable(envelope.sender.name), ""
    about.subject, about.keywords, about.comments = showable(envelope.reference), letter.number, ""
    about.language = LANGUAGES[letter.language]
    # A Word file keeps whole seconds of UTC and no zone.
    about.created = about.modified = made_at.replace(microsecond=0, tzinfo=None)


def _contact(document: Document, envelope: Envelope) -> None:
    sender, size = envelope.sender, contact_points(envelope)
    _place(_line(document, sender.name, size=size, bold=True), CONTACT_MM)
    for line in (*sender.lines, *(f"{label} {value}" for label, value in sender.contact)):
        _place(_line(document, line, size=size), CONTACT_MM)


def _text(document: Document, letter: FilledLetter, envelope: Envelope) -> None:
    from docx.shared import Mm, Pt  # noqa: PLC0415 - as above

    date = _line(document, envelope.date)
    date.paragraph_format.space_before = Mm(BELOW_WINDOW_MM - FLANK_MM)
    if envelope.reference:
        _line(document, f"{REFERENCE[letter.language]} {envelope.reference}")
    if envelope.greeting:
        _line(document, envelope.greeting)
    document.add_heading(_shown(letter.title), level=1)
    if letter.notice:
        _in_welsh(_line(document, letter.notice, bold=True))
    for paragraph in letter.paragraphs:
        if paragraph.heading:
            document.add_heading(_shown(paragraph.heading), level=2)
        _line(document, paragraph.text)
        for item in paragraph.items:
            if is_form(paragraph.items):
                _to_fill_in(_line(document, item))
            else:
                document.add_paragraph(_shown(item), style="List Bullet")
    # The last paragraph goes over to the next page with the closing rather than leave it there alone.
    document.paragraphs[-1].paragraph_format.keep_with_next = bool(envelope.closing)
    for number, line in enumerate(envelope.closing):
        closing = _line(document, line)
        closing.paragraph_format.space_before = Pt(0 if number else points(envelope))
        closing.paragraph_format.keep_with_next = number + 1 < len(envelope.closing)


def _to_fill_in(block: Block) -> None:
    """Put a line to write on after a text."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER  # noqa: PLC0415 - as above
    from docx.shared import Mm, Pt  # noqa: PLC0415 - as above

    block.paragraph_format.space_before = Pt(2 * SMALL_POINTS)
    block.paragraph_format.tab_stops.add_tab_stop(Mm(210 - 2 * FLANK_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)
    block.add_run("\t")


def _footer(document: Document, letter: FilledLetter, envelope: Envelope) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT  # noqa: PLC0415 - as above
    from docx.shared import Mm  # noqa: PLC0415 - as above

    line = document.sections[0].footer.paragraphs[0]
    document.styles["Footer"].paragraph_format.tab_stops.clear_all()
    line.paragraph_format.tab_stops.add_tab_stop(Mm(210 - 2 * FLANK_MM), WD_TAB_ALIGNMENT.RIGHT)
    page, of = WORDS[letter.language]
    line.add_run(showable(f"{letter.number}   {envelope.reference}") + f"\t{page} ")
    _field(line, "PAGE")
    line.add_run(f" {of} ")
    _field(line, "NUMPAGES")


def _line(document: Document, text: str, *, size: float | None = None, bold: bool = False) -> Block:
    from docx.shared import Pt  # noqa: PLC0415 - as above

    block = document.add_paragraph()
    run = block.add_run(_shown(text))
    run.font.size, run.font.bold = Pt(size) if size else None, bold or None
    return block


def _place(block: Block, box: tuple[float, float, float, float], *, exact_points: float | None = None) -> None:
    """Put a paragraph into a frame at a fixed place of the page; neighbours with the same one share it."""
    from docx.enum.text import WD_LINE_SPACING  # noqa: PLC0415 - as above
    from docx.shared import Pt  # noqa: PLC0415 - as above

    left, top, width, height = (str(round(length * TWIPS_PER_MM)) for length in box)
    frame = _element(
        "w:framePr",
        {"w": width, "h": height, "hRule": "exact", "wrap": "around", "vAnchor": "page", "hAnchor": "page"}
        | {"x": left, "y": top},
    )
    block._p.get_or_add_pPr().insert_element_before(frame, "w:widowControl", "w:spacing", "w:ind", "w:jc")  # noqa: SLF001
    block.paragraph_format.space_after = Pt(0)
    if exact_points is not None:
        block.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        block.paragraph_format.line_spacing = Pt(exact_points)


def _in_welsh(block: Block) -> None:
    for run in block.runs:
        run._r.get_or_add_rPr().append(_element("w:lang", {"val": LANGUAGES["cy"]}))  # noqa: SLF001


def _field(block: Block, instruction: str) -> None:
    """Add a number that Word works out; the instruction is ours, never a text of the letter."""
    field = _element("w:fldSimple", {"instr": instruction})
    run = block.add_run("1")
    block._p.remove(run._r)  # noqa: SLF001
    field.append(run._r)  # noqa: SLF001
    block._p.append(field)  # noqa: SLF001


def _element(name: str, attributes: dict[str, str]) -> Any:  # noqa: ANN401 - lxml's own, without types
    from docx.oxml import OxmlElement  # noqa: PLC0415 - as above

    return OxmlElement(name, {_name(f"w:{attribute}"): value for attribute, value in attributes.items()})


def _name(prefixed: str) -> str:
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    return qn(prefixed)
