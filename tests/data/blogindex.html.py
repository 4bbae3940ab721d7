"""What stands in blogindex.html, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://fieldnotes.example/'

FEED = Feed(
    kind='page',
    title='field notes',
    language='en',
    home='https://fieldnotes.example/',
    entries=(
        Entry(
            id='https://fieldnotes.example/hello-world/',
            url='https://fieldnotes.example/hello-world/',
            title='Hello world',
            published=datetime(2026, 11, 20, 0, 0, tzinfo=UTC),
            content='I have moved this site to a small computer under the stairs. It is quiet there.',
        ),
        Entry(
            id='https://fieldnotes.example/fog/',
            url='https://fieldnotes.example/fog/',
            title='Fog',
            published=datetime(2026, 11, 12, 0, 0, tzinfo=UTC),
            content='Fog came in over the hill and stayed for nine days, and nothing flew.',
        ),
        Entry(
            id='https://fieldnotes.example/2026/10/radio-on-a-budget/',
            url='https://fieldnotes.example/2026/10/radio-on-a-budget/',
            title='Radio on a budget',
            published=datetime(2026, 10, 30, 0, 0, tzinfo=UTC),
            content='A receiver for less than the price of a lunch, and what it can hear at night.',
        ),
    ),
)
