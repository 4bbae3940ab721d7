"""What stands in dates.rss, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://clock.example/feed'

FEED = Feed(
    kind='feed',
    title='Harbour clock',
    home='https://clock.example/',
    entries=(
        Entry(
            id='https://clock.example/evening',
            url='https://clock.example/evening',
            title='In the evening',
            published=datetime(2026, 11, 22, 22, 30, tzinfo=UTC),
        ),
        Entry(
            id='https://clock.example/colon',
            url='https://clock.example/colon',
            title='With a colon',
            published=datetime(2026, 11, 22, 2, 30, tzinfo=UTC),
        ),
        Entry(
            id='https://clock.example/hours',
            url='https://clock.example/hours',
            title='With hours alone',
            published=datetime(2026, 11, 22, 2, 30, tzinfo=UTC),
        ),
        Entry(
            id='https://clock.example/greenwich',
            url='https://clock.example/greenwich',
            title='Counted from Greenwich',
            published=datetime(2026, 11, 22, 2, 30, tzinfo=UTC),
        ),
        Entry(
            id='https://clock.example/deutsch',
            url='https://clock.example/deutsch',
            title='Auf Deutsch',
            published=datetime(2026, 12, 13, 9, 30, tzinfo=UTC),
        ),
        Entry(
            id='https://clock.example/francais',
            url='https://clock.example/francais',
            title='En français',
            published=datetime(2026, 8, 2, 8, 30, tzinfo=UTC),
        ),
        Entry(
            id='https://clock.example/hanguk',
            url='https://clock.example/hanguk',
            title='한국어',
            published=datetime(2026, 11, 22, 22, 30, tzinfo=UTC),
        ),
        Entry(
            id='https://clock.example/zhongwen',
            url='https://clock.example/zhongwen',
            title='中文',
            published=datetime(2026, 11, 22, 10, 30, tzinfo=UTC),
        ),
        Entry(
            id='https://clock.example/midnight',
            url='https://clock.example/midnight',
            title='Midnight at the end',
            published=datetime(2026, 11, 22, 0, 0, tzinfo=UTC),
        ),
        Entry(
            id='https://clock.example/unclear',
            url='https://clock.example/unclear',
            title='Day or month',
        ),
    ),
)
