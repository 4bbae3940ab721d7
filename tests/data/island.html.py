"""What stands in island.html, read from this address."""

from datetime import UTC, datetime

from briefbot.models import Entry, Feed

URL = 'https://www.island.example.tw/list/aall.aspx'

FEED = Feed(
    kind='page',
    title='海島通訊社 即時新聞',
    language='zh',
    home='https://www.island.example.tw/list/aall.aspx',
    entries=(
        Entry(
            id='https://www.island.example.tw/news/aipl/202611220012.aspx',
            url='https://www.island.example.tw/news/aipl/202611220012.aspx',
            title='立院三讀資安法修正案 關鍵設施須24小時內通報',
            published=datetime(2026, 11, 22, 10, 35, tzinfo=UTC),
        ),
        Entry(
            id='https://www.island.example.tw/news/aie/202611220009.aspx',
            url='https://www.island.example.tw/news/aie/202611220009.aspx',
            title='港口貨運量創新高 業者看好明年',
            published=datetime(2026, 11, 22, 9, 58, tzinfo=UTC),
        ),
        Entry(
            id='https://www.island.example.tw/news/ait/202611210188.aspx',
            url='https://www.island.example.tw/news/ait/202611210188.aspx',
            title='研究團隊發現路由器漏洞',
            published=datetime(2026, 11, 21, 18, 20, tzinfo=UTC),
        ),
    ),
)
