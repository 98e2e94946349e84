"""The rules of the weekly amount, each a step of its own; amounts are whole pence after every step, half up."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from domain.calculation.model import Step
from domain.money import DAYS_PER_WEEK, in_pounds
from domain.policy.model import Scheme2012Policy
from domain.source import Source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from domain.calculation.model import Question, Rate, ReceivingParent
    from domain.policy.model import Percentages, PolicyValue, SchemePolicy

PENNY: Final = 1
# The law's year for this purpose, leap year or not (SI 2012/2677, regulation 35(1)(c)).
DAYS_PER_YEAR: Final = 365
ACT: Final = "Child Support Act 1991, Schedule 1"

INCOME: Final = Source(
    "law", f"{ACT}, paragraph 10", "Maintenance is worked out from the paying parent's weekly income."
)
YEARLY_INCOME: Final = Source(
    "law", "SI 2012/2677, regulation 35(1)", "A year's income is divided by 365 and multiplied by 7."
)
BENEFIT: Final = Source(
    "law", f"{ACT}, paragraph 4(1)(b)", "A prescribed benefit gives the flat rate whatever the other income."
)
APPORTIONMENT: Final = Source(
    "law",
    f"{ACT}, paragraph 6",
    "Receiving parents share the rate by the number of qualifying children each cares for.",
)
WEEKLY: Final = Source("law", f"{ACT}, paragraph 1(2)", "The rate, apportioned, then adjusted for shared care.")


def half_up(exact_pence: Fraction, unit_pence: int = PENNY) -> int:
    """Round an amount of nothing or more to a whole number of units, half a unit up; gives pence."""
    return unit_pence * int(exact_pence / unit_pence + Fraction(1, 2))


# ------------------------------------------------------------------------------------------------------------- income


def income_by_the_week(question: Question) -> Step:
    """Income counts by the week; a year's is divided by 365 and multiplied by 7."""
    if not question.yearly:
        kind = "Net" if question.scheme == "2003" else "Gross"
        return Step("income", question.income_pence, f"{kind} weekly income as given.", INCOME)
    amount_pence = half_up(Fraction(question.income_pence * DAYS_PER_WEEK, DAYS_PER_YEAR))
    working = f"{in_pounds(question.income_pence)} a year ÷ {DAYS_PER_YEAR} × {DAYS_PER_WEEK}."
    doubt = "yearly-net-income" if question.scheme == "2003" else None
    return Step("income", amount_pence, working, YEARLY_INCOME, interpretation=doubt)


def income_cap(income_pence: int, policy: SchemePolicy) -> Step | None:
    """Income above the cap is left out of account."""
    cap = policy.income_cap
    if income_pence <= cap.value.pence:
        return None
    rule = f"Weekly income counts up to {in_pounds(cap.value.pence)}."
    return Step("income_cap", cap.value.pence, rule, cap.source, (cap,))


# --------------------------------------------------------------------------------------------------------------- rate


def rate_for(question: Question, income_pence: int, policy: SchemePolicy) -> Rate:
    """Choose the rate by benefit and by the weekly income; whether basic or basic plus shows after the income's cut."""
    if question.on_benefit:
        return "flat"
    if not policy.flat_rate_from.value.reached_by(income_pence):
        return "nil"
    if not policy.reduced_rate_from.value.reached_by(income_pence):
        return "flat"
    if not policy.basic_rate_from.value.reached_by(income_pence):
        return "reduced"
    after_cut = cut_for_other_children(question, income_pence, policy)
    if isinstance(policy, Scheme2012Policy) and policy.basic_plus_from.value.reached_by(after_cut):
        return "basic_plus"
    return "basic"


def cut_for_other_children(question: Question, income_pence: int, policy: SchemePolicy) -> int:
    """Give the income in pence that is left after the cut for relevant other children."""
    if not question.other_children:
        return income_pence
    return half_up(income_pence * (1 - policy.income_cut_for_other_children.value.at(question.other_children - 1)))


def nil_rate(policy: SchemePolicy) -> tuple[Step, ...]:
    """Nothing is payable on so small an income."""
    least = policy.flat_rate_from
    rule = f"Weekly income is below {in_pounds(least.value.amount_pence)}: nothing is payable."
    return (Step("nil_rate", 0, rule, least.source, (least,)),)


def flat_rate(question: Question, income_pence: int, policy: SchemePolicy) -> tuple[Step, ...]:
    """A fixed amount is payable on a small income or on a prescribed benefit."""
    flat, most = policy.flat_rate, policy.reduced_rate_from
    if question.on_benefit:
        doubt = None
        if not policy.flat_rate_from.value.reached_by(income_pence):
            doubt = "benefit-and-small-income"
        elif question.scheme == "2003" and any(map(policy.shared_care.value.part, _all_nights(question))):
            doubt = "benefit-and-nights-2003"
        rule = "Flat rate: a prescribed benefit is paid."
        return (Step("flat_rate", flat.value.pence, rule, BENEFIT, (flat,), interpretation=doubt),)
    rule = f"Flat rate: weekly income is {in_pounds(most.value.amount_pence)} or less."
    return (Step("flat_rate", flat.value.pence, rule, most.source, (flat, most)),)


def _all_nights(question: Question) -> list[int]:
    return [nights for parent in question.receiving_parents for nights in parent.nights]


def reduced_rate(question: Question, income_pence: int, policy: SchemePolicy) -> tuple[Step, ...]:
    """The flat rate, and a share of what the income has above the foot of the reduced rate."""
    flat, foot = policy.flat_rate, policy.reduced_rate_from
    table = (policy.reduced_rate_one_child, policy.reduced_rate_two_children, policy.reduced_rate_three_or_more)
    shares = table[min(question.children, len(table)) - 1]
    share = shares.value.at(question.other_children)
    above_pence = income_pence - foot.value.amount_pence
    exact = flat.value.pence + above_pence * share
    rule = (
        f"Reduced rate for {counted(question.children, 'qualifying child', 'qualifying children')} and "
        f"{counted(question.other_children, 'relevant other child', 'relevant other children')}: "
        f"{in_pounds(flat.value.pence)} + {percent(share)} of {in_pounds(above_pence)} = {exactly(exact)}."
    )
    return _rounded("reduced_rate", exact, rule, shares, (flat, foot, shares), policy)


def basic_rate(question: Question, income_pence: int, policy: SchemePolicy) -> tuple[Step, ...]:
    """A share of the income after its cut for relevant other children; above a band the 2012 scheme's is lower."""
    after_cut = cut_for_other_children(question, income_pence, policy)
    cut = () if not question.other_children else (_cut_step(question, income_pence, after_cut, policy),)
    place, share = question.children - 1, policy.basic_rate.value.at(question.children - 1)
    whom = counted(question.children, "qualifying child", "qualifying children")
    if isinstance(policy, Scheme2012Policy) and policy.basic_plus_from.value.reached_by(after_cut):
        band, above_share = policy.basic_plus_from, policy.basic_plus_rate.value.at(place)
        band_pence = band.value.amount_pence
        above_pence = after_cut - band_pence
        exact = band_pence * share + above_pence * above_share
        rule = (
            f"Basic plus rate for {whom}: {percent(share)} of {in_pounds(band_pence)} + {percent(above_share)} of "
            f"{in_pounds(above_pence)} = {exactly(exact)}."
        )
        used = (policy.basic_rate, band, policy.basic_plus_rate)
        return (*cut, *_rounded("basic_plus_rate", exact, rule, policy.basic_plus_rate, used, policy))
    exact = after_cut * share
    rule = f"Basic rate for {whom}: {percent(share)} of {in_pounds(after_cut)} = {exactly(exact)}."
    return (*cut, *_rounded("basic_rate", exact, rule, policy.basic_rate, (policy.basic_rate,), policy))


def _cut_step(question: Question, income_pence: int, after_cut: int, policy: SchemePolicy) -> Step:
    cut = policy.income_cut_for_other_children
    share = percent(cut.value.at(question.other_children - 1))
    whom = counted(question.other_children, "relevant other child", "relevant other children")
    rule = f"Income of {in_pounds(income_pence)} less {share} for {whom}."
    return Step("other_children", after_cut, rule, cut.source, (cut,))


def _rounded(
    name: str,
    exact: Fraction,
    rule: str,
    main: PolicyValue[Percentages],
    used: tuple[PolicyValue[Any], ...],
    policy: SchemePolicy,
) -> tuple[Step, ...]:
    """Give the step of a rate and, where the scheme rounds it to more than the penny, the step that does so."""
    step = Step(name, half_up(exact), rule, main.source, used)
    unit = policy.rate_rounded_to
    if unit.value.pence == PENNY:
        return (step,)
    # Rounded once, from the exact figure: rounding the rounded one could go up where the law goes down.
    rounding = f"{exactly(exact)} rounded to the nearest {in_pounds(unit.value.pence)}, half up."
    return step, Step("rounding", half_up(exact, unit.value.pence), rounding, unit.source, (unit,))


# ------------------------------------------------------------------------------------------------ between the parents


def apportion(amount_pence: int, children: Sequence[int]) -> tuple[int, ...]:
    """Share an amount by numbers of children so that the parts add up to it, in pence.

    Each part is first rounded down; the pennies left go one each to the parts that lost the largest fraction of a
    penny, and among equals to the one named first.
    """
    everyone = sum(children)
    parts = [amount_pence * number // everyone for number in children]
    left = amount_pence - sum(parts)
    by_fraction_lost = sorted(range(len(parts)), key=lambda place: -(amount_pence * children[place] % everyone))
    for place in by_fraction_lost[:left]:
        parts[place] += PENNY
    return tuple(parts)


def apportionment(rate_pence: int, receiving_parents: Sequence[ReceivingParent]) -> tuple[Step, ...]:
    """Several receiving parents share the rate by the number of qualifying children each cares for."""
    children = [parent.children for parent in receiving_parents]
    if len(children) == 1:
        return ()
    in_whole_pence = all(rate_pence * number % sum(children) == 0 for number in children)
    return tuple(
        Step(
            "apportionment",
            part_pence,
            f"Part of {in_pounds(rate_pence)} for {number} of {sum(children)} qualifying children; all parts add up.",
            APPORTIONMENT,
            receiving_parent=place,
            interpretation=None if in_whole_pence else "odd-penny",
        )
        for place, (part_pence, number) in enumerate(
            zip(apportion(rate_pence, children), children, strict=True), start=1
        )
    )


def shared_care(
    amount_pence: int, parent: ReceivingParent, place: int | None, policy: SchemePolicy
) -> tuple[Step, ...]:
    """Nights with the paying parent cut the amount: by the mean of the children's parts, then by pounds a child."""
    bands = policy.shared_care
    parts = [bands.value.part(nights) for nights in parent.nights]
    part = sum(parts, Fraction(0)) / parent.children
    if not part:
        return ()
    left_pence = half_up(amount_pence * (1 - part))
    rule = f"{in_pounds(amount_pence)} less {_parts(parts, part)} for nights a year with the paying parent."
    steps = [Step("shared_care", left_pence, rule, bands.source, (bands,), place)]
    at_half = parts.count(bands.value.widest)
    if at_half:
        further = policy.further_decrease_for_each_child
        less_pence = further.value.pence * at_half
        # One receiving parent's amount ends at nothing; it does not eat into another's.
        after_pence = max(0, left_pence - less_pence)
        whom = counted(at_half, "child", "children")
        rule = f"{in_pounds(left_pence)} less {in_pounds(further.value.pence)} for {whom} with half the nights."
        steps.append(Step("further_decrease", after_pence, rule, further.source, (further,), place))
    return tuple(steps)


def _parts(parts: Sequence[Fraction], part: Fraction) -> str:
    """Write the part taken off, with how it came about where children differ."""
    if len(set(parts)) == 1:
        return str(part)
    return f"{part} (({' + '.join(str(each) for each in parts)}) ÷ {len(parts)} children)"


def nil_on_benefit(parent: ReceivingParent, place: int | None, policy: SchemePolicy) -> Step | None:
    """On the flat rate by benefit, nothing is payable where a child spends so many nights with the paying parent."""
    if not isinstance(policy, Scheme2012Policy) or max(parent.nights) < policy.nil_on_benefit_from.value.count:
        return None
    least = policy.nil_on_benefit_from
    rule = f"A prescribed benefit is paid and a child stays {least.written} a year or more: nothing is payable."
    return Step("nil_on_benefit", 0, rule, least.source, (least,), place)


def least_amount(
    amounts_pence: Sequence[int], receiving_parents: Sequence[ReceivingParent], policy: SchemePolicy
) -> tuple[Step, ...]:
    """Shared care does not bring what is payable in all below a least amount, which is apportioned like a rate."""
    least = policy.least_after_shared_care
    if sum(amounts_pence) >= least.value.pence:
        return ()
    several = len(receiving_parents) > 1
    left, payable = in_pounds(sum(amounts_pence)), in_pounds(least.value.pence)
    rule = f"Shared care would leave {left} in all: {payable} is payable instead"
    return tuple(
        Step(
            "least_amount",
            part_pence,
            f"{rule}, apportioned by qualifying children." if several else f"{rule}.",
            least.source,
            (least,),
            place if several else None,
            "least-amount-in-all" if several else None,
        )
        for place, part_pence in enumerate(
            apportion(least.value.pence, [parent.children for parent in receiving_parents]), start=1
        )
    )


# ---------------------------------------------------------------------------------------------------------- the end


def collection_fees(amount_pence: int, place: int | None, policy: SchemePolicy) -> tuple[Step, ...]:
    """Where the money is collected, a fee is added for the paying parent and another kept from the receiving one."""
    if not isinstance(policy, Scheme2012Policy):
        return ()
    added, kept = policy.collection_fee_of_paying_parent, policy.collection_fee_of_receiving_parent
    shares = added.value.at(0), kept.value.at(0)
    if not amount_pence or not any(shares):
        return ()
    paid = half_up(amount_pence * (1 + shares[0]))
    received = half_up(amount_pence * (1 - shares[1]))
    rules = (
        f"If collected, the paying parent pays {percent(shares[0])} on top of {in_pounds(amount_pence)}.",
        f"If collected, the receiving parent gets {in_pounds(amount_pence)} less {percent(shares[1])}.",
    )
    return (
        Step("collection_paid", paid, rules[0], added.source, (added,), place),
        Step("collection_received", received, rules[1], kept.source, (kept,), place),
    )


# -------------------------------------------------------------------------------------------------------------- words


def exactly(pence: Fraction) -> str:
    """Write an amount with all the decimals it has, at least two: shares have three, so there is always an end."""
    decimals = 2
    while (pence * 10 ** (decimals - 2)).denominator != 1:
        decimals += 1
    whole, rest = divmod(int(pence * 10 ** (decimals - 2)), 10**decimals)
    return f"£{whole:,}.{rest:0{decimals}d}"


def percent(share: Fraction) -> str:
    """Write a share as a percentage: `20%`, `20.5%`."""
    tenths = int(share * 1_000)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def counted(number: int, one: str, several: str) -> str:
    """Write a number of children: `1 qualifying child`, `no relevant other children`."""
    return f"{number or 'no'} {one if number == 1 else several}"
