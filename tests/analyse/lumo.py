"""The programme and the policy desk of the domain reference's part B, as texts; as of 10 August 2026 they give the figures of C19."""

from __future__ import annotations

DAY = "2026-08-10"

INITIATIVE = """
--- # roadmap/INI-004.yaml
kind: initiative
id: INI-004
name: Disordered-eating policy refresh
owner: ines.duarte
sponsor: dana.lee
team: mh
priority: P0
stage: delivery
supports: [mh/2026-Q3/O1/KR2]
budget: 200_000
tolerance: {time: 14d, cost: 10%}
milestones:
  - {id: M1, name: Expert consultation closed, baseline: 2026-06-30, done: 2026-07-08}
  - {id: M2, name: Policy text approved, baseline: 2026-07-24, done: 2026-07-24, after: [M1]}
  - {id: M3, name: Reviewer guidance and training ready, baseline: 2026-07-31, forecast: 2026-08-07, weight: 2, after: [M2]}
  - {id: M4, name: Enforced in all markets, baseline: 2026-09-15, gate: launched, after: [M3]}
raci: {ines.duarte: A}
"""
OKRS = """
--- # okrs/2026-Q3/mh.yaml
kind: okrs
team: mh
period: 2026-Q3
status: active
objectives:
  - id: O1
    title: People in distress on Lumo find help, not harm
    type: committed
    priority: P0
    key_results:
      - id: KR2
        title: Reviewer agreement (kappa) on the disordered-eating guideline
        baseline: 0.58
        target: 0.75
        checkins:
          - {on: 2026-07-20, value: 0.61, confidence: 6}
          - {on: 2026-08-03, value: 0.66, confidence: 7}
"""
PEOPLE = """
--- # headcount/mh.yaml
kind: headcount
team: mh
positions:
  - {id: HC-MH-001, title: Lead, band: M1, location: DUB, status: filled, start: 2024-03-04, rate: 200_000,
     allocation: {mh/2026-Q3/O1: 50%}}
  - {id: HC-MH-004, title: Specialist, band: P3, location: SJC, status: filled, approved: 2026-03-16, planned_start: 2026-07-01,
     accepted: 2026-06-22, start: 2026-07-20, allocation: {INI-004: 70%, mh/2026-Q3/O1: 30%}}
  - {id: HC-MH-006, title: Analyst, band: P2, location: DUB, status: open, approved: 2026-05-04, planned_start: 2026-08-01,
     start: 2026-10-05, allocation: {mh/2026-Q3/O1: 100%}}
"""
SPEND = """
--- # budgets/FY26/mh.yaml
kind: budget
cost_center: CC-4420
team: mh
fiscal_year: FY26
lines:
  - {id: MH-VEN-01, name: Consultation and training, category: vendor, plan: 240_000, supports: [mh/2026-Q3/O1]}
"""
RAID = """
--- # raid/mh.yaml
kind: raid
team: mh
items:
  - id: R-012
    type: risk
    title: Training capacity in August delays enforcement of the refresh
    owner: jo.park
    raised: 2026-07-06
    reviewed: 2026-08-03
    probability: 4
    impact: 4
    inherent: [5, 4]
    target: [2, 4]
    response: reduce
    actions:
      - {id: a1, what: Book vendor trainer for Manila, owner: jo.park, due: 2026-08-07}
  - id: I-021
    type: issue
    title: Legal review of EU market wording not started
    owner: ines.duarte
    raised: 2026-07-28
    severity: S2
    blocks: [INI-004/M4]
    escalated_to: dana.lee
    escalated_on: 2026-08-06
  - id: D-007
    type: dependency
    title: Label taxonomy change in review tool
    owner: jo.park
    raised: 2026-07-01
    from: STK-PROD
    needed_by: 2026-08-14
    promised: 2026-08-21
"""
PARTNERS = """
--- # stakeholders.yaml
kind: stakeholders
stakeholders:
  - {id: STK-PROD, name: Product, type: internal}
  - {id: STK-LEGAL, name: Legal, type: internal}
"""
CHANGE = """
--- # changes/CHG-007.yaml
kind: change
id: CHG-007
title: Move reviewers to the new disordered-eating guideline
owner: jo.park
sponsor: dana.lee
for: INI-004
stage: prepare
go_live: 2026-09-15
groups:
  - {id: g1, name: Meridian Manila reviewers, people: 18, impact: 4, aspects: [process, metrics]}
  - {id: g2, name: Appeals team Dublin, people: 9, impact: 3, aspects: [process]}
adkar:
  - {group: g1, on: 2026-08-05, a: 4, d: 4, k: 2, ab: 2, r: 1}
comms:
  - {id: c1, group: g1, what: Why the guideline changes, channel: team brief, on: 2026-07-30, owner: jo.park, done: 2026-07-30}
training:
  - {id: t1, group: g1, what: Guideline module and quiz, by: 2026-08-28, owner: jo.park, required: 18, completed: 5}
adoption: {speed: {target_date: 2026-10-15, target: 90%}}
"""
POLICY = """
--- # policies/POL-MH-002.yaml
kind: policy
id: POL-MH-002
title: Disordered eating and body image
type: policy
owner: ines.duarte
status: approval
issues: [mental_health/disordered_eating, mental_health/body_image]
markets: global
review_every: 12mo
reviewed: 2025-11-18
versions:
  - v: "3.0"
    effective: 2026-09-15
    summary: Recovery narratives allowed without measurements.
guidance:
  - {title: Reviewer guideline, path: library/de-guideline.md, version: "2.4", updated: 2025-12-01, languages: [en, es, pt]}
readiness:
  legal_review: {due: 2026-08-14, owner: ines.duarte}
  text_final: {done: 2026-07-24}
  guidance_ready: {due: 2026-08-07, owner: jo.park}
  training_95: {due: 2026-08-28, owner: jo.park}
  rollback_plan: {na: Wording-only change}
"""
PROTOCOL = """
--- # policies/POL-MH-PRO-01.yaml
kind: policy
id: POL-MH-PRO-01
title: Self-harm crisis protocol
type: protocol
owner: ines.duarte
status: enforced
issues: [mental_health/suicide, mental_health/self_harm]
markets: global
reviewed: 2026-02-10
review_every: 6mo
versions:
  - {v: "1.3", effective: 2026-02-16, summary: Live-stream clock shortened, approvals: [{by: dana.lee, on: 2026-02-10}]}
severities:
  S1: {acknowledge: 15m, contain: 1h, resolve: 24h, update_every: 1h, notify: [dana.lee, STK-LEGAL]}
  S2: {acknowledge: 1h, contain: 4h, resolve: 3d}
  S3: {acknowledge: 8h, contain: 1d, resolve: 5bd}
  S4: {acknowledge: 24h, resolve: 10bd}
"""
OBLIGATIONS = """
--- # obligations/eu-dsa.yaml
kind: obligations
regulation: EU-DSA
name: EU Digital Services Act (Regulation 2022/2065)
jurisdiction: EU
status: in_force
contact: ines.duarte
legal: STK-LEGAL
items:
  - id: art42-transparency
    article: "15, 24, 42"
    summary: Transparency report in the harmonised template, for each half year, within two months
    type: report
    owner: sam.okafor
    every: 6mo
    first_due: 2026-02-28
    done:
      2026-02-28: {on: 2026-02-26, evidence: reports/dsa-2025H2.pdf}
  - id: art34-risk
    article: "34"
    summary: Systemic risk assessment at least yearly and before critical functionality
    type: risk_assessment
    owner: ines.duarte
    every: 12mo
    first_due: 2026-08-31
"""
REVIEW = """
--- # reviews/2026-Q3/QR-011.yaml
kind: review
id: QR-011
policy: POL-MH-002
type: calibration
on: 2026-08-03
owner: jo.park
sampling: stratified
n: 100
labels: [allow, remove]
matrix:
  - [44, 6]
  - [11, 39]
findings:
  - {id: f1, theme: recovery narratives, severity: high, text: Weight numbers in captions read as allowed, owner: jo.park, due: 2026-08-14}
"""
INCIDENT = """
--- # incidents/INC-2026-003.yaml
kind: incident
id: INC-2026-003
title: Live-stream self-harm event, re-uploads across three markets
severity: S1
protocol: POL-MH-PRO-01
source: detection
detected: 2026-07-21T09:30Z
acknowledged: 2026-07-21T09:41Z
contained: 2026-07-21T11:05Z
resolved: 2026-07-21T20:10Z
commander: ines.duarte
"""
TAXONOMY = """
--- # polops.yaml
kind: settings
name: Lumo Product Policy
root_team: pp
taxonomy:
  mental_health: [disordered_eating, self_harm, suicide, emotionally_vulnerable, body_image, product_feature_impact, commercial_content]
"""
STRATEGY = """
--- # strategy/FY26.yaml
kind: strategy
fiscal_year: FY26
opportunities:
  - {id: OP-03, title: One calibration service for all policy teams, owner: sam.okafor, value: 5, urgency: 4, risk_reduction: 3, effort: 3}
"""
PROGRAMME = INITIATIVE + OKRS + PEOPLE + SPEND + RAID + PARTNERS + CHANGE + STRATEGY
DESK = POLICY + PROTOCOL + OBLIGATIONS + REVIEW + INCIDENT
ALL = TAXONOMY + PROGRAMME + DESK
