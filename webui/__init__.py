"""Answers made into pages."""
