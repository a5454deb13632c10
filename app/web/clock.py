"""What time it is, in the one place that asks."""

from __future__ import annotations

from datetime import UTC, date, datetime
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
