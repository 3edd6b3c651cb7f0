"""Money, periods, numbers and references: the values that lie under every room. No imports but the standard library."""
