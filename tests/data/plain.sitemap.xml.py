"""What stands in plain.sitemap.xml, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://site.example/sitemap.xml'

FEED = Feed(
    kind='sitemap',
    title='site.example',
    language=None,
    home=None,
    entries=(
        Entry(
            id='https://site.example/posts/new',
            url='https://site.example/posts/new',
            title='',
            published=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
        ),
        Entry(
            id='https://site.example/posts/old',
            url='https://site.example/posts/old',
            title='',
            published=datetime(2025, 1, 5, 0, 0, tzinfo=UTC),
        ),
    ),
)
