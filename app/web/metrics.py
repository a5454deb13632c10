"""The condition of this installation as Prometheus reads it: gauges of what stands in the database and on the disk.

No counter of requests: how many came in a minute would be when people answered. So it does not matter which process
of the web server is asked, and nothing changes until something is released.
"""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from app.web.condition import Condition

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4


def text(found: Condition, works: bool) -> bytes:
    registry = CollectorRegistry()
    registry.register(_Gauges(found, works))
    return generate_latest(registry)


class _Gauges(Collector):
    def __init__(self, found: Condition, works: bool) -> None:
        self._found, self._works = found, works

    def collect(self) -> Iterator[Metric]:
        found = self._found
        yield _one("ready", "Whether people can answer and read.", self._works)
        yield _each("sealed_days", "Days since answers were last sealed.", found.sealed)
        yield _each("released_days", "Days since the last release.", found.released)
        yield _each("release_number", "The number of the newest release.", found.numbers)
        yield _one("disk_free_gigabytes", "Free space of the disk, at least, in steps.", found.disk_free)
        yield _one("clock_plausible", "Whether the clock is set and nothing was kept in its future.", found.clock)
        yield _one("mails_waiting", "Mails to staff that wait to be sent.", found.mails)
        yield _one("mail_tries", "How often the mail was tried that was tried most.", found.tries)
        yield _one("keys_missing", "Questionnaires nothing more can be released of.", len(found.keyless))
        if found.jobs is not None:
            yield _one("jobs_at_work", "Whether the job runner finished a round in the last 15 minutes.", found.jobs)
        if found.backup_age is not None:
            yield _one("backup_days", "Days since the newest backup.", found.backup_age)


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"mitsprache_{name}", words, value=value)


def _each(name: str, words: str, values: dict[str, int]) -> Metric:
    family = GaugeMetricFamily(f"mitsprache_{name}", words, labels=["questionnaire"])
    for slug, value in sorted(values.items()):
        family.add_metric([slug], value)
    return family
