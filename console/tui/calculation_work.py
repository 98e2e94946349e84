"""What is done with a calculation on the form: keep it with its case, write it to a PDF, or note what is not known."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from console.desk.calculations import REASONS, to_keep
from console.present.calculation import RATES, WHY
from console.present.calculation_form import field_shown, field_title
from console.present.wording import capital, pounds, sentence_end
from console.tui.asking import choice, sentence
from console.tui.widgets.question import Choice, Question
from domain.calculation.form import NOTE, SCHEME, is_not_known
from domain.errors import CloseoutError
from domain.record.requests import AddNote

if TYPE_CHECKING:
    from console.desk.calculations import Worked
    from console.desk.desk import Desk
    from console.tui.calculation_source import Form
    from domain.calculation.model import Calculation

DONE: Final = "Kept with case {case}; it is listed below. u on the casegroup undoes it."
NOTED: Final = "What is known so far is written as a note."


def keep_question(desk: Desk, form: Form, worked: Worked, casegroup_id: str) -> Question:
    """Ask for which reason a calculation is kept; one that is not known yet may be written down as a note."""
    case_ids = [form.case_ids[place - 1] for place in worked.gathered.parents]
    case_id = case_ids[0]
    if worked.calculation is None:
        return _note_question(desk, form, casegroup_id, case_id)
    note = form.texts.get(NOTE, "")
    choices = tuple(
        choice(
            desk,
            capital(WHY[why]) if why != "other" else "Another reason, as the note says",
            to_keep(worked.calculation, casegroup_id, case_ids, why, note),
            DONE.format(case=case_id),
        )
        for why in REASONS
    )
    what = f"{pounds(worked.calculation.weekly_pence)} a week, {RATES[worked.calculation.rate]}"
    notes = [f"Note: {note}" if note else "No note is typed; the last field of the form takes one."]
    return Question(title=f"Keep {what}, with case {case_id}. Why?", choices=choices, notes=notes)


def _note_question(desk: Desk, form: Form, casegroup_id: str, case_id: str) -> Question:
    """Offer to write down what is known so far: nobody can keep an amount that is not known."""
    request = AddNote(casegroup_id=casegroup_id, text=note_text(form, case_id))
    asked = choice(desk, "Write down what is known so far, as a note", request, NOTED)
    return Question(title="The weekly amount is not known, so that there is none to keep.", choices=(asked,))


def note_text(form: Form, case_id: str) -> str:
    """Say in one note what is known of a calculation, and of everything else why it is not."""
    texts = form.texts
    told = [f"Offline calculation of case {case_id}, not known yet."]
    for key in form.keys:
        text = texts.get(key, "")
        if text:
            shown = text if key == NOTE else field_shown(key, text, texts.get(SCHEME, ""))
            told.append(sentence_end(f"{field_title(key)}: {shown}"))
    return " ".join(told)


def anything_typed(form: Form) -> bool:
    """Tell whether there is anything to write down: a value typed, or why one is not known."""
    return bool(form.typed) or any(is_not_known(text) for text in form.known.values())


def pdf_question(
    desk: Desk, calculation: Calculation, worked: Worked, casegroup_id: str, kept: str, text: str
) -> Question:
    """Ask whether to write the calculation to a file; raises CloseoutError where its name will not do."""
    from console.present.calculation_pdf import refuse_other_ending, write_calculation  # noqa: PLC0415 - for a PDF
    from storage.exporters.files import refuse_taken  # noqa: PLC0415 - likewise

    path = Path(text.strip()).expanduser()
    refuse_other_ending(path)

    def commit() -> str:
        write_calculation(path, calculation, worked.compared, desk.clock.now(), about=casegroup_id, kept=kept)
        return f"Written to {path.resolve()}."

    off = None
    try:
        refuse_taken(path, replace=False)
    except CloseoutError as error:
        off = sentence(error.message.replace(", or --force to write over a file", ""))
    told = f"{pounds(calculation.weekly_pence)} a week, with every step, goes to {path}."
    asked = Choice(label=f"Write {path}", preview=lambda: [told], commit=commit, why_off=off)
    return Question(title="Calculation as a PDF", choices=(asked,), unexceptional=1)
