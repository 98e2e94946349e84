"""`closeout explain`: every answer about a casegroup with its arithmetic, entries, values, standing and source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from console.cli.options import as_at_option, edition_option, json_option, store_option, with_examples
from console.cli.output import answer_json, say, say_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from domain.assessment import Assessment
    from domain.casegroup import Casegroup
    from domain.finding import Check
    from domain.policy.model import PolicyValue
    from domain.source import Source
    from domain.validation.decision import Anomaly

INDENT: Final = "    "
# The first bullet of the documents holds the first two rules.
FROM_ONE_BULLET: Final = (1, 2)
INHIBITS: Final = frozenset({"automatically_inhibited", "manually_inhibited"})


@with_examples(
    "closeout explain S29 --as-at 2016-02-15",
    "closeout explain S29 --rule outstanding_work_items --json",
)
@click.command()
@click.argument("casegroup")
@click.option("--rule", metavar="KEY", help="Explain one rule alone.")
@as_at_option
@edition_option
@store_option
@json_option
def explain(
    casegroup: str, rule: str | None, as_at: date | None, edition: str, store: str | None, as_json: bool
) -> int:
    """Explain every answer about a casegroup as it stands.

    Each rule with the entries it looked at, the value it used, whether a document states that value, where it says so,
    and how a doubt was settled; each figure with its arithmetic. Nothing is recorded.
    """
    from console.cli.opening import open_desk

    _require_rule(rule)
    with open_desk(store, as_at, edition) as desk:
        casefile = desk.casefile(casegroup)
        assessment = desk.assess(casefile)
    if as_json:
        answer_json(_explanation_json(casefile.casegroup, assessment, rule))
    else:
        _say_explanation(casefile.casegroup, assessment, rule)
    return 0


def _require_rule(rule: str | None) -> None:
    from console.present.explain import ANOMALY_TITLES, DEFERRAL_TITLES

    known = (*DEFERRAL_TITLES, *ANOMALY_TITLES)
    if rule is not None and rule not in known:
        raise click.BadParameter(
            f"there is no rule {rule!r}; expected one of {', '.join(known)}",
            click.get_current_context(),
            param_hint="'--rule'",
        )


# ------------------------------------------------------------------------------------------------------ the answers


def _checks(assessment: Assessment, rule: str | None) -> list[Check]:
    return [check for check in assessment.deferral.checks if rule in (None, check.rule)]


def _anomalies(assessment: Assessment, rule: str | None) -> list[Anomaly]:
    return [anomaly for anomaly in assessment.anomalies if rule in (None, anomaly.rule)]


def _limits(assessment: Assessment) -> tuple[PolicyValue[Any], ...]:
    return assessment.policy.validation.discrepancy, assessment.policy.validation.account_breakdown


def _settled(interpretation: str | None) -> str | None:
    """Give the question of an interpretation, the choice by which it was settled, and why."""
    from domain.policy.interpretations import load_interpretations

    for found in load_interpretations():
        if found.id == interpretation:
            return f"{found.question} {found.choice} {found.why}"
    return None


def _bearing_on_check(check: Check) -> Iterator[str]:
    """Name the interpretations that bear on the answer of a deferral rule."""
    if check.number in FROM_ONE_BULLET:
        yield "nine-rules-eight-bullets"
    if check.answer == "not_known":
        yield "inhibit-not-known" if check.rule in INHIBITS else "not-known-counts-as-broken"


def _bearing_on_balance(assessment: Assessment) -> Iterator[str]:
    """Name the interpretations that bear on validation, anomaly rules and outcome."""
    validation = assessment.validation
    if (validation.discrepancy_pence or 0) < 0:
        yield "size-decides"
    if any(anomaly.answer == "applied" and anomaly.explained_pence for anomaly in assessment.anomalies):
        yield "rule-past-zero"
    if validation.offsetting:
        yield "offsetting"
    if validation.needs_clerical_confirmation:
        yield "clerical-validation"
    if assessment.outcome.outcome == "not_known":
        yield "validation-not-known"


# -------------------------------------------------------------------------------------------------------- in words


def _say_explanation(casegroup: Casegroup, assessment: Assessment, rule: str | None) -> None:
    from console.present.explain import deferral_sentences, outcome_sentences
    from console.present.wording import day

    policy = assessment.policy
    say(
        f"{assessment.casegroup_id} on {day(assessment.as_at)}, policy {policy.edition} ({policy.digest[:12]})",
        bold=True,
    )
    if rule is None:
        say_all(deferral_sentences(assessment.deferral))
    for check in _checks(assessment, rule):
        _say_check(check, casegroup, assessment)
    if rule is None:
        _say_validation(casegroup, assessment)
    for anomaly in _anomalies(assessment, rule):
        _say_anomaly(anomaly, casegroup)
    if rule is None:
        _say_limits(assessment)
        say("Outcome", bold=True)
        say_all(outcome_sentences(assessment))
    elif not _checks(assessment, rule) and not _anomalies(assessment, rule):
        say("Not run: the validation alone settled it, so no anomaly rule was asked.")


def _say_check(check: Check, casegroup: Casegroup, assessment: Assessment) -> None:
    from console.present.explain import DEFERRAL_TITLES, check_sentences, value_sentence
    from console.present.wording import CHECK_ANSWERS

    on = f" on case {check.case_id}" if check.case_id else ""
    say(f"Rule {check.number} {DEFERRAL_TITLES[check.rule]}{on}: {CHECK_ANSWERS[check.answer]}", bold=True)
    say_all(check_sentences(check, casegroup, assessment), INDENT)
    if check.answer in {"kept", "not_run"}:
        say(f"{INDENT}If broken, the period is {value_sentence(check.period)}")
    say_all(_source_sentences(check.source), INDENT)
    say_all(_source_sentences(check.period.source, "The period's source"), INDENT)
    say_all(_interpretation_sentences(check.period.interpretation, *_bearing_on_check(check)), INDENT)


def _say_validation(casegroup: Casegroup, assessment: Assessment) -> None:
    from console.present.explain import case_sentence, period_sentences, waterfall
    from console.present.tables import table_lines
    from console.present.wording import pounds

    rows = [
        (step.label, "" if step.amount_pence is None else pounds(step.amount_pence), step.note)
        for step in waterfall(assessment)
    ]
    lines = table_lines(("Validation", ">Amount", ""), rows)
    for number, line in enumerate(lines):
        say(line, bold=number == 0)
    for validated in assessment.validation.cases:
        say(case_sentence(validated))
        say_all(period_sentences(validated), INDENT)
        say_all(_receivable_sentences(casegroup, validated.case_id), INDENT)
    say_all(_receipt_sentences(casegroup, assessment))
    say_all(_interpretation_sentences(*_bearing_on_balance(assessment)))


def _receivable_sentences(casegroup: Casegroup, case_id: str) -> Iterator[str]:
    """Say what the balance of a case is made of."""
    from console.present.wording import PAYEES, pounds

    case = next(case for case in casegroup.cases if case.case_id == case_id)
    for receivable in case.receivables:
        if receivable.type == "child_maintenance":
            to = PAYEES.get(receivable.owed_to or "", "payee not known")
            yield f"{receivable.receivable_id}, owed to the {to}: {pounds(receivable.outstanding)} outstanding"


def _receipt_sentences(casegroup: Casegroup, assessment: Assessment) -> Iterator[str]:
    """Say what the receipts total is made of."""
    from console.present.wording import day, pounds
    from domain.account import counted

    for receipt in casegroup.receipts:
        if counted(receipt, assessment.as_at) is not False:
            on = day(receipt.received_on) if receipt.received_on else "a day not known"
            yield f"Receipt {receipt.receipt_id} on {on}: {pounds(receipt.amount)}"


def _say_anomaly(anomaly: Anomaly, casegroup: Casegroup) -> None:
    from console.present.explain import ANOMALY_TITLES, anomaly_sentences
    from console.present.wording import ANOMALY_ANSWERS, pounds

    answer = ANOMALY_ANSWERS[anomaly.answer]
    amount = f", explains {pounds(anomaly.explained_pence)}, leaves {pounds(anomaly.residual_pence)}"
    told = amount if anomaly.answer == "applied" else ""
    say(f"Anomaly rule {anomaly.number} {ANOMALY_TITLES[anomaly.rule]}: {answer}{told}", bold=True)
    say_all(anomaly_sentences(anomaly, casegroup), INDENT)
    say_all(_source_sentences(anomaly.source), INDENT)


def _say_limits(assessment: Assessment) -> None:
    from console.present.explain import value_sentence

    say("Limits", bold=True)
    for value in _limits(assessment):
        say(f"{value.key.partition('.')[2].replace('_', ' ')}: {value_sentence(value)}")
        say_all(_source_sentences(value.source), INDENT)
        say_all(_interpretation_sentences(value.interpretation), INDENT)


def _source_sentences(source: Source, title: str = "Source") -> Iterator[str]:
    from console.present.explain import source_sentence

    yield f"{title}: {source_sentence(source)} {source.says}"


def _interpretation_sentences(*interpretations: str | None) -> Iterator[str]:
    for interpretation in interpretations:
        settled = _settled(interpretation)
        if settled:
            yield f"Interpretation: {settled}"


# --------------------------------------------------------------------------------------------------------- as JSON


def _explanation_json(casegroup: Casegroup, assessment: Assessment, rule: str | None) -> dict[str, Any]:
    from console.present.answers import assessment_json
    from console.present.explain import (
        ANOMALY_TITLES,
        DEFERRAL_TITLES,
        anomaly_sentences,
        case_sentence,
        check_sentences,
        deferral_sentences,
        outcome_sentences,
        period_sentences,
    )

    checks = [
        {
            "number": check.number,
            "rule": check.rule,
            "title": DEFERRAL_TITLES[check.rule],
            "case_id": check.case_id,
            "answer": check.answer,
            "because": list(check_sentences(check, casegroup, assessment)),
            "source": _source_json(check.source),
            "value": _value_json(check.period),
            "interpretations": _settled_json(_bearing_on_check(check)),
        }
        for check in _checks(assessment, rule)
    ]
    anomalies = [
        {
            "number": anomaly.number,
            "rule": anomaly.rule,
            "title": ANOMALY_TITLES[anomaly.rule],
            "answer": anomaly.answer,
            "because": list(anomaly_sentences(anomaly, casegroup)),
            "source": _source_json(anomaly.source),
        }
        for anomaly in _anomalies(assessment, rule)
    ]
    return {
        "assessment": assessment_json(assessment),
        "deferral": {"because": list(deferral_sentences(assessment.deferral)), "rules": checks},
        "validation": [
            {
                "case_id": case.case_id,
                "because": case_sentence(case),
                "periods": list(period_sentences(case)),
                "receivables": list(_receivable_sentences(casegroup, case.case_id)),
            }
            for case in assessment.validation.cases
        ],
        "receipts": list(_receipt_sentences(casegroup, assessment)),
        "interpretations": _settled_json(_bearing_on_balance(assessment)),
        "anomalies": anomalies,
        "limits": [_value_json(value) for value in _limits(assessment)],
        "outcome": {"because": list(outcome_sentences(assessment))},
    }


def _source_json(source: Source) -> dict[str, str]:
    return {"document": source.document, "place": source.place, "says": source.says}


def _value_json(value: PolicyValue[Any]) -> dict[str, Any]:
    from console.cli.policy import value_json

    return {**value_json(value), "settled": _settled(value.interpretation)}


def _settled_json(interpretations: Iterator[str]) -> list[dict[str, str | None]]:
    return [{"interpretation": one, "settled": _settled(one)} for one in interpretations]
