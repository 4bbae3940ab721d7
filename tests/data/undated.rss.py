"""What stands in undated.rss, read from this address."""

from briefbot.models import Entry, Feed

URL = 'https://quay.example/rss/notices.xml'

FEED = Feed(
    kind='feed',
    title='Quay notices',
    home='https://quay.example/',
    entries=(
        Entry(
            id='20261122',
            url='',
            title='Crane two stands still',
            content='Until Tuesday.',
        ),
        Entry(
            id='notice-7',
            url='',
            title='Water is off',
            content='From nine to noon.',
        ),
        Entry(
            id='https://quay.example/notices/gate-four',
            url='https://quay.example/notices/gate-four',
            title='Gate four',
            content='Closed for paint.',
        ),
        Entry(
            id='https://quay.example/notices/tides?day=3',
            url='https://quay.example/notices/tides?day=3',
            title='Tides',
        ),
        Entry(
            id='e70a65483a8379f1dde2f348849ba672',
            url='',
            title='Found: one glove.',
            content='Found: one glove.',
        ),
    ),
)
