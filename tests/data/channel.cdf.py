"""What stands in channel.cdf, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'http://quay.example/quay.cdf'

FEED = Feed(
    kind='feed',
    title='Quay channel',
    home='http://quay.example/',
    entries=(
        Entry(
            id='http://quay.example/pilots.html',
            url='http://quay.example/pilots.html',
            title='Pilots vote to strike',
            published=datetime(2026, 11, 22, 2, 30, tzinfo=UTC),
            content='The pilots of the harbour voted on Sunday.',
        ),
        Entry(
            id='http://quay.example/dredger.html',
            url='http://quay.example/dredger.html',
            title='Dredger arrives',
        ),
    ),
)
