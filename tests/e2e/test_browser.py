"""The console in a real browser: the same work, for whoever holds the address, and for nobody else."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest

from tests.e2e.terminal import CLOSEOUT, PATIENCE_SECONDS, SOON_SECONDS, closeout, ended

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from playwright.sync_api import BrowserContext, Page, WebSocket

pytestmark = pytest.mark.e2e
CODES = re.compile(r"\x1b\[[0-9;:?]*[ -/]*[@-~]")
in_a_browser = pytest.mark.needs_browser


class Answer(NamedTuple):
    """What was answered without a browser."""

    status: int
    headers: Message
    body: bytes


class Served:
    """A server of the console of a training store, and what it told."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "training.db"
        arguments = [str(CLOSEOUT), "serve", "--training", "--store", str(self.store), "--json"]
        self.process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.address = self.told()

    def told(self) -> str:
        """Read the next address that is told."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.stderr and self.process.stderr.read()
        answer = json.loads(line)
        assert answer["training"] is True
        assert answer["store"] == str(self.store)
        return str(answer["address"])

    def ask(self, path: str, **headers: str) -> Answer:
        """Ask for something without a browser, with headers a browser could not be made to send."""
        parts = urlsplit(self.address)
        assert parts.hostname is not None
        with closing(HTTPConnection(parts.hostname, parts.port, timeout=PATIENCE_SECONDS)) as connection:
            connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            with connection.getresponse() as answer:
                return Answer(answer.status, answer.headers, b"" if answer.status == 101 else answer.read())

    def consoles(self) -> list[Path]:
        """Find the consoles it has started, as the operating system shows them."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text("ascii").split()
        return [Path("/proc", child) for child in children]

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """End it, and give its exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_SECONDS)


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Serve a training store, and end the server in the end."""
    server = Served(folder)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.end(signal.SIGTERM)
        server.process.communicate()


class Watched:
    """A page with the console in it: what it asked for, and what was sent to its screen."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.asked: list[str] = []
        self.faults: list[str] = []
        self._pictures: list[bytes] = []
        self.page: Page = context.new_page()
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("websocket", self._listen)
        self.page.goto(address)

    def _listen(self, socket: WebSocket) -> None:
        self.asked.append(socket.url)
        socket.on("framereceived", lambda data: self._pictures.append(data if isinstance(data, bytes) else b""))

    def wait_for(self, text: str, seconds: float = PATIENCE_SECONDS) -> bool:
        """Wait until a text was painted since the last wait; fails where it never is."""
        until = monotonic() + seconds
        while text not in (painted := b"".join(self._pictures).decode("utf-8", "replace")):
            if monotonic() > until:
                assert seconds < PATIENCE_SECONDS, f"{text!r} was not painted: {CODES.sub('', painted)[-2000:]}"
                return False
            self.page.wait_for_timeout(50)
        self._pictures.clear()
        return True

    def types_until(self, key: str, text: str) -> None:
        """Press a key that may be pressed twice until a text is there: a question drops keys typed too early."""
        until = monotonic() + PATIENCE_SECONDS
        self.types(key)
        while not self.wait_for(text, SOON_SECONDS):
            assert monotonic() < until, f"{text!r} was not painted"
            self.types(key)

    def types(self, *keys: str) -> None:
        """Press keys, as the browser names them."""
        for key in keys:
            self.page.keyboard.press(key)


@contextmanager
def browser(**options: Any) -> Iterator[BrowserContext]:
    """Open a browser that remembers nothing."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=shutil.which("chromium"))
        yield opened.new_context(viewport={"width": 900, "height": 520}, **options)
        opened.close()


@in_a_browser
def test_work_done_in_a_browser_is_in_the_journal_and_nothing_came_from_another_machine(tmp_path: Path) -> None:
    with served(tmp_path) as server, browser() as context:
        page = Watched(context, server.address)
        page.wait_for("TRAINING")
        assert page.page.title() == "TRAINING: Closeout"
        page.types(":", "S", "1", "5", "Enter")
        page.wait_for("MARSH Elsie")
        page.types("o")
        page.wait_for("Record the outcome")
        page.types_until("1", "This will be written:")
        page.types_until("y", "The outcome is recorded: validated.")
        page.types(":", "q", "Enter")
        page.page.get_by_role("link", name="Open it again").wait_for()
        assert {urlsplit(asked).netloc for asked in page.asked} == {urlsplit(server.address).netloc}
        assert not page.faults
        page.types("Enter")  # The way back has the keyboard; it opens on the same casegroup.
        page.wait_for("MARSH Elsie")
        assert server.end() == 0
    listed = closeout("--store", server.store, "journal", "list", "S15", "--json").stdout.splitlines()
    assert [json.loads(line)["kind"] for line in reversed(listed)] == [
        "facts_received", "deferral_checked", "balance_validated",
    ]  # fmt: skip


@in_a_browser
def test_what_is_copied_is_in_the_clipboard_of_the_browser(tmp_path: Path) -> None:
    with served(tmp_path) as server, browser(permissions=["clipboard-read", "clipboard-write"]) as context:
        page = Watched(context, server.address)
        page.wait_for("S01")
        page.types("c")
        page.wait_for("Copied the casegroup number: S01.")
        assert page.page.evaluate("navigator.clipboard.readText()") == "S01"


@in_a_browser
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_console_outlives_its_server(tmp_path: Path, how: signal.Signals) -> None:
    with served(tmp_path) as server, browser() as context:
        Watched(context, server.address).wait_for("Worklist")
        (console,) = server.consoles()
        assert server.end(how) == (0 if how != signal.SIGKILL else -signal.SIGKILL)
        ended(console)


@in_a_browser
def test_a_closed_page_ends_its_console_and_another_page_has_its_own(tmp_path: Path) -> None:
    with served(tmp_path) as server, browser() as context:
        page = Watched(context, server.address)
        page.wait_for("Worklist")
        other = Watched(context, page.page.url)
        other.wait_for("Worklist")
        first, second = server.consoles()
        page.page.close()
        ended(first)
        other.types("F8")
        other.wait_for("of the whole store")
        assert server.consoles() == [second]


def test_an_address_lets_one_browser_in_and_the_next_one_is_told(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        first = urlsplit(server.address)
        come_in = server.ask(first.path)
        assert come_in.status == 303
        room, cookie = come_in.headers["Location"], come_in.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        assert f"Path={room}" in cookie
        again = server.ask(first.path)
        assert (again.status, b"has been used" in again.body) == (403, True)
        given = cookie.partition(";")[0]
        assert server.ask(room, Cookie=given).status == 200
        assert server.ask(room).status == 403
        assert server.ask(room, Cookie=f"{given}x").status == 403
        second = urlsplit(server.told())
        assert second.netloc == first.netloc
        assert server.ask(second.path).status == 303


def test_only_its_own_pages_at_its_own_address_are_answered(tmp_path: Path) -> None:
    with served(tmp_path) as server:
        own = urlsplit(server.address).netloc
        page = server.ask("/page.js")
        assert page.status == 200
        rules = page.headers["Content-Security-Policy"]
        assert "default-src 'none'" in rules
        assert "frame-ancestors 'none'" in rules
        assert "://" not in rules.replace("ws://127.0.0.1:", "").replace("ws://localhost:", "")
        assert server.ask("/page.js", Host="caseload.example").status == 403
        assert server.ask("/page.js", Origin="http://caseload.example").status == 403
        come_in = server.ask(urlsplit(server.address).path)
        socket = {
            "Cookie": come_in.headers["Set-Cookie"].partition(";")[0],
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec_WebSocket_Version": "13",
            "Sec_WebSocket_Key": "Y2xvc2VvdXQtY2xvc2VvdQ==",
        }
        place = come_in.headers["Location"] + "ws"
        assert server.ask(place, **socket).status == 403
        assert server.ask(place, **socket, Origin="http://caseload.example").status == 403
        assert server.ask(place, Origin=f"http://{own}", **{**socket, "Cookie": "x=y"}).status == 403
        assert server.consoles() == []
        assert server.ask(place, Origin=f"http://{own}", **socket).status == 101
