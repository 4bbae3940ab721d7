"""A realistic digest, a quiet day and a hostile one, for looking at and for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from briefbot.models import (
    Ailing,
    Answer,
    Beside,
    Coverage,
    Digest,
    Item,
    Outlet,
    Quality,
    Quote,
    Section,
)

MADE = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
"""Monday 08:00 in Taipei."""

HOSTILE = (
    '<script>alert(1)</script> [bold red]x[/] & "quoted" \'</title></style> '
    "\x1b]8;;https://evil.example\x07click\x1b[2J \x9b31m \u202egnp.exe \u2066 {{7*7}} <!channel>"
)


def quotes(url: str, *texts: str, space: int = 1, start: int = 0) -> tuple[Quote, ...]:
    """Return the texts as sentences of one article; `...` stands for text left out between two."""
    made = []
    for text in texts:
        if text == "...":
            start += 180
            continue
        made.append(Quote(text=text, url=url, start=start, end=start + len(text)))
        start += len(text) + space
    return tuple(made)


def item(  # noqa: PLR0913  a builder: everything but the first four has a default
    headline: str,
    outlet: str,
    url: str,
    *texts: str,
    story: int = 1,
    hours: float = 1,
    also: tuple[Outlet, ...] = (),
    language: str = "en",
    quality: Quality = Quality.FULL,
    update: bool = False,
    beside: Beside | None = None,
) -> Item:
    """Return one story, published some hours before the digest is made."""
    return Item(
        article_id=1,
        source_id="ledger",
        story_id=story,
        headline=headline,
        url=url,
        sources=(Outlet(name=outlet, url=url), *also),
        published=MADE - timedelta(hours=hours),
        sentences=quotes(url, *texts, space=0 if language == "zh" else 1),
        language=language,
        quality=quality,
        update=update,
        beside=beside,
    )


def beside(text: str, outlet: str = "Strait Monitor") -> Beside:
    """Return a sentence of another outlet's article."""
    url = "https://straitmonitor.example/a/9912"
    (quote,) = quotes(url, text, start=40)
    return Beside(article_id=2, outlet=Outlet(name=outlet, url=url), quote=quote)


def _taiwan() -> Section:
    return Section(
        name="Taiwan",
        items=(
            item(
                "Keelung reopens its eastern terminal after a two-day outage of the crane network",
                "Harbour Dispatch",
                "https://www.harbourdispatch.example/2026/11/23/keelung-cranes",
                "Cranes at Keelung's eastern terminal moved again at 05:10 on Monday, "
                "fifty-one hours after a faulty update stopped them.",
                "The port company says that no cargo data was lost.",
                "...",
                "Forty-two ships waited outside the harbour on Sunday night, and the last of them "
                "is expected to be unloaded on Wednesday.",
                story=101,
                hours=0.4,
                also=(
                    Outlet(name="Strait Monitor", url="https://straitmonitor.example/a/9912"),
                    Outlet(name="島嶼日報", url="https://daoyu.example/news/20261123-4"),
                ),
                update=True,
            ),
            item(
                "海底電纜修復提前完成，馬祖網路今晨全面恢復",
                "島嶼日報",
                "https://daoyu.example/news/20261123-1",
                "數位部今晨表示，馬祖與本島之間的第二條海底電纜已於凌晨四點修復，"
                "比原訂時程提前三天。",
                "當地居民說，過去兩週只能靠微波備援上網，影片幾乎無法播放。",
                "...",
                "電信公司將在下個月公布新的備援計畫，並增設兩座 5G 基地台。",
                story=102,
                hours=1.5,
                language="zh",
            ),
            item(
                "Legislature sends the drone procurement bill back to committee",
                "Formosa Ledger",
                "https://formosaledger.example/politics/drones-bill",
                "Lawmakers voted 58 to 51 on Friday evening to return the bill to the defence "
                "committee.",
                "...",
                "A second reading is now unlikely before the winter recess.",
                story=103,
                hours=9.5,
                quality=Quality.PAYWALLED,
            ),
        ),
    )


def _security() -> Section:
    return Section(
        name="Cyber security",
        items=(
            item(
                "A flaw in the Larkspur mail gateway is being used against hospitals, three "
                "national agencies warn in a joint notice that asks every operator to update "
                "before the end of the week and to look for signs of entry since September",
                "The Patch Journal",
                "https://patchjournal.example/larkspur-gateway",
                "The flaw lets anyone who can reach the gateway's web port read queued mail.",
                "It needs no password.",
                "...",
                "At least eleven hospitals in four countries have found the attackers' tool.",
                story=201,
                hours=3,
                also=tuple(
                    Outlet(name=name, url=f"https://{name.split()[0].lower()}.example/larkspur")
                    for name in (
                        "Wire North",
                        "Harbour Dispatch",
                        "Clinic Weekly",
                        "Signal & Noise",
                        "Kernel Post",
                        "Open Ward",
                        "Ledger Tech",
                    )
                ),
            ),
            item(
                "ثغرة في بوابة البريد Larkspur تستهدف المستشفيات",
                "صحيفة الميناء",
                "https://alminaa.example/tech/larkspur-2026",
                "حذّرت ثلاث هيئات وطنية يوم الأحد من هجمات تستغل ثغرة في بوابة البريد Larkspur.",
                "ويُنصح المشغّلون بتثبيت الإصدار 4.2.1 فورًا.",
                story=202,
                hours=4,
                language="ar",
            ),
            item(
                "Registry of the .isle domain moves to signed zone transfers",
                "Kernel Post",
                "https://kernelpost.example/isle-zone",
                "The registry will refuse unsigned transfers from 1 December.",
                story=203,
                hours=11,
                quality=Quality.FEED,
            ),
            item(
                HOSTILE,
                "<b>Mallory</b> News",
                "https://mallory.example/?q=<x>&r=\"'",
                "One <i>sentence</i> with [link=https://evil.example]markup[/link] & &lt;entities.",
                story=204,
                hours=12,
                also=(Outlet(name="Script Times", url="javascript:alert(1)"),),
            ),
        ),
    )


def _chips() -> Section:
    return Section(
        name="Chips and supply chains",
        items=(
            item(
                "Hsinchu foundry books its first orders for glass substrates",
                "Wire North",
                "https://wirenorth.example/hsinchu-glass",
                "Two customers have ordered trial lots for the spring, the company told investors "
                "on Sunday.",
                "Glass stays flat at temperatures that bend today's carriers.",
                story=301,
                hours=20,
            ),
            item(
                "Helium prices ease as the Ras Qarn plant restarts",
                "Formosa Ledger",
                "https://formosaledger.example/markets/helium",
                "Spot prices fell by a fifth last week.",
                story=302,
                hours=48,
            ),
        ),
    )


def digest() -> Digest:
    """Return a Monday edition: three topics, nine stories, two sources that fail."""
    return Digest(
        briefing_id="taipei-desk",
        name="Taipei desk",
        made=MADE,
        since=MADE - timedelta(hours=24),
        zone="Asia/Taipei",
        sections=(_taiwan(), _security(), _chips()),
        coverage=Coverage(
            read=9,
            total=11,
            ailing=(
                Ailing(
                    name="Reef Report",
                    since=MADE - timedelta(hours=2, minutes=48),
                    message="503 from feeds.reefreport.example; we try again within the hour",
                ),
                Ailing(
                    name="Old Quay",
                    since=MADE - timedelta(days=2, hours=1),
                    message="the page asks for a login; set a feed address that needs none",
                ),
            ),
            articles=61,
            stories=24,
        ),
    )


def quiet_day() -> Digest:
    """Return an edition with nothing to tell, on a day when everything was read."""
    return Digest(
        briefing_id="taipei-desk",
        name="Taipei desk",
        made=MADE,
        since=MADE - timedelta(hours=24),
        zone="Asia/Taipei",
        sections=(),
        coverage=Coverage(read=11, total=11),
        quiet="A quiet day: nothing new on Taiwan, Cyber security or Chips and supply chains.",
    )


def answer() -> Answer:
    """Return what a search for Taiwan found in the last week."""
    return Answer(
        query="taiwan",
        made=MADE,
        since=MADE - timedelta(days=7),
        searched=1204,
        items=_taiwan().items,
    )


def of(*items: Item, name: str = "Sample") -> Digest:
    """Return a digest of these items under no topic."""
    return Digest(
        briefing_id="sample",
        name=name,
        made=MADE,
        since=MADE - timedelta(hours=24),
        zone="UTC",
        sections=(Section(name="", items=items),),
        coverage=Coverage(read=1, total=1, articles=len(items), stories=len(items)),
    )
