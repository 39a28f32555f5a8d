"""A run over the alerts: what is new, delivered once each."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from indexer.alerts import writing
from indexer.alerts.state import State, opened
from indexer.alerts.wanted import Alert, Smtp, Wanted
from indexer.article import VIETNAM
from indexer.engines.base import Engine
from indexer.errors import TracuuError
from indexer.presenting import page_json
from indexer.search import answer

#: News told in full in one delivery, and kept in an Atom file; further ones are counted.
_TOLD = 100
_SMTP_SECONDS = 30.0

Say = Callable[[Mapping[str, Any]], None]


@dataclass(frozen=True, slots=True)
class AlertReport:
    """How many news each alert delivered, and which alerts failed, with the reason."""

    delivered: dict[str, int]
    failed: dict[str, TracuuError]


def run(wanted: Wanted, engine: Engine, say: Say, *, dry_run: bool = False) -> AlertReport:
    """Deliver what is new to each alert, and remember it.

    `say` takes the news of alerts that go to standard output, and with `dry_run` those of all,
    which are then not remembered. An alert that fails stops no other and is tried again at the
    next run. Raises AlertsLocked and IndexUnavailable.
    """
    report = AlertReport({}, {})
    with opened(wanted.state) as state:
        for alert in wanted.alerts:
            try:
                report.delivered[alert.name] = _one(alert, wanted, engine, state, say, dry_run)
            except (TracuuError, OSError, smtplib.SMTPException) as problem:
                report.failed[alert.name] = _told(problem)
    return report


def _one(
    alert: Alert, wanted: Wanted, engine: Engine, state: State, say: Say, dry_run: bool
) -> int:
    now = datetime.now(VIETNAM)
    before = state.delivered(alert.name)
    news = [hit for hit in _matches(alert, engine) if hit["id"] not in before]
    told, others = news[:_TOLD], [hit["id"] for hit in news[_TOLD:]]
    if news and (dry_run or not (alert.atom or alert.mail)):
        say({"alert": alert.name, "query": alert.request.text, "new": told, "more": len(others)})
    if dry_run:
        return len(news)
    if news and alert.mail:
        message = writing.mail(alert, told, len(others), wanted.smtp.sender, wanted.site)
        _send(message, wanted.smtp)
    state.deliver(alert.name, now, told, others, _TOLD)
    if alert.atom and (news or not alert.atom.exists()):
        when = now.isoformat(timespec="seconds")
        writing.write_atom(alert.atom, alert, state.latest(alert.name), when, wanted.site)
    return len(news)


def _matches(alert: Alert, engine: Engine) -> list[dict[str, Any]]:
    """All strict matches, the newest first, as many as a search shows."""
    found: list[dict[str, Any]] = []
    limits = engine.limits
    for page in range(1, limits.hits // limits.page_size + 1):
        request = replace(alert.request, page=page, limit=limits.page_size)
        hits = page_json(answer(engine, request))["hits"]
        found += [hit for hit in hits if not hit["missing"]]
        if len(hits) < limits.page_size:
            break
    return found


def _send(message: EmailMessage, smtp: Smtp) -> None:
    context = ssl.create_default_context()
    if smtp.tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            smtp.host, smtp.port, timeout=_SMTP_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=_SMTP_SECONDS)
    with server:
        if smtp.tls == "starttls":
            server.starttls(context=context)
        if smtp.user and smtp.password_file:
            server.login(smtp.user, smtp.password_file.read_text("utf-8").strip())
        server.send_message(message)


def _told(problem: Exception) -> TracuuError:
    if isinstance(problem, TracuuError):
        return problem
    return TracuuError(
        f"không gửi được ({problem}); sẽ thử lại ở lượt sau.",
        f"could not be delivered ({problem}); it is tried again at the next run.",
    )
