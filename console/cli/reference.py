"""`closeout schema`: the form of the casegroup document."""

from __future__ import annotations

import json

import click

from console.cli.options import json_option, with_examples


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
