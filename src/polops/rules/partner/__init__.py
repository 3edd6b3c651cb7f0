"""Checks of partners: meetings, requests and engagements."""
