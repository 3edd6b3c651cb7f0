"""Checks of the people: positions, caps, allocations, vacancies and vendor seats."""
