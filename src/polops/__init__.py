"""polops: goals, money, people, roadmap, risks and policies as reviewed YAML; one plan, checked, added up and reported."""

__version__ = "0.1.0"
