"""What stands in twice.atom, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://twice.example/atom.xml'

FEED = Feed(
    kind='feed',
    title='Said twice',
    language='en',
    home='https://twice.example/',
    entries=(
        Entry(
            id='tag:twice.example,2026:1',
            url='https://twice.example/1',
            title='Two dates of one name',
            published=datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
            updated=datetime(2026, 11, 24, 10, 30, tzinfo=UTC),
        ),
        Entry(
            id='tag:twice.example,2026:2',
            url='https://twice.example/2',
            title='A recording, and the page in words',
            published=datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
        ),
    ),
)
