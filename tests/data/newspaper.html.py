"""What stands in newspaper.html, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://coastpost.example/'

FEED = Feed(
    kind='page',
    title='The Coast Post | News, sport and opinion',
    language='en',
    home='https://coastpost.example/',
    entries=(
        Entry(
            id='https://coastpost.example/news/2026/nov/22/harbour-bridge-closes-after-storm',
            url='https://coastpost.example/news/2026/nov/22/harbour-bridge-closes-after-storm',
            title='Harbour bridge closes after storm tears cables',
            published=datetime(2026, 11, 22, 6, 45, tzinfo=UTC),
            content='Engineers say that the crossing may stay shut until spring, cutting off three villages on the north bank.',
        ),
        Entry(
            id='https://www.coastpost.example/politics/council-votes-to-ban-night-fishing-391882.html',
            url='https://www.coastpost.example/politics/council-votes-to-ban-night-fishing-391882.html',
            title='Council votes to ban night fishing',
            published=datetime(2026, 11, 21, 0, 0, tzinfo=UTC),
        ),
        Entry(
            id='https://coastpost.example/tech/ransomware-ferry',
            url='https://coastpost.example/tech/ransomware-ferry',
            title='Ransomware gang claims attack on ferry operator',
            content='Timetables are on paper again, and the company says it does not know when its systems return.',
        ),
        Entry(
            id='https://coastpost.example/opinion/we-should-all-walk-to-work-391870',
            url='https://coastpost.example/opinion/we-should-all-walk-to-work-391870',
            title='We should all walk to work',
            published=datetime(2026, 11, 20, 0, 0, tzinfo=UTC),
        ),
        Entry(
            id='https://coastpost.example/opinion/the-case-against-umbrellas-391866',
            url='https://coastpost.example/opinion/the-case-against-umbrellas-391866',
            title='The case against umbrellas',
        ),
    ),
)
