"""The least and the most that a file of each kind of the programme and of the policy desk may say, after domain reference B3 and B4."""

from __future__ import annotations

MINIMAL = {
    "strategy": "{kind: strategy, fiscal_year: FY26}",
    "initiative": "{kind: initiative, id: INI-004, name: Policy refresh, owner: ines.duarte, stage: idea}",
    "raid": "{kind: raid, team: mh}",
    "change": "{kind: change, id: CHG-007, title: New guideline, owner: jo.park, sponsor: dana.lee, go_live: 2026-09-15, "
    "groups: [{id: g1, name: Reviewers, people: 18, impact: 4}]}",
    "update": "{kind: update, team: mh, period: 2026-W32, headline: Agreement is climbing}",
    "stakeholders": "kind: stakeholders",
    "policy": "{kind: policy, id: POL-MH-002, title: Body, type: policy, owner: jo.park, status: draft}",
    "obligations": "{kind: obligations, regulation: EU-DSA, name: DSA, jurisdiction: EU, status: in_force, contact: ines.duarte}",
    "review": "{kind: review, id: QR-011, policy: POL-MH-002, on: 2026-08-03, type: calibration, owner: jo.park}",
    "incident": '{kind: incident, id: INC-2026-003, title: Event, severity: S1, protocol: POL-PRO-01, detected: "2026-07-21T09:30Z"}',
    "library": "kind: library",
}  # fmt: skip

FULL = {
    "strategy": """
kind: strategy
fiscal_year: FY26
themes:
  - {id: T1, title: Safer for people at risk, owner: ines.duarte, priority: P0, outcomes: [vvr-selfharm]}
opportunities:
  - id: OP-03
    title: One calibration service for all policy teams
    owner: sam.okafor
    value: 5
    urgency: 4
    risk_reduction: 3
    effort: 3
    status: accepted
    becomes: INI-004
""",
    "initiative": """
kind: initiative
id: INI-004
name: Disordered-eating policy refresh
sponsor: dana.lee
team: mh
theme: T1
priority: P0
stage: delivery
supports: {mh/2026-Q3/O1/KR2: 60%, mh/2026-Q3/O2: 40%}
milestones:
  - {id: M1, name: Consultation closed, baseline: 2026-06-30, done: 2026-07-08}
  - id: M3
    name: Guidance ready
    baseline: 2026-07-31
    forecast: 2026-08-07
    weight: 2
    gate: launched
    after: [M1, INI-002/M3]
    hard: true
gates: {approved: {approvals: [{by: dana.lee, on: 2026-05-04}]}, launched: {approvals: []}}
budget: {COE-VEN-01: 20%, COE-PRG-02: 50%}
currency: USD
tolerance: {time: 14d, cost: 10%}
benefits: [irr-kappa-ed]
raci: {ines.duarte: A, STK-ENF: R, mh: C, STK-PUBPOL: I}
""",
    "raid": """
kind: raid
team: mh
initiative: INI-004
items:
  - id: R-012
    type: risk
    title: Training capacity in August
    owner: jo.park
    raised: 2026-07-06
    status: mitigating
    reviewed: 2026-08-03
    probability: 4
    impact: 4
    inherent: [5, 4]
    target: [2, 4]
    response: reduce
    became: I-021
    actions: [{id: a1, what: Book a trainer, owner: jo.park, due: 2026-08-07, done: 2026-08-06}]
  - {id: A-004, type: assumption, title: Panel stays, owner: jo.park, raised: 2026-07-06, validate_by: 2026-08-31, validated: 2026-08-01}
  - id: I-021
    type: issue
    title: Legal review not started
    owner: ines.duarte
    raised: 2026-07-28
    status: closed
    closed: 2026-08-09
    severity: S2
    blocks: [INI-004/M4, mh/2026-Q3/O1/KR2]
    escalated_to: dana.lee
    escalated_on: 2026-08-06
  - {id: D-007, type: dependency, title: Labels, owner: jo.park, raised: 2026-07-01, from: STK-PROD, needed_by: 2026-08-14,
     promised: 2026-08-21, delivered: 2026-08-20, blocks: [INI-004/M4]}
""",
    "change": """
kind: change
id: CHG-007
title: Move reviewers to the new guideline
sponsor: dana.lee
for: INI-004
stage: prepare
go_live: 2026-09-15
groups:
  - {id: g1, name: Manila reviewers, people: 18, impact: 4, aspects: [process, tools, role, metrics, location]}
adkar: [{group: g1, on: 2026-08-05, a: 4, d: 4, k: 2, ab: 2, r: 1}]
comms:
  - {id: c1, group: g1, what: Why it changes, channel: team brief, on: 2026-07-30, owner: jo.park, done: 2026-07-30}
training:
  - {id: t1, group: g1, what: Module and quiz, channel: course, by: 2026-08-28, owner: jo.park, required: 18, completed: 5}
adoption: {speed: {target_date: 2026-10-15, target: 90%}, utilization: irr-kappa-ed, proficiency: irr-kappa-ed}
readings: [{group: g1, on: 2026-09-20, using: 12, proficient: 9}]
interventions:
  - {id: v1, on: 2026-08-06, trigger: Knowledge barrier, action: Two clinics, group: g1, owner: jo.park, due: 2026-08-20,
     done: 2026-08-19, effect: Knowledge at 4}
""",
    "update": """
kind: update
team: mh
initiative: INI-004
period: 2026-W32
headline: Agreement is climbing; training capacity is now the critical path.
highlights: [Kappa 0.66, Crisis panel approved]
lowlights: [Training slipped]
next: [Two clinics]
asks: [{to: STK-LEGAL, what: Start the review, by: 2026-08-14, ref: I-021}]
path_to_green: [{on: INI-004, plan: Two clinics, by: 2026-08-28}]
override: [{on: mh, rag: amber, reason: The slip is absorbed, until: 2026-08-21, by: dana.lee}]
""",
    "stakeholders": """
kind: stakeholders
stakeholders:
  - {id: STK-LEGAL, name: Legal, type: internal, lead: ines.duarte, cadence: 2w, last_met: 2026-07-08, channel: review, influence: 5,
     interest: 3, engagement: neutral, desired: supportive}
comms: [{id: COM-01, to: STK-LEGAL, what: Status, channel: mail, every: 2w, on: 2026-08-03, owner: jo.park, done: 2026-08-03}]
requests: [{id: RQ-114, from: STK-PROD, what: "In scope?", received: 2026-08-03, due: 2026-08-07, answered: 2026-08-06}]
engagements:
  - id: ENG-2026-009
    type: expert_consultation
    on: 2026-06-24
    with: confidential
    topic: Recovery content
    policies: [POL-MH-002]
    input: Allow recovery narratives
    disposition: adopted
    reply_sent: 2026-07-10
    spokesperson: ines.duarte
    cleared: {legal: 2026-06-01, comms: 2026-06-02}
    line: COE-PRG-02
""",
    "policy": """
kind: policy
id: POL-MH-PRO-01
title: Self-harm crisis protocol
type: protocol
status: enforced
team: mh
issues: [mental_health/suicide]
markets: [US, IE, SG]
review_every: 6mo
reviewed: 2026-02-10
versions:
  - {v: "1.3", effective: 2026-02-16, summary: Clock shortened, public_note: We act sooner, approvals: [{by: dana.lee, on: 2026-02-10}]}
guidance: [{title: Guideline, path: library/g.md, version: "1.3", updated: 2026-02-12, languages: [en, es]}]
readiness:
  legal_review: {due: 2026-08-14, owner: ines.duarte}
  text_final: {done: 2026-07-24}
  rollback_plan: {na: Wording only}
consulted: [{who: STK-ENF, on: 2026-01-20, outcome: Two examples}, {who: ENG-2026-009, on: 2026-06-24}]
obligations: [UK-OSA/ppc-ed]
metrics: [irr-kappa-ed]
related: [POL-MH-002, LIB-014]
severities:
  S1: {acknowledge: 15m, contain: 1h, resolve: 24h, update_every: 1h, notify: [dana.lee, STK-LEGAL]}
  S4: {acknowledge: 24h, resolve: 10bd}
""",
    "obligations": """
kind: obligations
regulation: EU-DSA
name: EU Digital Services Act
jurisdiction: EU
status: in_force
contact: ines.duarte
legal: STK-LEGAL
items:
  - id: art42-transparency
    article: "15, 24, 42"
    summary: Transparency report
    type: report
    owner: sam.okafor
    every: 6mo
    first_due: 2026-02-28
    done: {2026-02-28: {on: 2026-02-26, evidence: reports/dsa.pdf}}
    policies: [POL-MH-002]
    metrics: [vvr-selfharm]
    response: 1h
  - {id: next, summary: A proposal, type: design, owner: sam.okafor, due: 2027-01-31, impact_due: 2026-09-30, position: We support it}
""",
    "review": """
kind: review
id: QR-011
policy: POL-MH-002
type: calibration
on: 2026-08-03
sampling: stratified
population: 4_000
n: 100
correct: 83
labels: [allow, remove]
matrix:
  - [44, 6]
  - [11, 39]
ratings: reviews/2026-Q3/QR-011.csv
findings:
  - {id: f1, theme: recovery narratives, severity: high, text: Read as allowed, guidance_change: Add examples, owner: jo.park,
     due: 2026-08-14, done: 2026-08-12}
""",
    "incident": """
kind: incident
id: INC-2026-003
title: Live-stream event, re-uploads
severity: S1
protocol: POL-MH-PRO-01
source: detection
detected: 2026-07-21T09:30Z
declared: 2026-07-21T09:35:30Z
acknowledged: 2026-07-21T11:41+02:00
contained: 2026-07-21T11:05Z
resolved: 2026-07-21T20:10Z
closed: 2026-07-30T12:00-0700
commander: ines.duarte
roles: {comms: jo.park}
markets: [US, IE, SG]
policies: [POL-MH-002]
timeline: [{at: "2026-07-21T10:20Z", what: Hash added, by: jo.park}]
aar: {on: 2026-07-28, summary: Variants evaded the hash, causes: [No perceptual hash], went_well: [Rota], went_badly: [Hash]}
actions: [{id: a1, what: Perceptual hash, owner: jo.park, due: 2026-08-15}]
debrief_on: 2026-07-22
people_exposed: 7
related: [R-012]
""",
    "library": """
kind: library
docs:
  - {id: LIB-014, title: How we run a calibration, type: practice, owner: sam.okafor, path: library/calibration.md, reviewed: 2026-04-02,
     review_every: 12mo, supersedes: LIB-002, adopted_by: {mh: 2026-05-01}}
""",
}  # fmt: skip
