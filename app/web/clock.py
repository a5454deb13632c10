"""What time it is, in the one place that asks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """Now in UTC, without a zone: this is how the store keeps times."""
    return datetime.now(UTC).replace(tzinfo=None)


def today() -> date:
    """Today where the county is."""
    return datetime.now(ZONE).date()


def day_of(moment: datetime) -> date:
    """The day in the county of a moment in UTC."""
    return there(moment).date()


def there(moment: datetime) -> datetime:
    """A moment in UTC as the clocks of the county show it."""
    return moment.replace(tzinfo=UTC).astimezone(ZONE)


def end_of(last: date) -> datetime:
    """The end of this day in the county, in UTC as the store keeps times."""
    return datetime.combine(last + timedelta(days=1), time(), ZONE).astimezone(UTC).replace(tzinfo=None)


def last_day(end: datetime) -> date:
    """The day that ends at this moment, which is the first of the next one."""
    return day_of(end - timedelta(microseconds=1))
