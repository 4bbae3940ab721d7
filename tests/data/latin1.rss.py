"""What stands in latin1.rss, read from this address."""

from briefbot.models import Entry, Feed

URL = 'http://lequai.example/rss/une.xml'

FEED = Feed(
    kind='feed',
    title='Le Quai — le journal',
    language='fr',
    home='http://lequai.example/',
    entries=(
        Entry(
            id='http://lequai.example/articles/ete.html',
            url='http://lequai.example/articles/ete.html',
            title='Le Quai fête l’été : “Noël en août”',
            content='Une fête sur les quais, 5 € l’entrée.',
        ),
        Entry(
            id='http://lequai.example/rss/articles/marche.html',
            url='http://lequai.example/rss/articles/marche.html',
            title='Marché rouvert à midi',
        ),
    ),
)
