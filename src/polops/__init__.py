"""polops: OKRs, metrics, budgets and headcount as reviewed YAML, checked and reported from one plan."""

__version__ = "0.1.0"
