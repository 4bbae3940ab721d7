"""What stands in blog.atom, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://blog.example/en/atom.xml'

FEED = Feed(
    kind='feed',
    title='Notes from the lab',
    language='en',
    home='https://blog.example/en/',
    entries=(
        Entry(
            id='tag:blog.example,2026:lattices',
            url='https://blog.example/en/lattices.html',
            title='Why lattices matter',
            published=datetime(2026, 11, 21, 23, 15, 30, 250000, tzinfo=UTC),
            content='<p>Lattices order things that are <b>not</b> in a line.</p>',
            author='Grace Field',
            language='en',
            updated=datetime(2026, 11, 22, 10, 0, tzinfo=UTC),
        ),
        Entry(
            id='tag:blog.example,2026:two',
            url='https://blog.example/en/two',
            title='Only updated, only a summary',
            published=datetime(2026, 11, 21, 4, 59, 59, tzinfo=UTC),
            content='<p>The whole text is here.</p>',
        ),
    ),
)
