"""What stands in full.rss, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://feeds.gazette.example/all'

FEED = Feed(
    kind='feed',
    title='Harbour Gazette & Sons',
    language='en',
    home='https://gazette.example/',
    entries=(
        Entry(
            id='https://gazette.example/?p=4711',
            url='https://gazette.example/2026/11/port-opens-berth/?utm_source=rss&utm_medium=feed',
            title='Port opens “green” berth & crane',
            published=datetime(2026, 11, 22, 8, 30, tzinfo=UTC),
            content='<p>The port has opened a berth for ships that draw power from land.</p><p>It cost &euro;4 million.</p>',
            author='Ada Quay',
            image='https://gazette.example/i/berth.jpg',
        ),
        Entry(
            id='https://gazette.example/story?id=12&page=1&copy=2',
            url='https://gazette.example/story?id=12&page=1&copy=2',
            title='How the <video> tag changed the web',
            published=datetime(2026, 11, 21, 23, 0, tzinfo=UTC),
            content='Undeclared\xa0entity, café and &unknown; ones & a bare & sign.',
            author='The Desk',
        ),
        Entry(
            id='https://gazette.example/notes/77',
            url='https://gazette.example/notes/77',
            title='A note without a title: the lighthouse keeper writes about fog, gulls and a…',
            content='<p>A note without a title: the lighthouse keeper writes about fog, gulls and a very long winter night.</p>',
        ),
        Entry(
            id='note-78',
            url='',
            title='A link that runs a script',
        ),
        Entry(
            id='https://gazette.example/2026/11/port-opens-berth/',
            url='https://gazette.example/2026/11/port-opens-berth/',
            title='Port opens green berth, again',
            published=datetime(2026, 11, 22, 0, 0, tzinfo=UTC),
        ),
    ),
)
