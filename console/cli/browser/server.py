"""The server of the console in a browser: on this machine alone, by a secret address that works once.

Whoever reaches the page works as the operating-system user who started the server, so it has to be hard to reach for
everybody else: it listens on the loopback only, an address lets one browser in and is then spent, what lets that
browser come back is kept from scripts and from other servers of this machine, and pages that are somewhere else can
neither frame the console nor speak to it. Nothing is loaded from another machine.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
import signal
from contextlib import suppress
from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Any, Final

from aiohttp import web
from aiohttp.web_runner import GracefulExit
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

if TYPE_CHECKING:
    import socket
    from asyncio.subprocess import Process
    from collections.abc import Awaitable, Callable, Sequence

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SECRET_BYTES: Final = 24
HEARTBEAT_SECONDS: Final = 15
SECONDS_TO_END: Final = 5
FONT_PIXELS: Final = 16
MOST_CELLS: Final = 1000
SPENT: Final = (
    "This address has been used, or was copied in part. The terminal in which closeout serve runs shows the one that "
    "works now.\n"
)
ELSEWHERE: Final = "The console is reached only at its own address on this machine.\n"


class ServedConsole(AppService):
    """One console, for one page: a program of its own, which ends with the page."""

    def __init__(self, arguments: Sequence[str], told: Callable[[str], None], **options: Any) -> None:  # noqa: ANN401
        super().__init__("", **options)
        self._arguments = tuple(arguments)
        self._told = told
        self._program: Process | None = None

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        """Say UTF-8 whatever the terminal of the server says: the page shows every letter."""
        return {**super()._build_environment(width, height), "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8"}

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Start the program itself, with no shell between that would read its arguments another way."""
        self._process = self._program = await asyncio.create_subprocess_exec(
            *self._arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._build_environment(width, height),
        )
        assert self._program.stdin is not None
        self._stdin = self._program.stdin
        return self._program

    async def run(self) -> None:
        """Carry what is shown to the page until the program ends; one that ends in trouble is told of."""
        await super().run()
        if self._program is not None and (code := await self._program.wait()):
            self._told(f"A console ended with exit code {code}.")
        await self.remote_close()


class ConsoleServer(Server):
    """Lets browsers of this machine open consoles of one store."""

    def __init__(
        self,
        arguments: Sequence[str],
        listening: socket.socket,
        *,
        title: str,
        told: Callable[[str], None],
        invite: Callable[[str], None],
        statics_path: str = "./static",
    ) -> None:
        """Serve what the arguments start on a socket that listens.

        `told` is given lines for the terminal, `invite` each address that lets one browser in.
        """
        address, port = listening.getsockname()[:2]
        shown = f"[{address}]" if ":" in address else address
        super().__init__("", shown, port, title, f"http://{shown}:{port}", statics_path=statics_path)
        self._arguments = tuple(arguments)
        self._listening = listening
        self._told = told
        self._invite = invite
        self._ways_here = {shown, "localhost"} if port == 80 else {f"{shown}:{port}", f"localhost:{port}"}
        self._room = secrets.token_urlsafe(SECRET_BYTES)
        self._pass = secrets.token_urlsafe(SECRET_BYTES)
        self._ticket = secrets.token_urlsafe(SECRET_BYTES)
        self._open: set[web.WebSocketResponse] = set()

    @property
    def address(self) -> str:
        """Give the address that lets one browser in."""
        return f"{self.public_url}/enter/{self._ticket}"

    def initialize_logging(self) -> None:
        """Keep logs of requests from the terminal: they would show the secrets of the addresses."""
        logging.getLogger("textual-serve").addHandler(logging.NullHandler())
        logging.getLogger("textual-serve").propagate = False

    def serve(self, debug: bool = False) -> None:  # noqa: FBT002 - the signature is the library's
        """Serve until told to end (Ctrl+C, or SIGTERM)."""
        self.debug = debug
        self.initialize_logging()
        loop = asyncio.new_event_loop()
        with suppress(NotImplementedError):  # Not every operating system lets a loop hear signals.
            loop.add_signal_handler(signal.SIGINT, self.request_exit)
            loop.add_signal_handler(signal.SIGTERM, self.request_exit)
        with suppress(GracefulExit, KeyboardInterrupt):
            web.run_app(
                self._make_app(),
                sock=self._listening,
                handle_signals=False,
                loop=loop,
                print=None,
                access_log=None,
                shutdown_timeout=SECONDS_TO_END,
            )

    async def _make_app(self) -> web.Application:
        """Make the site: the way in, the page with its socket under a secret place, and the library's own files."""
        site = web.Application(middlewares=[self._guard])
        site.add_routes(
            [
                web.get("/enter/{ticket}", self._enter),
                web.get(f"/{self._room}/", self._page),
                web.get(f"/{self._room}/ws", self.handle_websocket),
                web.get("/page.js", self._script),
                web.static("/static", self.statics_path),
            ]
        )
        site.on_startup.append(self.on_startup)
        site.on_shutdown.append(self.on_shutdown)
        return site

    async def on_startup(self, app: web.Application) -> None:
        """Say where it is."""
        del app
        self._invite(self.address)

    async def on_shutdown(self, app: web.Application) -> None:
        """End every console; what each of them wrote is kept."""
        del app
        for page in tuple(self._open):
            await page.close()

    # ------------------------------------------------------------------------------------------------- who comes in

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer only what is asked at our own address, and let no other page make use of ours.

        A page of another site can point its own name at this machine; the name it was asked by gives that away.
        """
        origin = request.headers.get("Origin")
        strange = origin is not None and origin.removeprefix("http://") not in self._ways_here
        if request.host not in self._ways_here or strange:
            response: web.StreamResponse = web.Response(status=403, text=ELSEWHERE)
        else:
            try:
                response = await handler(request)
            except web.HTTPException as refused:
                response = refused
        if not response.prepared:
            response.headers.update(self._headers())
        return response

    def _headers(self) -> dict[str, str]:
        sockets = " ".join(f"ws://{way}" for way in sorted(self._ways_here))
        allowed = {
            "default-src": "'none'",
            "script-src": "'self' 'wasm-unsafe-eval'",
            "style-src": "'self' 'unsafe-inline'",
            "font-src": "'self'",
            "img-src": "'self' data: blob:",
            "connect-src": sockets,
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'",
        }
        return {
            "Content-Security-Policy": "; ".join(f"{what} {where}" for what, where in allowed.items()),
            "Cache-Control": "no-store",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }

    @property
    def _pass_name(self) -> str:
        """Name the cookie by the port: two servers on one machine would else take each other's away."""
        return f"closeout-{self.port}"

    def _is_let_in(self, request: web.Request) -> bool:
        return secrets.compare_digest(request.cookies.get(self._pass_name, "").encode(), self._pass.encode())

    async def _enter(self, request: web.Request) -> web.StreamResponse:
        """Let one browser in; the address is spent with that, and the next one is told to the terminal."""
        if not secrets.compare_digest(request.match_info["ticket"].encode(), self._ticket.encode()):
            return web.Response(status=403, text=SPENT)
        self._ticket = secrets.token_urlsafe(SECRET_BYTES)
        let_in = web.Response(status=303, headers={"Location": f"/{self._room}/"})
        # Kept to its place: a cookie goes to every port of a machine, and other ports may be other people's.
        let_in.set_cookie(self._pass_name, self._pass, path=f"/{self._room}/", httponly=True, samesite="Strict")
        self._invite(self.address)
        return let_in

    # --------------------------------------------------------------------------------------------- the page, its socket

    async def _page(self, request: web.Request) -> web.StreamResponse:
        if not self._is_let_in(request):
            return web.Response(status=403, text=SPENT)
        filled = Template(_part("page.html")).substitute(
            title=self.title,
            socket=f"ws://{request.host}/{self._room}/ws",
            font_size=max(6, min(to_int(request.query.get("fontsize", ""), FONT_PIXELS), 60)),
        )
        return web.Response(text=filled, content_type="text/html")

    async def _script(self, request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(text=_part("page.js"), content_type="text/javascript")

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Carry keys and pictures between one page and its console."""
        if not self._is_let_in(request) or request.headers.get("Origin") is None:
            raise web.HTTPForbidden(text=SPENT)
        width, height = (
            max(1, min(to_int(request.query.get(name, ""), usual), MOST_CELLS))
            for name, usual in (("width", 80), ("height", 24))
        )
        page = web.WebSocketResponse(heartbeat=HEARTBEAT_SECONDS)
        await page.prepare(request)
        self._open.add(page)
        console = ServedConsole(
            self._arguments,
            self._told,
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=page.close,
            download_manager=self.download_manager,
        )
        try:
            await console.start(width, height)
            await self._process_messages(page, console)
        except (ConnectionError, ValueError, LookupError, TypeError, AssertionError):
            self._told("A page said what no page of ours says; its console is closed.")
        finally:
            self._open.discard(page)
            await console.stop()
            await page.close()
        return page


def _part(name: str) -> str:
    """Read a part of the page."""
    return (resources.files("console.cli.browser") / name).read_text(encoding="utf-8")
