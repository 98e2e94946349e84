"""Parts of the work area that open in place: the why pane, and a line or a page to type in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.geometry import Size
from textual.message import Message
from textual.reactive import Reactive
from textual.widgets import Static

from console.tui.content import Toned, line, lines
from console.tui.register import ENTRY, NOTEPAD
from console.tui.widgets.editor import LineEditor
from console.tui.widgets.line import LineWidget

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from textual.app import ComposeResult
    from textual.widget import Widget

    from console.tui.content import Piece


class ReadingText(VerticalScroll, can_focus=False):
    """A text that scrolls; it tells when another part of it is shown."""

    class Moved(Message):
        """Another part of the text is shown, or there is more or less room for it."""

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tell that another part is shown."""
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def watch_virtual_size(self) -> None:
        """Tell that the text is longer or shorter."""
        self.post_message(self.Moved())

    def on_resize(self) -> None:
        """Tell that there is more or less room."""
        self.post_message(self.Moved())


class _Text(Static):
    """A text in a page that scrolls."""

    # What a text takes follows from the layout; Textual would lay out all of it once more for that.
    virtual_size = Reactive(Size(0, 0), layout=False)


class WhyPane(Vertical, can_focus=True):
    """Rule, place in the documents, values and standing of the line under the cursor.

    It stands at the right where there is room (120 columns); elsewhere `w` or Enter opens it over the work. What is
    longer than the pane scrolls while it has the focus, and its last line says that there is more.
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._text = _Text(expand=True)
        self._scroll = ReadingText()
        self._sign = LineWidget(id="why-sign")
        self._parts: Sequence[Piece | tuple[Piece, ...]] = ()
        self._is_read = True

    def compose(self) -> ComposeResult:
        """Hold one text, and the line that says that there is more."""
        with self._scroll:
            yield self._text
        yield self._sign

    @property
    def overflows(self) -> bool:
        """Whether the text is longer than the pane."""
        return self._scroll.max_scroll_y > 0

    def on_reading_text_moved(self) -> None:
        """Say what there is above and below."""
        above = round(self._scroll.scroll_y)
        below = round(self._scroll.max_scroll_y) - above
        self._sign.display = above + below > 0
        said = [f"more below: PgDn ({below})"] if below > 0 else ["the end"]
        said += [f"above: PgUp ({above})"] if above else []
        self._sign.show([Toned(f"-- {'; '.join(said)} --", "strong")])

    def read_on(self, key: str) -> None:
        """Scroll as a key says; keypads send the same names."""
        height = max(1, self._scroll.size.height - 1)
        top, last = round(self._scroll.scroll_y), round(self._scroll.max_scroll_y)
        place = {
            "up": top - 1,
            "k": top - 1,
            "down": top + 1,
            "j": top + 1,
            "pageup": top - height,
            "pagedown": top + height,
            "home": 0,
            "end": last,
        }[key]
        self._scroll.scroll_to(y=max(0, min(place, last)), animate=False, immediate=True)

    def show(self, parts: Sequence[Piece | tuple[Piece, ...]]) -> None:
        """Show these lines; a line is a piece of text or a tuple of pieces. The same again stay where they are read."""
        if parts == self._parts:
            return
        self._parts, self._is_read = parts, False
        if self.display:
            self._fill()

    def notify_style_update(self) -> None:
        """Fill the pane when it opens: while it is shut its text costs no layout at each step of the cursor."""
        super().notify_style_update()
        if self.display:
            self._fill()

    def _fill(self) -> None:
        if not self._is_read:
            self._text.update(lines(self._parts))
            self._is_read = True
            self._scroll.scroll_home(animate=False, immediate=True)


class EntryRow(Vertical):
    """A question for a text, in place: one line (`LineEditor`) or a page (`Notepad`). What was typed is kept.

    It stays open until its text has led to a question or it is left: nothing typed at it can run as a command.
    """

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
        self._label = Static(classes="asked")
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

    def begin_with(self, purpose: str, text: str) -> None:
        """Have a text stand in the line when it is asked for, unless something was typed for this purpose before."""
        self._drafts.setdefault(purpose, text)

    async def ask(self, purpose: str, label: str, *, page: bool = False) -> None:
        """Ask for a text; what was typed for this purpose before is there again."""
        self.purpose, self._in_question = purpose, None
        self._label.update(line(label))
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
        """Tell what was typed; the line stays open until `taken` says that it will do."""
        if self.purpose is not None:
            self.post_message(self.Entered(self.purpose, self.text))

    def taken(self) -> None:
        """Close, because a question about the text comes; it may be left, so the text is kept until it is written."""
        if self.purpose is not None:
            self._drafts[self.purpose], self._in_question = self.text, self.purpose
        self._close()

    @property
    def keeps_text(self) -> bool:
        """Whether a text waits for the question about it to be answered."""
        return self._in_question is not None

    def used(self) -> None:
        """Forget the text that was kept, now that it is written."""
        if self._in_question is not None:
            self.forget([self._in_question])
        self._in_question = None

    def forget(self, purposes: Iterable[str]) -> None:
        """Forget what was typed for some purposes."""
        for purpose in purposes:
            self._drafts.pop(purpose, None)

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
