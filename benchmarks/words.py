"""The words of a generated workspace."""

FIXED = 14
"""Files that every workspace has once: settings, org, rates, seven months, orders, a forecast, two decisions."""

AREAS = [
    ("mh", "Mental Health Policy"),
    ("ys", "Youth Safety Policy"),
    ("civ", "Civic Integrity Policy"),
    ("hh", "Hate and Harassment Policy"),
    ("ads", "Advertising Policy"),
    ("dor", "Deceptive Offers Policy"),
    ("ip", "Intellectual Property Policy"),
    ("loc", "Market Policy"),
]
FIRST = [
    "Ines", "Dana", "Sam", "Li", "Jo", "Amara", "Tomas", "Priya", "Yusuf", "Claire", "Freya", "Weiling", "Mateo", "Noor", "Oskar",
    "Leila", "Hugo", "Mina", "Arun", "Vera", "Emil", "Zola", "Kenji", "Rosa", "Ivo", "Selma", "Tariq",
]  # fmt: skip
LAST = [
    "Duarte", "Lee", "Okafor", "Wei", "Park", "Nwosu", "Lindgren", "Raman", "Demir", "Moreau", "Lund", "Koh", "Silva", "Haddad", "Berg",
    "Amini", "Costa", "Sato", "Nair", "Novak", "Holm", "Dube", "Mori", "Vega", "Petrov", "Aydin",
]  # fmt: skip
LOCATIONS = [
    ("SJC", "US", "USD", "America/Los_Angeles"),
    ("DUB", "IE", "EUR", "Europe/Dublin"),
    ("SIN", "SG", "SGD", "Asia/Singapore"),
]
BANDS = {
    "P2": {"SJC": (164_000, "USD"), "DUB": (112_000, "EUR"), "SIN": (118_000, "SGD")},
    "P3": {"SJC": (198_000, "USD"), "DUB": (134_000, "EUR"), "SIN": (146_000, "SGD")},
    "P4": {"SJC": (236_000, "USD"), "DUB": (162_000, "EUR"), "SIN": (176_000, "SGD")},
    "M1": {"SJC": (246_000, "USD"), "DUB": (172_000, "EUR"), "SIN": (188_000, "SGD")},
}
ROLES = [
    "Policy Specialist",
    "Policy Manager",
    "Program Manager",
    "Data Analyst",
    "Guideline Editor",
    "Market Specialist",
    "Escalations Lead",
]
VENDORS = [
    "Meridian Review Services",
    "Harbour Events",
    "Northlight Learning",
    "Quillstone Software",
    "Ardan Interiors",
    "Manyvoices Localisation",
    "Fieldstone Research",
    "Larkhill Legal",
    "Open Coast Studio",
]
SPENDING = [
    ("vendor", "VEN", "Policy QA reviewers,"),
    ("vendor", "VEN", "Calibration waves,"),
    ("program", "PRG", "Expert roundtables with"),
    ("research", "RES", "Prevalence study by"),
    ("software", "SFT", "Licences from"),
    ("training", "TRN", "Guideline training by"),
    ("travel", "TRV", "Travel to"),
    ("program", "PRG", "Partner events with"),
    ("contractor", "CON", "Guideline editors from"),
    ("facilities", "FAC", "Rooms and equipment,"),
    ("other", "OTH", "Translations by"),
    ("research", "RES", "Diary study by"),
]
OBJECTIVES = [
    "People in distress find help and not harm",
    "Rules are applied the same way in every market",
    "Reviewers decide sooner and are right more often",
    "Guidance is ready before the rule is in force",
    "Partners get an answer in time",
    "People understand why something was removed",
    "Young people meet less of what was never meant for them",
]
RESULTS = [
    "Reviewer agreement on the new guideline",
    "Share of appeals answered within two days",
    "Markets with current guidance",
    "Accuracy of sampled decisions",
    "Searches in covered markets that lead to local help",
    "Share of removals with a reason that people understood",
    "Partner requests answered within the service level",
    "Escalations decided within four hours",
    "Specialists trained on the new protocol",
    "Share of decisions made before anybody reported",
    "Guidelines with a tested example for every clause",
]
METRICS = [
    ("vvr", "Violative view rate", "%", "down", "ratio", (0.42, 0.30, 0.55)),
    ("appeals", "Appeals that reversed a removal", "%", "down", "ratio", (14, 9, 18)),
    ("reach", "Searches that lead to local help", "%", "up", "ratio", (40, 60, 30)),
    ("accuracy", "Accuracy of sampled decisions", "%", "up", "ratio", (90, 95, 86)),
    ("proactive", "Removed before any report", "%", "up", "ratio", (88, 93, 84)),
    ("slowest", "Hours to decide, ninetieth percentile", "h", "down", "median", (11, 7, 14)),
    ("agreement", "Reviewer agreement, kappa", "kappa", "up", "agreement", (0.62, 0.75, 0.55)),
    ("lag", "Days from rule to guidance", "d", "down", "value", (21, 12, 30)),
    ("answers", "Partner requests answered in time", "%", "up", "ratio", (80, 92, 70)),
    ("pulse", "Wellbeing pulse, team mean", "points", "up", "value", (3.6, 4.1, 3.0)),
]
