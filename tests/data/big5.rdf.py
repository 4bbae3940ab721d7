"""What stands in big5.rdf, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://paper.example/rss'

FEED = Feed(
    kind='feed',
    title='海岸日報',
    language='zh',
    home='https://paper.example/',
    entries=(
        Entry(
            id='https://paper.example/a/1',
            url='https://paper.example/a/1',
            title='政府公布資安新規定 明年上路',
            published=datetime(2026, 11, 22, 2, 0, tzinfo=UTC),
            content='行政院今天公布資安新規定，要求關鍵設施通報事件。',
            author='王小明',
        ),
        Entry(
            id='https://paper.example/a/2',
            url='https://paper.example/a/2',
            title='颱風外圍環流 東部有雨',
            published=datetime(2026, 11, 21, 0, 0, tzinfo=UTC),
            content='氣象署說，東部明天有雨。',
        ),
    ),
)
