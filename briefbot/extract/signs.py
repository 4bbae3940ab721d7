"""What a page's markup says that it is, where it has no or little text of an article."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from briefbot.models import Quality

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_SILENT = frozenset({"head", "iframe", "noscript", "script", "style", "svg", "template", "title"})
_SCRIPTED = 200
"""A body with fewer letters beside its scripts is an empty frame for them."""
_NEWS = 200
"""Sites that guard themselves leave the guard's marks in short news too; its own pages say less."""
_FIRST_SCRIPTS = 200_000
_OFFER = 2_000
_MOST_LINES = 400
_TIMES = 3
"""Lines with a clock time from which a page that calls itself a live blog is one."""

_CHALLENGE_TITLE = re.compile(
    r"(?i)just a moment|attention required|access (?:to this page has been )?denied"
    r"|pardon our interruption|(?:robot|bot|human) (?:check|verification)|are you (?:a robot|human)"
    r"|security (?:check|verification|checkpoint)|(?:vercel )?security checkpoint|client challenge"
    r"|ddos-guard|making sure you(?:'|’)re not a bot|(?:verify|verifying) (?:you|your)"
    r"|captcha|request (?:unsuccessful|rejected|blocked)|un momento|nur einen moment|un instant"
    r"|einen augenblick|attendi|un momentje|один момент|请稍候|請稍候|しばらくお待ちください"
)
_CHALLENGE = re.compile(
    r"_cf_chl_opt|/cdn-cgi/challenge-platform/h/|id=.challenge-(?:form|running|container)"
    r"|captcha-delivery\.com/(?:c|interstitial|captcha)|id=.px-captcha"
    r"|/_Incapsula_Resource\?(?:CWUDNSAI|incident)|/_sec/cp_challenge|sec-if-cpt-container"
    r"|awsWafCookieDomainList|/ddos-guard/js-challenge|sucuri_cloudproxy_js|anubis_challenge"
    r"|/149e9513-01fa-4fb0-aad4-566afd725d1b/|(?:show|check)captcha\?|wappass\.baidu\.com"
    r"|tspd_101|bobcmn|geetest_(?:challenge|captcha)|__ddg_challenge|/\.within\.website/"
)
_CONSENT_HOST = re.compile(
    r"(?:^|\.)(?:consent|consents|guce|myprivacy|cmp|privacy|cookiewall|privacygate|zustimmung)\."
)
_CONSENT_PATH = re.compile(
    r"(?i)^/(?:privacy-?(?:gate|wall)|consent(?:-?(?:wall|form|manager))?|cookie-?(?:wall|consent)"
    r"|collectconsent|zustimmung|einwilligung)(?:/|$)"
)
_CONSENT = re.compile(
    r"(?i)cdn\.cookielaw\.org|onetrust|consent\.cookiebot\.com|usercentrics|sdk\.privacy-center\.org"
    r"|didomi|sp_message|sourcepoint|privacy-mgmt\.com|cmp\.quantcast|inmobi.{0,9}cmp|trustarc"
    r"|truste\.com|cdn\.iubenda|consentmanager\.net|delivery\.consentmanager|klaro\.js|axeptio"
    r"|fundingchoicesmessages|cmp\.osano|termly\.io|cookiefirst|opencmp|contentpass|borlabs"
)
_APP = etree.XPath(
    "//script[@type='module'] | //*[@id='root' or @id='app' or @id='__next' or @id='__nuxt']"
)
"""Where an application's scripts build a page; its consent tool is then one of many."""
_PAYWALL = re.compile(
    r"(?i)paywall|regwall|piano-|tp-(?:container|modal)|tinypass|poool|zephr|leaky.?paywall"
    r"|subscri(?:ber|ption)-(?:only|wall|overlay|prompt)|metered-|gateway-content|plus-?(?:box|wall)"
    r"|premium-(?:overlay|wall|box)|abo-?(?:box|wall|schranke|teaser)|article-?lock|(?<![a-z])lock(?:ed)?-content"
)
_ASKS = re.compile(
    r"(?i)\babo(?:s|nn|\b)|subscri|suscri|abbona|assin|prenumer|premium|log ?-?in|sign ?-?in|anmeld"
    r"|registr|freischalt|unlock|member|€|prihlás|подпис|訂閱|订阅|會員|会员|会員|有料|구독"
)
_LD = {
    Quality.LIVE: re.compile(r'"@type"\s{0,9}:\s{0,9}(?:\[[^\]]{0,80})?"LiveBlogPosting"'),
    Quality.VIDEO: re.compile(r'"@type"\s{0,9}:\s{0,9}"(?:VideoObject|TVEpisode|Clip)"'),
    Quality.PHOTOS: re.compile(r'"@type"\s{0,9}:\s{0,9}"(?:ImageGallery|MediaGallery)"'),
}
_LD_ARTICLE = re.compile(
    r'"@type"\s{0,9}:\s{0,9}(?:\[[^\]]{0,80})?"\w{0,20}(?:Article|BlogPosting)"'
)
_PATHS = {
    Quality.VIDEO: re.compile(r"/(?:vid[eé]os?|watch|(?:media|video)thek|clips?|player)/"),
    Quality.PHOTOS: re.compile(
        r"/(?:(?:photo-?|foto-?|picture-)?galler(?:y|ies|ie)|(?:foto)?galer(?:ie|ia|ía)|slideshows?"
        r"|bilder(?:galerie|strecke)|fotostrecken?|diaporamas?|in-pictures|photo-?(?:essay|story))/"
    ),
}
_LIVE_PATH = re.compile(
    r"(?i)(?:^|[-_/])live-?(?:blog|ticker|updates?)(?:[-_/.]|$)|/(?:newsblog|live)/"
)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])[:.h][0-5]\d\b")


def form(root: HtmlElement, url: str, text: str, *, short: bool) -> Quality | None:
    """Return what the page is instead of an article: a live blog; if `short`, video or pictures."""
    data = "\n".join(_scripts(root, "application/ld+json"))
    kind = _meta(root, "og:type").lower()
    if _LD[Quality.LIVE].search(data) or (
        _LIVE_PATH.search(urlsplit(url).path) and _is_timed(text)
    ):
        return Quality.LIVE
    if not short:
        return None
    path = urlsplit(url).path.lower()
    article = _LD_ARTICLE.search(data) is not None or kind == "article"
    for quality, word in ((Quality.VIDEO, "video"), (Quality.PHOTOS, "gallery")):
        said = not article and _LD[quality].search(data)
        if said or kind.startswith(word) or _PATHS[quality].search(path):
            return quality
    return None


def _is_timed(text: str) -> bool:
    lines = islice(text.split("\n"), _MOST_LINES)
    return sum(_CLOCK.match(line) is not None for line in lines) >= _TIMES


def wall(root: HtmlElement, url: str, title: str, *, letters: int, empty: bool) -> Quality | None:
    """Return what stands before the article of a page with few letters; `empty`: none are news."""
    code = "\n".join(islice(_code(root), 2_000))[:_FIRST_SCRIPTS]
    challenged = letters < _NEWS and _CHALLENGE.search(code)
    if challenged or (empty and _CHALLENGE_TITLE.match(title.strip())):
        return Quality.CAPTCHA
    parts = urlsplit(url)
    if _CONSENT_HOST.search(parts.netloc) or _CONSENT_PATH.search(parts.path):
        return Quality.CONSENT
    if not empty:
        return None
    bare = sum(map(len, islice(_shown(root), 1_000))) < _SCRIPTED
    if bare and _CONSENT.search(code) and not _APP(root):
        return Quality.CONSENT
    return Quality.SCRIPTED if bare and root.find(".//script") is not None else None


def sells(root: HtmlElement) -> bool:
    """Tell whether a part of the page is marked as a paywall, and offers a way through it."""
    return any(
        _ASKS.search(" ".join(_shown(element))[:_OFFER])
        for element in root.iter("div", "section", "aside", "article", "p", "form", "template")
        if _PAYWALL.search(f"{element.get('id', '')} {element.get('class', '')}"[:500])
    )


def _scripts(root: HtmlElement, kind: str) -> Iterator[str]:
    for script in root.iterfind(f'.//script[@type="{kind}"]'):
        yield (script.text or "")[:_FIRST_SCRIPTS]


def _code(root: HtmlElement) -> Iterator[str]:
    """Yield where scripts come from and what they say, and the marks of elements."""
    for element in root.iter("script", "iframe", "form", "div", "link"):
        yield f"{element.get('src', '')} {element.get('action', '')} id={element.get('id', '')!r}"
        if element.tag == "script":
            yield (element.text or "")[:20_000]


def _shown(element: HtmlElement) -> Iterator[str]:
    """Yield the pieces of text that a browser shows."""
    for node in element.iter():
        if isinstance(node.tag, str) and node.tag not in _SILENT:
            yield (node.text or "").strip()
        if node is not element:
            yield (node.tail or "").strip()


def _meta(root: HtmlElement, name: str) -> str:
    found = root.find(f'.//meta[@property="{name}"]')
    return "" if found is None else found.get("content", "")
