"""What stands in advisories.html, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://boxmaker.example/advisories'

FEED = Feed(
    kind='page',
    title='Security Advisories - Boxmaker',
    language='en',
    home='https://boxmaker.example/advisories',
    entries=(
        Entry(
            id='https://www.boxmaker.example/psirt/BX-26-031',
            url='https://www.boxmaker.example/psirt/BX-26-031',
            title='BX-26-031 Heap overflow in web console',
            published=datetime(2026, 11, 18, 0, 0, tzinfo=UTC),
        ),
        Entry(
            id='https://www.boxmaker.example/psirt/BX-26-030',
            url='https://www.boxmaker.example/psirt/BX-26-030',
            title='BX-26-030 Path traversal in backup tool',
            published=datetime(2026, 11, 11, 0, 0, tzinfo=UTC),
        ),
        Entry(
            id='https://www.boxmaker.example/psirt/BX-26-029',
            url='https://www.boxmaker.example/psirt/BX-26-029',
            title='BX-26-029 Weak keys after factory reset',
            published=datetime(2026, 10, 30, 0, 0, tzinfo=UTC),
        ),
        Entry(
            id='https://www.boxmaker.example/psirt/BX-26-028',
            url='https://www.boxmaker.example/psirt/BX-26-028',
            title='BX-26-028 Cross-site scripting in report view',
            published=datetime(2026, 10, 14, 0, 0, tzinfo=UTC),
        ),
    ),
)
