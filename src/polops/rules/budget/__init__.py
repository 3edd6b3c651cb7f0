"""Checks of the money: plans, transfers, orders, variances, outlooks and the month-end close."""
