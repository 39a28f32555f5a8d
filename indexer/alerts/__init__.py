"""Saved searches: what is new since the last run, as an Atom file, an e-mail or JSON."""

from indexer.alerts.running import AlertReport, run
from indexer.alerts.wanted import Alert, Wanted, read

__all__ = ["Alert", "AlertReport", "Wanted", "read", "run"]
