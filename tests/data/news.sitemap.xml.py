"""What stands in news.sitemap.xml, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://wire.example/news.xml'

FEED = Feed(
    kind='sitemap',
    title='wire.example',
    language='en',
    home=None,
    entries=(
        Entry(
            id='https://wire.example/tech/patch?id=9&v=2',
            url='https://wire.example/tech/patch?id=9&v=2',
            title='Patch closes hole in <router> firmware',
            published=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
            language='en',
        ),
        Entry(
            id='https://wire.example/world/ferry-strike-ends',
            url='https://wire.example/world/ferry-strike-ends',
            title='Ferry strike ends & boats sail',
            published=datetime(2026, 11, 22, 6, 0, tzinfo=UTC),
            language='en',
            updated=datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
        ),
    ),
)
