"""Names and references between files: ids claimed twice, references to nothing, and the spellings that a reference may have."""

from __future__ import annotations

import pytest
from tests.analyse.workspaces import BASE, loaded

from polops.plan.link import uses
from polops.plan.load import Loaded
from polops.plan.plan import Plan

OKRS = """
--- # okrs/2026-Q3/mh.yaml
kind: okrs
team: mh
period: 2026-Q3
objectives:
  - id: O1
    title: People find help
    key_results:
      - {id: KR1, title: Fewer, baseline: 4, target: 3}
      - {id: KR2, title: More, baseline: 1, target: 2}
  - id: O2
    title: Below
    aligns_to: O1/KR2
    key_results: [{id: KR1, title: Fewer, baseline: 4, target: 3}]
"""
METRICS = """
--- # metrics/mh.yaml
kind: metrics
team: mh
metrics: [{id: vvr-selfharm, name: VVR, direction: down}, {id: appeals, name: Appeals, direction: band}]
"""
BUDGETS = """
--- # budgets/FY25/coe.yaml
kind: budget
cost_center: CC-4410
team: coe
fiscal_year: FY25
lines: [{id: COE-VEN-01, name: Reviewers, category: vendor, plan: 1}]
--- # budgets/FY26/coe.yaml
kind: budget
cost_center: CC-4410
team: coe
fiscal_year: FY26
lines: [{id: COE-VEN-01, name: Reviewers, category: vendor, plan: 2}, {id: COE-TRV-01, name: Travel, category: travel, plan: 3}]
"""


def said(result: Loaded) -> list[tuple[str, str, str, str]]:
    return [(str(problem.span), problem.code, problem.message, problem.help) for problem in result.problems]


def entry(fields: str) -> str:
    return f"--- # actuals/2026-07.yaml\nkind: actuals\nmonth: 2026-07\nstatus: open\nsource: GL\nentries:\n  - {{amount: 1, {fields}}}\n"


def position(fields: str) -> str:
    return (
        "--- # headcount/mh.yaml\nkind: headcount\nteam: mh\npositions:\n"
        f"  - {{id: HC-MH-001, title: T, band: P2, status: filled, start: 2026-01-05, {fields}}}\n"
    )


@pytest.mark.parametrize(
    ("text", "place", "message", "fix"),
    [
        (entry("line: COE-VEN-1"), "actuals/2026-07.yaml:6:23", "`line` names no budget line: 'COE-VEN-1'", "did you mean COE-VEN-01?"),
        (entry("line: XYZ"), "actuals/2026-07.yaml:6:23", "`line` names no budget line: 'XYZ'", "add the line `XYZ`, or correct the name"),
        (
            entry("line: COE-VEN-01, po: PO-1"),
            "actuals/2026-07.yaml:6:39",
            "`po` names no order: 'PO-1'",
            "add the order `PO-1`, or correct the name",
        ),
        (
            entry("line: COE-VEN-01, for: mh/2026-Q3/O3"),
            "actuals/2026-07.yaml:6:40",
            "`for` names no objective, key result or initiative: 'mh/2026-Q3/O3'",
            "did you mean mh/2026-Q3/O2?",
        ),
        (position("location: DBU"), "headcount/mh.yaml:4:86", "`location` names no location in org.locations: 'DBU'", "did you mean DUB?"),
        (
            position("location: DUB, person: ines.duart"),
            "headcount/mh.yaml:4:99",
            "`person` names no person in org.people: 'ines.duart'",
            "did you mean ines.duarte?",
        ),
        (
            position("location: DUB, manager: HC-MH-01"),
            "headcount/mh.yaml:4:100",
            "`manager` names no position: 'HC-MH-01'",
            "did you mean HC-MH-001?",
        ),
        (
            position("location: DUB, allocation: {mh/2026-Q3/O1: 50%, mh/2026-Q4/O1: 50%}"),
            "headcount/mh.yaml:4:124",
            "`allocation` names no objective, key result or initiative: 'mh/2026-Q4/O1'",
            "did you mean mh/2026-Q3/O1?",
        ),
        ("--- # metrics/x.yaml\nkind: metrics\nteam: mx\n", "metrics/x.yaml:2:7", "`team` names no team in org.teams: 'mx'", ""),
        (
            "--- # readings.yaml\nkind: readings\nteam: mh\nreadings:\n  vvr-selfharn: {2026-07: 1}\n",
            "readings.yaml:4:3",
            "`readings` names no metric: 'vvr-selfharn'",
            "did you mean vvr-selfharm?",
        ),
        (
            OKRS.replace("title: Below", "title: Below\n    guardrails: [appeal]"),
            "okrs/2026-Q3/mh.yaml:12:18",
            "`guardrails` names no metric: 'appeal'",
            "did you mean appeals?",
        ),
        (
            OKRS.replace("O1/KR2", "O1/KR9"),
            "okrs/2026-Q3/mh.yaml:12:16",
            "`aligns_to` names no objective, key result or initiative: 'O1/KR9'",
            "",
        ),
        (
            "--- # forecast.yaml\nkind: forecast\nfiscal_year: FY26\nthrough: 2026-07\nlines:\n  COE-TRV-1: {method: none}\n",
            "forecast.yaml:5:3",
            "`lines` names no budget line: 'COE-TRV-1'",
            "did you mean COE-TRV-01?",
        ),
    ],
)
def test_references_to_nothing(text: str, place: str, message: str, fix: str) -> None:
    """Each with its place (at a mapping's key where the key is the reference) and the nearest known name."""
    result = loaded(BASE, OKRS, METRICS, BUDGETS, text)
    found = [problem for problem in said(result) if problem[1] == "GEN201"]
    assert len(found) == 1
    assert found[0][:3] == (place, "GEN201", message)
    assert not fix or found[0][3] == fix
    assert found[0][3]


DESK = """
--- # polops.yaml
kind: settings
taxonomy: {mental_health: [self_harm, suicide]}
--- # stakeholders.yaml
kind: stakeholders
stakeholders: [{id: STK-LEGAL, name: Legal, type: internal}]
engagements: [{id: ENG-9, type: expert_consultation, on: 2026-06-24, topic: Recovery}]
--- # obligations/osa.yaml
{kind: obligations, regulation: UK-OSA, name: OSA, jurisdiction: UK, status: in_force, contact: ines.duarte,
 items: [{id: ppc-ed, summary: S, type: design, owner: ines.duarte}]}
--- # strategy/FY25.yaml
{kind: strategy, fiscal_year: FY25, themes: [{id: T1, title: Last year, owner: ines.duarte}]}
--- # strategy/FY26.yaml
{kind: strategy, fiscal_year: FY26, themes: [{id: T1, title: This year, owner: ines.duarte}]}
--- # roadmap/INI-002.yaml
{kind: initiative, id: INI-002, name: N, owner: ines.duarte, stage: idea, milestones: [{id: M1, name: First}, {id: M3, name: Third}]}
"""


def initiative(fields: str) -> str:
    return f"--- # roadmap/INI-004.yaml\n{{kind: initiative, id: INI-004, name: N, owner: ines.duarte, stage: idea, {fields}}}\n"


def policy(fields: str) -> str:
    return f"--- # policies/p.yaml\n{{kind: policy, id: POL-1, title: T, type: policy, owner: ines.duarte, status: draft, {fields}}}\n"


@pytest.mark.parametrize(
    "text",
    [
        initiative("theme: T1, raci: {ines.duarte: A, STK-LEGAL: C, mh: R}"),
        initiative("milestones: [{id: M1, name: A}, {id: M2, name: B, after: [M1, INI-002/M3, ini-004/m1]}]"),
        policy(
            'issues: [mental_health/self_harm], obligations: [UK-OSA/ppc-ed], versions: [{v: "3.0", effective: 2026-09-15, summary: S}]'
        ),
        policy("consulted: [{who: STK-LEGAL, on: 2026-06-24}, {who: ENG-9, on: 2026-06-24}], related: [INI-002, UK-OSA]"),
        initiative("gates: {approved: {approvals: [{by: ines.duarte, on: 2026-06-24}]}}"),
        "--- # u.yaml\n{kind: update, team: mh, period: 2026-07, headline: H, path_to_green: [{on: INI-002, plan: P, by: 2026-08-28}]}",
        entry("line: COE-VEN-01, for: INI-002"),
    ],
)
def test_references_of_the_programme_and_the_policy_desk(text: str) -> None:
    """Short ids in their own file, whole ones everywhere; a theme is the latest year's, of whatever case."""
    assert said(loaded(BASE, DESK, BUDGETS, text)) == []


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        (
            initiative("milestones: [{id: M2, name: B, after: [M3]}]"),
            "`after` names no milestone: 'M3'",
            "add the milestone `M3`, or correct the name",
        ),
        (initiative("theme: T2"), "`theme` names no theme of a strategy: 'T2'", "add the theme `T2`, or correct the name"),
        (
            initiative("gates: {approved: {approvals: [{by: ines.duart, on: 2026-06-24}]}}"),
            "`by` names no person in org.people: 'ines.duart'",
            "did you mean ines.duarte?",
        ),
        (
            initiative("raci: {STK-LEGL: C}"),
            "`raci` names no partner in stakeholders, person in org.people or team in org.teams: 'STK-LEGL'",
            "did you mean STK-LEGAL?",
        ),
        (
            policy("issues: [mental_health/selfharm]"),
            "`issues` names no issue of settings.taxonomy: 'mental_health/selfharm'",
            "did you mean mental_health/self_harm?",
        ),
        (
            initiative("milestones: [{id: M-legal, name: A}, {id: M2, name: B, after: [M-lgal]}]"),
            "`after` names no milestone: 'M-lgal'",
            "did you mean M-legal?",
        ),
        (
            policy("readiness: {legal_review: {due: 2026-08-14, owner: ines.duart}}"),
            "`owner` names no person in org.people: 'ines.duart'",
            "did you mean ines.duarte?",
        ),
        (policy("obligations: [UK-OSA/ppc]"), "`obligations` names no obligation: 'UK-OSA/ppc'", "did you mean UK-OSA/ppc-ed?"),
        (policy("related: [INI-02]"), "`related` names no item of the plan: 'INI-02'", "did you mean INI-002?"),
    ],
)
def test_references_of_the_programme_and_the_policy_desk_to_nothing(text: str, message: str, fix: str) -> None:
    assert [problem[1:] for problem in said(loaded(BASE, DESK, text))] == [("GEN201", message, fix)]


def test_the_taxonomy_has_places_and_users() -> None:
    plan = loaded(BASE, DESK, policy("issues: [mental_health/suicide]")).plan
    topic = plan.find("Mental_Health/Suicide", "topic")
    assert topic
    assert str(plan.at(topic)) == "polops.yaml:2:39"
    assert [use.node.ref for use in plan.uses[id(topic)]] == ["POL-1"]


def test_an_issue_that_the_taxonomy_has_twice() -> None:
    again = "--- # polops.yaml\nkind: settings\ntaxonomy: {mental_health: [self_harm, self_harm]}\n"
    found = said(loaded(BASE, again))
    message = "`mental_health/self_harm` is already the name of another issue of settings.taxonomy"
    assert [problem[1:3] for problem in found] == [("GEN104", message)]


def test_the_team_of_a_register_is_its_initiatives() -> None:
    raid = (
        "--- # raid/i.yaml\n{kind: raid, initiative: INI-004, "
        "items: [{id: I-1, type: issue, title: T, owner: ines.duarte, raised: 2026-07-01, severity: S2}]}\n"
    )
    plan = loaded(BASE, initiative("team: mh"), raid).plan
    issue = plan.find("I-1", "issue")
    assert issue
    assert plan.team(issue) == "mh"


def test_ids_claimed_twice() -> None:
    """In another file, whatever the case; the first place is related."""
    again = "--- # metrics/zz.yaml\nkind: metrics\nteam: coe\nmetrics:\n  - {id: VVR-SelfHarm, name: Again, direction: down}\n"
    result = loaded(BASE, METRICS, again)
    assert said(result) == [
        ("metrics/zz.yaml:4:10", "GEN104", "`VVR-SelfHarm` is already the name of another metric", "give one of them another id")
    ]
    assert [(str(span), label) for span, label in result.problems[0].related] == [("metrics/mh.yaml:3:16", "the first one")]


def test_ids_are_unique_over_kinds_but_not_teams_people_and_places() -> None:
    order = "--- # orders.yaml\nkind: commitments\nfiscal_year: FY26\n"
    order += "orders: [{id: vvr-selfharm, vendor: V, line: COE-TRV-01, amount: 1, status: open}]\n"
    assert [problem[1] for problem in said(loaded(BASE, METRICS, BUDGETS, order))] == ["GEN104"]
    place = "--- # places.yaml\nkind: org\nlocations: [{code: mh, country: DE, currency: EUR, timezone: Europe/Berlin}]\n"
    assert said(loaded(BASE, METRICS, place)) == []
    twice = "--- # places.yaml\nkind: org\nlocations: [{code: dub, country: IE, currency: EUR, timezone: Europe/Dublin}]\n"
    assert [problem[1] for problem in said(loaded(BASE, twice))] == ["GEN104"]


def test_a_line_keeps_its_id_over_the_years_but_not_within_one() -> None:
    assert said(loaded(BASE, BUDGETS)) == []
    other = BUDGETS.replace("budgets/FY25/coe.yaml", "budgets/FY26/other.yaml").replace("fiscal_year: FY25", "fiscal_year: FY26")
    assert [(problem[1], problem[2]) for problem in said(loaded(BASE, BUDGETS, other))] == [
        ("GEN104", "`COE-VEN-01` is already the name of another budget line")
    ]


def test_local_ids_recur_in_other_objectives_and_quarters() -> None:
    next_quarter = OKRS.replace("2026-Q3", "2026-Q4")
    assert said(loaded(BASE, OKRS, next_quarter)) == []
    twice = OKRS.replace("id: O2", "id: O1")
    messages = [problem[2] for problem in said(loaded(BASE, twice))]
    assert "`mh/2026-Q3/O1` is already the name of another objective" in messages
    assert not [message for message in messages if "KR1" in message], "what stands in it is not said again"


def test_two_files_for_one_team_and_quarter() -> None:
    again = "--- # okrs/zz.yaml\nkind: okrs\nteam: MH\nperiod: FY26-Q3\n"
    assert [(problem[0], problem[1]) for problem in said(loaded(BASE, OKRS, again))] == [("okrs/zz.yaml:1:7", "GEN104")]


def found(plan: Plan, ref: str) -> str:
    node = plan.find(ref)
    return node.ref if node else ""


@pytest.mark.parametrize(
    ("first", "written", "refs"),
    [
        (1, "2026-Q3", ["mh/2026-Q3/O1", "mh/FY26-Q3/O1", "MH/2026-q3/o1", "Mh/2026-Q3/O1/kr2", "mh/fy26-q3/o1"]),
        (1, "FY26-Q3", ["mh/2026-Q3/O1", "mh/FY26-Q3/O1/KR1"]),
        (10, "FY26-Q4", ["mh/2026-Q3/O1", "mh/FY26-Q4/O1"]),
        (1, "FY26", ["mh/FY26/O1"]),
        (1, "2026-H2", ["mh/2026-H2/O1", "mh/FY26-H2/O1"]),
    ],
)
def test_a_period_may_be_written_either_way(first: int, written: str, refs: list[str]) -> None:
    """Fiscal or calendar, in any case."""
    settings = f"--- # polops.yaml\nkind: settings\nfiscal_year: {{starts: {first}}}\n"
    result = loaded(BASE, settings, OKRS.replace("2026-Q3\nobj", f"{written}\nobj"))
    assert said(result) == []
    for ref in refs:
        assert found(result.plan, ref), ref


def test_in_its_own_file_a_short_reference_is_enough() -> None:
    plan = loaded(BASE, OKRS).plan
    below = plan.find("mh/2026-Q3/O2")
    assert below is not None
    target = plan.find("O1/KR2", within=below)
    assert target is not None
    assert target.ref == "mh/2026-Q3/O1/KR2"
    assert plan.find("O1/KR2") is None, "elsewhere it names nothing"


def test_a_budget_line_of_a_year() -> None:
    plan = loaded(BASE, BUDGETS).plan
    older, newer = plan.line("coe-ven-01", "FY25"), plan.line("COE-VEN-01", "FY26")
    assert older is not None
    assert newer is not None
    assert (older.path, newer.path) == ("budgets/FY25/coe.yaml", "budgets/FY26/coe.yaml")
    assert plan.find("COE-VEN-01", "line") is newer, "of several years the latest"
    assert plan.line("COE-TRV-01", "FY25") is None


def test_where_an_item_is_named() -> None:
    """In order of files: the places that refer to it, short references too."""
    plan = loaded(
        BASE,
        OKRS,
        METRICS,
        BUDGETS,
        entry("line: coe-ven-01, for: mh/FY26-Q3/O1/KR2"),
        position("location: DUB, allocation: {mh/2026-Q3/O1: 50%}"),
    ).plan
    target = plan.find("mh/2026-Q3/O1/KR2")
    assert target is not None
    assert [(use.node.path, use.route, use.value) for use in plan.uses[id(target)]] == [
        ("actuals/2026-07.yaml", ("entries", 0, "for"), "mh/FY26-Q3/O1/KR2"),
        ("okrs/2026-Q3/mh.yaml", ("aligns_to",), "O1/KR2"),
    ]
    objective = plan.find("mh/2026-Q3/O1")
    assert [use.route for use in plan.uses[id(objective)]] == [("allocation", "mh/2026-Q3/O1")]
    line = plan.find("COE-VEN-01", "line")
    assert [use.path for use in (use.node for use in plan.uses[id(line)])] == ["actuals/2026-07.yaml"]


def test_every_reference_is_walked() -> None:
    """Lists, mappings (keys, values and both), nested parts and file fields."""
    text = """
--- # budgets/x.yaml
kind: budget
cost_center: CC-1
team: coe
fiscal_year: FY26
owner: li.wei
approvals: [{by: dana.lee, on: 2026-01-05}]
lines:
  - {id: X-1, name: N, category: other, plan: 1, supports: {mh/2026-Q3/O1: 60%},
     waive: [{code: A, reason: b, until: 2026-09-01, by: jo.park}]}
  - {id: X-2, name: N, category: other, plan: 1, supports: [mh/2026-Q3/O1, mh/2026-Q3/O2]}
transfers: [{id: T-1, on: 2026-01-05, from: X-1, to: X-2, amount: 1}]
"""
    plan = loaded(BASE, OKRS, text).plan
    walked = {(*use.node.route, *use.route): use.value for use in uses(plan) if use.node.path == "budgets/x.yaml"}
    assert walked == {
        ("owner",): "li.wei",
        ("approvals", 0, "by"): "dana.lee",
        ("team",): "coe",
        ("lines", 0, "waive", 0, "by"): "jo.park",
        ("lines", 0, "supports", "mh/2026-Q3/O1"): "mh/2026-Q3/O1",
        ("lines", 1, "supports", 0): "mh/2026-Q3/O1",
        ("lines", 1, "supports", 1): "mh/2026-Q3/O2",
        ("transfers", 0, "from"): "X-1",
        ("transfers", 0, "to"): "X-2",
    }
    settings = "--- # polops.yaml\nkind: settings\nroles: {director: [dana.lee, nobody.here]}\n"
    assert [(problem[0], problem[2]) for problem in said(loaded(BASE, settings))] == [
        ("polops.yaml:2:30", "`director` names no person in org.people: 'nobody.here'")
    ]


OCTOBER = "--- # polops.yaml\nkind: settings\nfiscal_year: {starts: 10, named_for: end}\n"


def test_a_calendar_quarter_in_an_october_fiscal_year() -> None:
    """Money and OKR files must use the FY form where the fiscal year does not start in January (domain reference B0)."""
    result = loaded(BASE, OCTOBER, OKRS)
    assert said(result) == [
        (
            "okrs/2026-Q3/mh.yaml:3:9",
            "GEN105",
            "`period` must be a fiscal period (the fiscal year starts in month 10), got '2026-Q3'",
            "write FY26-Q4",
        )
    ]
    half = loaded(BASE, OCTOBER, OKRS.replace("period: 2026-Q3", "period: 2026-H2"))
    assert [problem[1] for problem in said(half)] == ["GEN105"]
    assert said(loaded(BASE, OCTOBER, OKRS.replace("period: 2026-Q3", "period: FY26-Q4"))) == []
    assert said(loaded(BASE, OKRS)) == [], "in January both are accepted"
    assert said(loaded(BASE, OKRS.replace("period: 2026-Q3", "period: FY26-Q3"))) == []


def test_a_calendar_quarter_in_a_plan_by_quarter() -> None:
    """The same rule inside a budget: its months are money."""
    budget = BUDGETS.replace("plan: 3}", "plan: {2026-Q3: 3}}")
    result = loaded(BASE, OCTOBER, budget)
    assert [(problem[1], problem[3]) for problem in said(result)] == [("GEN105", "write FY26-Q4")]
    assert said(result)[0][0] == "budgets/FY26/coe.yaml:5:127", "at the quarter"
    assert said(loaded(BASE, OCTOBER, BUDGETS.replace("plan: 3}", "plan: {FY26-Q4: 2, 2026-08: 1}}"))) == []
    assert said(loaded(BASE, budget)) == []


@pytest.mark.parametrize("label", ["2026-07", "2026-Q3", "FY26-Q3", "2026-W33"])
def test_a_fiscal_year_must_be_one(label: str) -> None:
    result = loaded(BASE, BUDGETS.replace("fiscal_year: FY25", f"fiscal_year: {label}"))
    assert said(result) == [
        ("budgets/FY25/coe.yaml:4:14", "GEN105", f"`fiscal_year` must be a fiscal year such as FY26, got '{label}'", "")
    ]


def test_a_copied_file_is_one_problem() -> None:
    """A copy that was left behind repeats every name; one name alone may be a slip."""
    copy = OKRS.replace("okrs/2026-Q3/mh.yaml", "okrs/zz.yaml")
    assert said(loaded(BASE, OKRS, copy)) == [
        ("okrs/zz.yaml:1:7", "GEN104", "file repeats okrs/2026-Q3/mh.yaml: every name in it is taken", "delete one of the two files")
    ]
    more = copy + "  - id: O3\n    title: New\n    key_results: [{id: KR1, title: Fewer, baseline: 4, target: 3}]\n"
    assert [problem[2] for problem in said(loaded(BASE, OKRS, more))] == ["`mh/2026-Q3` is already the name of another okrs"]


SUPPORTS = BUDGETS.replace("plan: 2}", "plan: 2, supports: [mh/2026-Q3/O1, mh/2026-Q3/O1/KR2, mh/2026-Q3/O2]}")


@pytest.mark.parametrize(
    ("field", "right", "wrong"), [("period", "2026-Q3", "2026-03"), ("period", "2026-Q3", "FY99"), ("team", "mh", "coe")]
)
def test_a_slip_in_what_a_file_is_of_is_one_problem(field: str, right: str, wrong: str) -> None:
    """Where the references look for it stands a file that says otherwise: it is told there, and not at every reference."""
    assert said(loaded(BASE, OKRS, SUPPORTS)) == []
    found = said(loaded(BASE, OKRS.replace(f"{field}: {right}", f"{field}: {wrong}"), SUPPORTS))
    line = {"team": "2:7", "period": "3:9"}[field]
    assert found == [
        (
            f"okrs/2026-Q3/mh.yaml:{line}",
            "GEN201",
            f"`{field}` is {wrong}, but 3 references look for mh/2026-Q3 here",
            f"write `{field}: {right}`, or correct the references",
        )
    ]


def test_a_file_that_lacks_what_is_missing_explains_nothing() -> None:
    other = (
        OKRS.replace("period: 2026-Q3", "period: 2026-Q4")
        .replace("id: O1", "id: P1")
        .replace("id: O2", "id: P2")
        .replace("O1/KR2", "P1/KR2")
    )
    assert [problem[1] for problem in said(loaded(BASE, other, SUPPORTS))] == ["GEN201"] * 3


def test_a_reference_to_an_item_of_another_kind_says_so() -> None:
    text = BUDGETS.replace("plan: 2}", "plan: 2, supports: [COE-TRV-01]}")
    assert [problem[2:] for problem in said(loaded(BASE, OKRS, text))] == [
        ("`supports` names the budget line 'COE-TRV-01': expected objective, key result or initiative", "name the objective that is meant")
    ]


def test_the_beginning_of_one_name_is_enough_for_a_did_you_mean() -> None:
    assert [problem[3] for problem in said(loaded(BASE, METRICS.replace("team: mh", "team: mh\nowner: li")))] == ["did you mean li.wei?"]


@pytest.mark.parametrize("written", ["vvr selfharm", "vvr_selfharm", '"vvr selfharm"'])
def test_an_id_that_is_spelt_wrongly_costs_only_itself(written: str) -> None:
    readings = "--- # readings.yaml\nkind: readings\nteam: mh\nreadings: {vvr-selfharm: {2026-07: 1}}\n"
    assert said(loaded(BASE, METRICS, readings)) == []
    found = said(loaded(BASE, METRICS.replace("id: vvr-selfharm", f"id: {written}"), readings))
    assert [problem[0] for problem in found] == ["metrics/mh.yaml:3:16"]
