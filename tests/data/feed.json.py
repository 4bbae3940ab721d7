"""What stands in feed.json, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://signal.example/feed.json'

FEED = Feed(
    kind='feed',
    title='Signal Room',
    language='en',
    home='https://signal.example/',
    entries=(
        Entry(
            id='7',
            url='https://signal.example/7',
            title='Seven 😀 signs',
            published=datetime(2026, 11, 22, 15, 0, tzinfo=UTC),
            content='<p>All seven signs, in full.</p>',
            author='Lee Ray',
            image='https://signal.example/7.png',
        ),
        Entry(
            id='https://signal.example/8',
            url='https://elsewhere.example/story',
            title='1 < 2, and that is all that this item says today',
            published=datetime(2026, 11, 21, 0, 0, tzinfo=UTC),
            content='1 &lt; 2, and that is all that this item says today',
            author='Old Style',
        ),
        Entry(
            id='broken',
            url='',
            title='A broken item � with half a character',
            content='A broken item � with half a character',
        ),
    ),
)
