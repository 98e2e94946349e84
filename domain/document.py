"""Reading a casegroup document: every fault found at once, or the casegroup."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from domain.casegroup import Casegroup
from domain.document_checks import cross_checks
from domain.errors import DocumentRefusedError, Fault, shown
from domain.identifiers import is_administrative_nino

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic_core import ErrorDetails

UNION_TAGS: Final = frozenset({"assessment", "migrated_debt_balance", "direct", "non_direct", "liability_end"})
WHOLE: Final = "document"
TOO_DEEP: Final = Fault(WHOLE, "nested too deeply", "only as many levels as the format has")


def read_casegroup(text: str | bytes) -> Casegroup:
    """Read one casegroup from JSON; raises DocumentRefusedError with every fault in it."""
    raw, faults = _parse(text)
    if faults:
        raise DocumentRefusedError(faults)
    return casegroup_from(raw)


def reread_casegroup(body: bytes) -> Casegroup:
    """Read a document again that `read_casegroup` took before; more than twice as fast, since it asks less.

    What no longer fits the format is read in full, and raises DocumentRefusedError with every fault in it.
    """
    try:
        return Casegroup.model_validate_json(body)
    except ValidationError:
        return read_casegroup(body)


def casegroup_from(raw: object) -> Casegroup:
    """Read one casegroup from JSON values already parsed; raises DocumentRefusedError with every fault."""
    faults: list[Fault] = []
    casegroup: Casegroup | None = None
    try:
        casegroup = Casegroup.model_validate(raw)
    except ValidationError as refused:
        errors = refused.errors(include_url=False)
        faults.extend(_fault(error, raw) for error in errors if not _follows_from_another(error))
    if isinstance(raw, dict):
        known = {fault.path for fault in faults}
        try:
            faults.extend(fault for fault in cross_checks(raw) if fault.path not in known)
        except RecursionError:
            faults.append(TOO_DEEP)
    if casegroup is None or faults:
        raise DocumentRefusedError(tuple(faults))
    return casegroup


def warnings_about(casegroup: Casegroup) -> tuple[Fault, ...]:
    """Give what deserves a second look in a document that is taken: the numbers of people used for administration."""
    people = [("paying_parent", casegroup.paying_parent)]
    people += [
        (f"cases[{index}].receiving_parent", case.receiving_parent) for index, case in enumerate(casegroup.cases)
    ]
    return tuple(
        Fault(
            f"{path}.nino", shown(person.nino), f"a number given to a person; {person.nino[:2]} is for administration"
        )
        for path, person in people
        if person.nino and is_administrative_nino(person.nino)
    )


def _parse(text: str | bytes) -> tuple[object, tuple[Fault, ...]]:
    """Parse JSON strictly: UTF-8, no key twice, no NaN, no half of a surrogate pair, not too deep."""
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            return None, (Fault(f"byte {error.start + 1}", f"0x{text[error.start]:02x}", "text in UTF-8"),)
    repeated: list[str] = []
    try:
        raw = json.loads(
            text,
            object_pairs_hook=lambda pairs: _record(pairs, repeated),
            parse_constant=_refuse_constant,
            parse_int=_whole_number,
        )
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        ends = error.pos >= len(text.rstrip())
        stands = "the text ends here" if ends else shown(text[error.pos : error.pos + 20])
        return None, (Fault(place, stands, f"a JSON object ({error.msg})"),)
    except RecursionError:
        return None, (TOO_DEEP,)
    except ValueError as error:
        return None, (Fault(WHOLE, str(error), "a JSON value"),)
    faults = [Fault(key, "key given twice", "each key once in a record") for key in repeated]
    if "\\ud" in text.lower() and not _can_be_written(raw):
        faults.append(Fault(WHOLE, "half of a surrogate pair", "text that can be written in UTF-8"))
    return raw, tuple(faults)


def _record(pairs: list[tuple[str, Any]], repeated: list[str]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        keys = [key for key, _ in pairs]
        repeated.extend(sorted({shown(key) for key in keys if keys.count(key) > 1}))
    return record


def _refuse_constant(name: str) -> object:
    raise ValueError(name)


def _whole_number(digits: str) -> int | float:
    """Read a number; one too long to be any of ours is kept as infinity, which no field accepts."""
    return int(digits) if len(digits) < len("10000000000000000") else float("inf")


def _can_be_written(raw: object) -> bool:
    try:
        json.dumps(raw, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _fault(error: ErrorDetails, raw: object) -> Fault:
    location = _without_tags(error["loc"], raw)
    path = path_text(location)
    value = shown(error["input"])
    context = error.get("ctx", {})
    match error["type"]:
        case "missing":
            return Fault(path, "missing", f"the key {shown(location[-1])}")
        case "extra_forbidden":
            return Fault(path, f"unknown key with value {value}", "only the keys of the format")
        case "literal_error" | "union_tag_invalid":
            expected = context.get("expected", context.get("expected_tags", ""))
            if error["type"] == "union_tag_invalid":
                path, value = f"{path}.kind", shown(error["input"]["kind"])
            return Fault(path, value, f"one of {expected}".replace(" or ", ", "))
        case "union_tag_not_found":
            return Fault(f"{path}.kind", "missing", 'the key "kind"')
        case "value_error":
            return Fault(path, value, str(context["error"]))
        case kind:
            return Fault(path, value, _expected_of_type(kind, context))


def _expected_of_type(kind: str, context: dict[str, Any]) -> str:
    words = {
        "string_type": "a text",
        "string_too_short": "a text that is not empty",
        "string_too_long": f"a text of at most {context.get('max_length')} characters",
        "bool_type": "true or false",
        "tuple_type": "a list",
        "dict_type": "an object",
        "model_type": "an object",
        "model_attributes_type": "an object",
        "too_short": "at least one entry",
    }
    return words.get(kind, kind.replace("_", " "))


def _follows_from_another(error: ErrorDetails) -> bool:
    """Tell a list called too short only because pydantic dropped its faulty entries."""
    return error["type"] == "too_short" and bool(error["input"])


def _without_tags(location: Sequence[int | str], raw: object) -> tuple[int | str, ...]:
    """Drop the names of union members that pydantic puts into a location and the document does not have."""
    path: list[int | str] = []
    here: Any = raw
    for step in location:
        if step in UNION_TAGS and not (isinstance(here, dict) and step in here):
            continue
        path.append(step)
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
    return tuple(path)


def path_text(location: Sequence[int | str]) -> str:
    """Write the place of a value as people read it: `cases[0].receivables[1].outstanding`."""
    text = ""
    for step in location:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text or WHOLE
