"""Whether the console has come to rest: the one place that looks inside Textual's message pumps.

Textual has no public way to ask "has everything that the last key started now been done?". A pump at rest has an
empty queue and waits on it; a pump that composes, handles a message or awaits something does not. The names used
here are private to Textual and asyncio, so `tests/console/test_key_gate.py` fails if one of them changes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.screen import Screen


def at_rest(pump: MessagePump) -> bool:
    """Whether a pump has nothing to do and is waiting for a message."""
    queue: Any = pump._message_queue  # noqa: SLF001
    return not queue.values and bool(queue.ready_event._waiters) and pump._pending_message is None  # noqa: SLF001


def ended(pump: MessagePump) -> bool:
    """Whether a pump has stopped for good, closed or failed, so that nobody need wait for it."""
    task = pump._task  # noqa: SLF001
    return pump._closed or (pump._is_mounted and (task is None or task.done()))  # noqa: SLF001


def app_has_nothing_queued(app: App[Any]) -> bool:
    """Whether nothing waits behind the message that the application handles now."""
    queue: Any = app._message_queue  # noqa: SLF001
    return not queue.values and not app._next_callbacks  # noqa: SLF001


def widgets_at_rest(app: App[Any]) -> bool:
    """Whether every widget and screen is mounted and waiting; the application itself is not asked."""
    return not any(
        node is not app and not at_rest(node) and not ended(node)
        for node in app._registry  # noqa: SLF001
    )


def app_at_rest(app: App[Any]) -> bool:
    """Whether the application and everything in it is waiting."""
    return at_rest(app) and not app._next_callbacks and widgets_at_rest(app)  # noqa: SLF001


def drawn(screen: Screen[Any]) -> bool:
    """Whether a screen has been laid out and painted, with no callback still waiting for the paint."""
    return not (
        screen._layout_required  # noqa: SLF001
        or screen._repaint_required  # noqa: SLF001
        or screen._scroll_required  # noqa: SLF001
        or screen._recompose_required  # noqa: SLF001
        or screen._dirty_widgets  # noqa: SLF001
        or screen._callbacks  # noqa: SLF001
    ) and bool(screen.size)
