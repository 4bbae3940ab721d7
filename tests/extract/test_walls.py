"""Texts that stand in place of an article, in a page and alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefbot.extract import extract, walls
from briefbot.models import Quality
from tests.extract.pages import FIRST, SECOND, URL, page

CONSENT = "We and our partners use cookies to show you better advertisements."


@pytest.mark.parametrize(
    "stub", ["Subscribe to continue reading this story.", "Bereits Kunde? Nur für Abonnenten."]
)
def test_a_stub_that_asks_for_a_subscription_is_paywalled(stub: str) -> None:
    """A short text with a subscription notice is a stub; a long one may quote the words."""
    assert extract(page(f"<p>{FIRST}</p><p>{stub}</p>"), url=URL).paywalled
    whole = f"<p>{FIRST}</p><p>{SECOND}</p>" * 4 + f"<p>{stub}</p>"
    assert not extract(page(whole.replace("Saturday", "Sunday", 2)), url=URL).paywalled


NOTICES = [
    ("Please enable JavaScript to view this site.", Quality.SCRIPTED),
    ("Please enable JS and disable any ad blocker", Quality.SCRIPTED),
    ("Bitte aktivieren Sie JavaScript und laden Sie die Seite erneut.", Quality.SCRIPTED),
    ("You need to enable JavaScript to run this app.", Quality.SCRIPTED),
    ("JavaScriptを有効にしてください。", Quality.SCRIPTED),
    ("Checking your browser before you go on.", Quality.CAPTCHA),
    ("Verify that you are a human.", Quality.CAPTCHA),
    ("Our systems have detected unusual traffic from your computer network.", Quality.CAPTCHA),
    ("Press & Hold to confirm you are a human (and not a bot).", Quality.CAPTCHA),
    ("Vérifions que vous êtes humain. Cela peut prendre quelques secondes.", Quality.CAPTCHA),
    ("Bestätigen Sie, dass Sie kein Roboter sind.", Quality.CAPTCHA),
    ("請證明您不是機器人", Quality.CAPTCHA),
    (CONSENT, Quality.CONSENT),
    ("Accept all cookies", Quality.CONSENT),
    ("Alle Cookies akzeptieren", Quality.CONSENT),
    ("Mit Werbung weiterlesen. Oder das PUR-Abo für 2,99 Euro.", Quality.CONSENT),
    ("Continuer sans accepter. Nous utilisons des cookies.", Quality.CONSENT),
    ("Utilizamos cookies propias y de terceros. Aceptar todas las cookies.", Quality.CONSENT),
    ("Wij gebruiken functionele cookies. Alle cookies accepteren", Quality.CONSENT),
    ("我們使用 Cookie 提升您的體驗。", Quality.CONSENT),
]


@pytest.mark.parametrize(("text", "kind"), NOTICES)
def test_a_notice_is_told_from_an_article(text: str, kind: Quality) -> None:
    """A text that speaks to the reader or the browser is a notice; an article may quote it."""
    assert walls.notice(text) is kind
    assert walls.notice(f"{FIRST} {SECOND} “{text}”") is None


def test_a_long_consent_form_is_a_notice() -> None:
    """Vendors, purposes and buttons around it do not make a form an article."""
    form = (
        "Before you continue to Harbour Search. We and our 213 partners store and access "
        "information on a device. If you click 'Accept all', we measure advertisements. "
        "You can change your mind. Purposes: measuring, selecting, developing.\n" * 6
    )
    assert 1000 < len(form) < 4000
    assert walls.notice(form) is Quality.CONSENT


def test_an_article_about_walls_is_an_article() -> None:
    """News of cookie law, captchas and paywalls say the words, and tell more beside them."""
    text = (
        "The regulator fined the ferry company on Monday. Its page said “we use cookies” and had "
        "one button, “accept all cookies”, in large green letters. A visitor who would not press "
        "it had to click through four pages. The company had argued that nobody reads them. "
        "“Verify you are a human” was what the fourth page asked, lawyers for the union said. "
        "The fine of 40,000 euros is the highest of this year, and the company will not appeal."
    )
    assert walls.notice(text) is None
    assert not walls.asks_for_money(text)


@given(st.text(max_size=300))
def test_any_text_is_judged(words: str) -> None:
    """No text makes the judge fail, and none that an article follows is a notice."""
    walls.notice(words)
    assert walls.notice(f"{words}\n" + f"{FIRST} {SECOND}\n" * 3) is None


@pytest.mark.parametrize("piece", ["we ", "we and our ", "information on ", "wir nutzen ", "a"])
def test_hostile_text_is_judged_in_time(piece: str) -> None:
    """Text without an end of a sentence that begins like a notice over and over costs little."""
    began = time.process_time()
    walls.notice(piece * (3_900 // len(piece)))
    walls.asks_for_money(piece * (990 // len(piece)))
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    [
        "Subscribe to continue reading.",
        "To view the full story, please subscribe to the paper.",
        "訂閱會員才能閱讀全文",
        "Cet article est réservé à nos abonnés.",
        "Contenido exclusivo para suscriptores.",
        "Contenuto riservato agli abbonati.",
        "Alleen voor abonnees.",
        "この記事は会員限定です。残り 1234文字",
        "You’ve reached your limit of free stories.",
    ],
)
def test_asking_for_money_is_seen_in_a_stub_alone(text: str) -> None:
    """The words of a paywall count in a short text."""
    assert walls.asks_for_money(text)
    assert not walls.asks_for_money(f"{FIRST} {SECOND} " * 4 + text)


def test_to_read_elsewhere_is_no_paywall() -> None:
    """A teaser that leads to another page asks for no money."""
    assert not walls.asks_for_money("To read the full story, go to the harbour's own page.")


def test_a_chinese_text_counts_double() -> None:
    """Five hundred characters are an article where a thousand letters are."""
    assert walls.is_stub("港" * 499)
    assert not walls.is_stub("港" * 500)
    assert walls.is_stub("a" * 999)
