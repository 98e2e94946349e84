"""Parts of the work area that open in place: the why pane, and a line or a page to type in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from console.tui.content import line, lines
from console.tui.register import ENTRY, NOTEPAD
from console.tui.widgets.editor import LineEditor

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from console.tui.content import Piece


class WhyPane(VerticalScroll, can_focus=False):
    """Rule, place in the documents, values and standing of the line under the cursor.

    It stands at the right where there is room (120 columns); elsewhere `w` or Enter opens it over the work.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._text = Static(expand=True)
        self._unread: Sequence[Piece | tuple[Piece, ...]] | None = None
        self.is_filled = False

    def compose(self) -> ComposeResult:
        """Hold one text."""
        yield self._text

    def show(self, parts: Sequence[Piece | tuple[Piece, ...]]) -> None:
        """Show these lines; a line is a piece of text or a tuple of pieces."""
        self.is_filled = bool(parts)
        self._unread = parts
        if self.display:
            self._fill()

    def notify_style_update(self) -> None:
        """Fill the pane when it opens: while it is shut its text costs no layout at each step of the cursor."""
        super().notify_style_update()
        if self.display:
            self._fill()

    def _fill(self) -> None:
        if self._unread is not None:
            self._text.update(lines(self._unread))
            self._unread = None


class EntryRow(Vertical):
    """A question for a text, in place: one line (`LineEditor`) or a page (`Notepad`). What was typed is kept."""

    class Entered(Message):
        """A text has been accepted."""

        def __init__(self, purpose: str, text: str) -> None:
            super().__init__()
            self.purpose, self.text = purpose, text

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.purpose: str | None = None
        self._drafts: dict[str, str] = {}
        self._in_question: str | None = None
        self._label = Static()
        self._line = LineEditor("> ", id="entry-line")
        self._page: Widget | None = None

    def compose(self) -> ComposeResult:
        """Hold the label and the line; the page comes when it is first wanted."""
        yield self._label
        yield self._line

    @property
    def context(self) -> str:
        """The context of commands while a text is asked for."""
        return NOTEPAD if self.has_class("-page") else ENTRY

    async def ask(self, purpose: str, label: str, *, page: bool = False) -> None:
        """Ask for a text; what was typed for this purpose before is there again."""
        self.purpose, self._in_question = purpose, None
        self._label.update(line(" " + label))
        self.set_class(page, "-page")
        self.add_class("-open")
        editor = await self._prepared_page() if page else self._line
        if isinstance(editor, LineEditor):
            editor.set_text(self._drafts.get(purpose, ""))
        else:
            editor.text = self._drafts.get(purpose, "")  # type: ignore[attr-defined]
            editor.move_cursor(editor.document.end)  # type: ignore[attr-defined]
        editor.focus()

    async def _prepared_page(self) -> Widget:
        if self._page is None:
            from console.tui.widgets.notepad import Notepad  # noqa: PLC0415 - Textual's editor is slow to import

            self._page = Notepad(id="entry-page")
            await self.mount(self._page)
        return self._page

    @property
    def text(self) -> str:
        """What stands in the line or on the page."""
        return str(self._page.text) if self.has_class("-page") and self._page is not None else self._line.value  # type: ignore[attr-defined]

    def accept(self) -> None:
        """Close and tell what was typed; the draft is used up."""
        purpose, text = self.purpose or "", self.text
        self._drafts.pop(purpose, None)
        self._close()
        self.post_message(self.Entered(purpose, text))

    def keep(self, purpose: str, text: str, *, asked: bool) -> None:
        """Keep a text that was accepted until it is written: a question about it may be left, or may not be asked."""
        self._drafts[purpose] = text
        self._in_question = purpose if asked else None

    @property
    def keeps_text(self) -> bool:
        """Whether a text waits for the question about it to be answered."""
        return self._in_question is not None

    def used(self) -> None:
        """Forget the text that was kept, now that it is written."""
        if self._in_question is not None:
            self._drafts.pop(self._in_question, None)
        self._in_question = None

    def not_used(self) -> None:
        """Leave the text that was kept where it is, now that its question has been left."""
        self._in_question = None

    def leave(self) -> None:
        """Close and keep what was typed for the next time."""
        if self.purpose is not None and self.text:
            self._drafts[self.purpose] = self.text
        self._close()

    def _close(self) -> None:
        self.purpose = None
        self.remove_class("-open", "-page")
