"""What stands in namespaces.rss, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://names.example/feed'

FEED = Feed(
    kind='feed',
    title='Names of names',
    home='https://names.example/',
    entries=(
        Entry(
            id='one',
            url='https://names.example/one',
            title="Its link is Atom's",
            published=datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
        ),
        Entry(
            id='https://names.example/two',
            url='https://names.example/two',
            title="Its text is Atom's",
            published=datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
            content='<p>The text stands here.</p>',
        ),
    ),
)
