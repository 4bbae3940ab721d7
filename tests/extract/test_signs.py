"""What a page's markup says: walls of the common vendors, live blogs, videos, pictures."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from briefbot.errors import ExtractError
from briefbot.extract import extract
from briefbot.models import Quality
from tests.extract.pages import FIRST, SECOND, URL, page

WHOLE = "".join(f"<p>{FIRST} {number}.</p><p>{SECOND} {number}.</p>" for number in range(5))
SHORT = f"<p>{FIRST}</p>"

CHALLENGES = {
    "cloudflare": '<html><head><title>Just a moment...</title></head><body><div id="cf"></div>'
    "<script>window._cf_chl_opt={cvId:'3'};</script><noscript>Enable JavaScript and cookies to "
    "continue</noscript></body></html>",
    "datadome": "<html><head><title>ledger.example</title></head><body><p>Please wait</p>"
    '<script src="https://ct.captcha-delivery.com/c.js"></script></body></html>',
    "perimeterx": "<html><head><title>Access to this page has been denied</title></head><body>"
    '<div id="px-captcha"></div></body></html>',
    "incapsula": "<html><head></head><body><iframe id='main-iframe' "
    "src='/_Incapsula_Resource?CWUDNSAI=9&incident_id=1'></iframe></body></html>",
    "akamai": '<html><body><div id="sec-if-cpt-container"></div></body></html>',
    "aws": "<html><body><div id='challenge-container'></div><script>"
    "window.awsWafCookieDomainList = [];</script></body></html>",
    "anubis": "<html><head><title>Making sure you&#39;re not a bot!</title></head><body>"
    '<script id="anubis_challenge" type="application/json">{}</script></body></html>',
    "by-title": "<html><head><title>Attention Required! | Shield</title></head><body></body>",
}


def wall(html: str, url: str = URL) -> str:
    """Return why a page gives no text."""
    with pytest.raises(ExtractError) as caught:
        extract(html, url=url)
    return caught.value.reason


@pytest.mark.parametrize("html", CHALLENGES.values(), ids=CHALLENGES)
def test_a_check_for_robots_is_known_by_its_vendor(html: str) -> None:
    """Their pages have hardly a word; their scripts and elements say what they are."""
    assert wall(html) == "captcha"


@pytest.mark.parametrize("html", CHALLENGES.values(), ids=CHALLENGES)
def test_an_article_behind_the_same_vendor_is_read(html: str) -> None:
    """A whole article is one, whatever the site's guards leave in its page."""
    marks = html.partition("<body>")[2].partition("</body>")[0]
    assert extract(page(WHOLE + marks), url=URL).text.startswith(FIRST[:40])


@pytest.mark.parametrize("html", CHALLENGES.values(), ids=CHALLENGES)
def test_short_news_behind_the_same_vendor_are_read(html: str) -> None:
    """Two sentences of news are news, whatever stands in the page's scripts."""
    marks = html.partition("<body>")[2].partition("</body>")[0]
    found = extract(page(f"<p>{FIRST}</p><p>{SECOND}</p>" + marks), url=URL)
    assert found.text.startswith(f"{FIRST}\n{SECOND}")


def test_a_comment_form_with_a_captcha_is_no_wall() -> None:
    """Short news with reCAPTCHA below them are news."""
    form = (
        '<form><div class="g-recaptcha"></div></form><script src="//google.com/recaptcha/api.js">'
    )
    assert extract(page(f"{SHORT}{form}</script>"), url=URL).text == FIRST


@pytest.mark.parametrize(
    "url",
    [
        "https://consent.outlet.example/v2/collectConsent?sessionId=1",
        "https://guce.outlet.example/consent",
        "https://myprivacy.outlet.example/?callbackUrl=x",
        "https://www.outlet.example/privacy-gate/?next=x",
    ],
)
def test_a_consent_form_is_known_by_where_the_link_ended(url: str) -> None:
    """However it words it, a page at such an address is none of the entry's."""
    assert (
        wall(page("<p>Harbour is part of a family of brands. Choose below.</p>"), url) == "consent"
    )


def test_an_empty_page_with_a_consent_tool_asks_for_consent() -> None:
    """Where the text comes only after the choice, the tool's script is all there is."""
    html = (
        "<html><head><title>Port</title><script src='https://cdn.privacy-mgmt.com/x.js'></script>"
        "</head><body><div id=sp_message_container></div></body></html>"
    )
    assert wall(html) == "consent"


def test_an_application_with_a_consent_tool_is_made_by_scripts() -> None:
    """The frame of an application is empty also after the choice."""
    html = (
        "<html><head><title>Port</title><script src='https://cdn.cookielaw.org/x.js'></script>"
        "</head><body><div id=__next></div><script>go()</script></body></html>"
    )
    assert wall(html) == "scripted"


def test_a_page_made_by_scripts_is_known_by_its_empty_frame() -> None:
    """Scripts and hardly a word are a frame; words without an article are not."""
    frame = "<html><head><title>Port</title></head><body><div id=root></div><script>go()</script>"
    assert wall(frame) == "scripted"
    assert wall("<html><body><p></p></body></html>") == "no_text"


PAYWALLS = [
    '<section class="row paywall" id="wall">Bereits Abonnent/in? Anmelden</section>',
    '<div class="tp-container-inner">Subscribe for 1 a week</div>',
    '<div id="poool-widget">Déjà abonné ?</div>',
    '<div class="regwall">Kostenlos registrieren und weiterlesen</div>',
]


@pytest.mark.parametrize("offer", PAYWALLS)
def test_a_paywall_is_known_by_its_element(offer: str) -> None:
    """A short text beside an element that sells is a stub; a whole one is an article."""
    assert extract(page(SHORT + offer), url=URL).paywalled
    assert not extract(page(WHOLE + offer), url=URL).paywalled


@pytest.mark.parametrize(
    "marks",
    [
        '<div class="paywall-hidden"></div>',
        '<div class="metered-list">Ten ferries that you will love</div>',
        '<div class="block-content">Subscribe to our newsletter</div>',
        '<script>var paywall = {subscribe: 1}</script><p class="lead">Premium fish.</p>',
    ],
)
def test_what_only_sounds_like_a_paywall_is_none(marks: str) -> None:
    """An empty container, a newsletter and a script sell no article."""
    assert not extract(page(SHORT + marks), url=URL).paywalled


def ld(kind: str) -> str:
    """Return JSON-LD of one type."""
    return f'<script type="application/ld+json">{{"@type": "{kind}", "name": "x"}}</script>'


def test_a_live_blog_has_no_one_text() -> None:
    """It is known by its own data, or by its address and the times before its posts."""
    posts = "".join(f"<p>1{n}:05</p><p>{FIRST} {SECOND}</p>" for n in range(6))
    address = "https://www.harbour.example/news/storm-live-blog"
    assert extract(page(WHOLE, head=ld("LiveBlogPosting")), url=URL).form is Quality.LIVE
    assert extract(page(posts), url=address).form is Quality.LIVE
    assert extract(page(WHOLE), url=address).form is None
    assert extract(page(posts), url=URL).form is None


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        (ld("VideoObject"), URL, Quality.VIDEO),
        ('<meta property="og:type" content="video.other">', URL, Quality.VIDEO),
        ("", "https://www.harbour.example/video/crane", Quality.VIDEO),
        (ld("ImageGallery"), URL, Quality.PHOTOS),
        ("", "https://www.harbour.example/fotostrecke/crane", Quality.PHOTOS),
        (ld("VideoObject") + ld("NewsArticle"), URL, None),
        ("", "https://www.harbour.example/news/video-of-a-crane", None),
    ],
)
def test_a_page_of_pictures_is_told_from_an_article(
    head: str, url: str, expected: Quality | None
) -> None:
    """A few words beside a video or pictures are none; a whole text with a video is an article."""
    assert extract(page(SHORT, head=head), url=url).form is expected
    assert extract(page(WHOLE, head=head), url=url).form is None


def test_a_video_page_may_have_no_text_at_all() -> None:
    """Its title and what it says of itself are kept; a notice about scripts is not."""
    head = ld("VideoObject") + '<meta property="og:description" content="A crane falls.">'
    body = "<body><article><p>Please enable JavaScript to watch this.</p></article></body>"
    found = extract(f"<html><head><title>Crane</title>{head}</head>{body}</html>", url=URL)
    assert (found.text, found.description, found.form) == ("", "A crane falls.", Quality.VIDEO)


HOSTILE = {
    "deep": "<div class=paywall>" * 5_000 + "abo",
    "wide": "<div class='paywall x'>login</div>" * 20_000,
    "ids": "".join(f"<div id='{'p' * 400}{n}'></div>" for n in range(2_000)),
    "scripts": "<script>" + "a" * 900_000 + "</script>" + "<script>b</script>" * 5_000,
    "json": '<script type="application/ld+json">' + '"@type": [' * 50_000 + "</script>",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_hostile_markup_is_judged_in_time(body: str) -> None:
    """However many elements are called a paywall, the page is judged in a moment."""
    began = time.process_time()
    with suppress(ExtractError):
        extract(page(SHORT + body), url=URL)
    assert time.process_time() - began < 20
