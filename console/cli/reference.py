"""`closeout schema` and `closeout terms`: the form of the casegroup document, and the words of the field."""

from __future__ import annotations

import json

import click

from console.cli.options import json_option, with_examples
from console.cli.output import answer_json, say


@with_examples("closeout schema > casegroup.schema.json")
@click.command()
@json_option
def schema(as_json: bool) -> int:
    """Print the JSON Schema of the casegroup document.

    With --json on one line. The schema holds what can be said of a field by itself; sums and dates that have to agree
    are checked when a file is read.
    """
    from domain.casegroup import casegroup_schema

    described = {"$schema": "https://json-schema.org/draft/2020-12/schema", **casegroup_schema()}
    click.echo(json.dumps(described, ensure_ascii=True, indent=None if as_json else 2))
    return 0


@with_examples("closeout terms", "closeout terms arrears --json")
@click.command()
@click.argument("word", required=False, default="")
@json_option
def terms(word: str, as_json: bool) -> int:
    """Say what the words of the field mean, and what is called what in systems and law: all of them, or those asked."""
    from domain.terms import find_terms

    found = find_terms(word)
    if as_json:
        answer_json([{"term": term.term, "meaning": term.meaning, "also": list(term.also)} for term in found])
    elif not found:
        say(f"No term of the field has {word!r} in it.")
    for term in () if as_json else found:
        also = f" (in systems and law also {', '.join(term.also)})" if term.also else ""
        say(f"{term.term}{also}: {term.meaning}.")
    return 0
