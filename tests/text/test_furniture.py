"""Furniture: what never belongs in a summary, and what must not be taken for it."""

from __future__ import annotations

import time

import pytest

from briefbot.text.furniture import fits, size

TITLE = "Storm closes the northern harbour"


def ok(sentence: str, language: str = "en") -> bool:
    return fits(sentence, title=TITLE, language=language)


@pytest.mark.parametrize(
    "sentence",
    [
        "By Jane Doe and John Roe, Daily Planet.",
        "Von Max Muster und Erika Muster.",
        "Photo: The harbour of Northport seen from the hill on Sunday.",
        "(Image credit: Somebody at the agency, used with permission)",
        "Photograph by Jane Doe for the paper, taken on Sunday.",
        "Foto: Der Hafen liegt am Sonntag still.",
        "(The picture shows how the harbour looked last Sunday.)",
        "Read more about the storm and its victims here.",
        "Related: how the harbour was built in ten years.",
        "Lesen Sie hier, wie der Hafen gebaut wurde.",
        "Sign up for our newsletter and never miss a story.",
        "We use cookies to give you the best experience on our site.",
        "By continuing to use this site you agree to our terms.",
        "Follow us on the usual networks for more of this.",
        "Share this story with your friends and your family.",
        "Share it with your friends on Facebook or Twitter today.",
        "Published on 3 May at 14:05 by the desk.",
        "This story has been updated with a comment of the mayor.",
        "Editor's note: an earlier version gave a wrong number of ships.",
        "Jane Doe is a senior reporter covering ports and shipping.",
        "Additional reporting by Jane Doe in Northport and others.",
        "You can reach her at the address below at any time.",
        "All rights reserved by the publisher of this page.",
        "Visit https://example.org for the full list of closed roads.",
        "A file photo of the harbour before the storm came.",
        "In this photo of Sunday the harbour lies still.",
        "Auf dem Foto ist der Hafen am Sonntag zu sehen.",
        "The harbour master with his dog on Sunday (Photo: Somebody/Agency).",
        "Words by Jane Doe and John Roe.",
        "Ein Interview von Max Muster mit Erika Muster.",
        "Das Gespräch führte Erika Muster in Nordhafen.",
        "See the page of the harbour for more information.",
        "For more information, please call the harbour master.",
        "To view the full story, please subscribe to the paper.",
        "Sign in to continue with this story today.",
        "Related posts about the harbour and the storm.",
        "Jane Doe has more from the harbour.",
        "Welcome back to the Harbour newsletter of this week.",
        "Was this email forwarded to you by a friend?",
        "If you have thoughts, just hit reply and tell them.",
        "Write to desk@harbour.example with your own pictures.",
        "Mehr dazu kannst du hier in Ruhe nachlesen.",
        "Wie der Hafen gebaut wurde, erfahren Sie hier.",
        "Die Behörde prüft nun alle anderen Hä... weiter...",
        "Stand des Artikels: 3. Mai, 14 Uhr.",
        "Article mis à jour le 3 mai par la rédaction.",
        "Dieser Artikel enthält Links zu unseren Partnern.",
        "This article contains words that some may not like.",
        "Some content in this article is taken from elsewhere.",
        "There are spoilers for the second part below.",
        "Links with a star are affiliate links of the shop.",
        "We may earn a small commission when you buy a boat.",
        "We independently review all the products on this page.",
        "Submit your letter to the editor by Friday noon.",
        "Terms and conditions apply to what the shop sells.",
        "The prices on this page were right in May.",
        "You agree to our privacy policy when you enter.",
        "Please wait while the page is being loaded.",
        "Please accept cookies and try it once more.",
        "You are using an outdated browser on this device.",
        "Turn off your ad blocker to see the harbour.",
        "Teilen mit: Freunden und allen anderen im Netz.",
        "Here you find us: Facebook Twitter and some others.",
        "This post about the harbour appeared first on that page.",
        "The boat costs 20 Euro inkl. MwSt. im Laden.",
        "| The harbour is closed until Friday at least.",
        "Home | News | Weather | Sport and much more.",
        "Northport Harbour Closed After Storm Hits Coast.",
        "NORTHPORT HARBOUR IS CLOSED.",
        "Storm closes the northern harbour.",
        "12:30 14:45 16:10 18:00 20:15.",
        "Too short.",
        "A heading that has no full stop at its end",
        "The mayor named the following three streets:",
        "word " * 61 + "end.",
    ],
)
def test_furniture_does_not_fit(sentence: str) -> None:
    """Bylines, credits, prompts, notes of the desk, headings and lists stay out."""
    assert not ok(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The storm closed the harbour for two days, the mayor said."),
        ("en", "Photographers gathered at the pier to watch the waves come in."),
        ("en", "Google will keep third-party cookies in its browser for another year."),
        ("en", "By Monday the water had gone down and ships could leave."),
        ("en", "The attackers sent a newsletter that held a link to a false bank."),
        ("en", "Facebook, Twitter and WhatsApp were down for an hour on Monday."),
        ("en", "Login names of three million users were sold on the market."),
        ("en", "Two commissions earned praise from the mayor for their report."),
        ("en", "Browser makers warn that many old browsers let the attack through."),
        ("en", "Nobody else has more at stake in the harbour than the town."),
        ("en", "This week the pictures of the storm were shown to the court (above)."),
        ("en", "In this harbour, ships from ten countries wait for the wind to drop."),
        ("en", "Related companies must now report such attacks within three days."),
        ("de", "Die Behörde warnt hier vor allem vor gefälschten Nachrichten."),
        ("en", "The source of the leak was found in the engine room."),
        ("en", '"We will open again on Friday," said Jane Doe, the harbour master.'),
        ("en", "Subscribers of the service lost data in the breach, the company said."),
        ("de", "Der Bürgermeister sagte am Montag, der Hafen bleibe bis Freitag zu."),
        ("zh", "市長表示，港口將關閉兩天，直到風暴過去。"),
        ("ja", "市長は港を二日間閉鎖すると発表した。"),
        ("ko", "시장은 항구를 이틀 동안 폐쇄한다고 밝혔다."),
        ("th", "นายกเทศมนตรีกล่าวว่าท่าเรือจะปิดเป็นเวลาสองวัน"),
        ("ar", "قال رئيس البلدية إن الميناء سيغلق لمدة يومين."),
        ("hi", "महापौर ने कहा कि बंदरगाह दो दिन बंद रहेगा।"),
        ("zh", "AI晶片的需求讓台灣的出口創下新高。"),
        ("zh", "世卫组织WHO表示，疫情在两国继续扩大。"),
        ("ja", "オランダ政府はＡＳＭＬの顧客を秘密にするよう求めた。"),
        ("ja", "EUは月曜日、港の新しい規則を発表した。"),
        ("ko", "삼성전자는 AI 반도체 공장을 새로 짓는다고 밝혔다."),
        ("ar", "قال مسؤول في WHO إن الوباء يتراجع في المدينة."),
        ("hi", "शहर में WHO के अधिकारी ने कहा कि महामारी घट रही है।"),
    ],
)
def test_news_fits(language: str, sentence: str) -> None:
    """Sentences that tell something stay, in every script, whatever words they use."""
    assert ok(sentence, language)


def test_size_counts_words_and_pairs_of_characters() -> None:
    """Four Chinese characters are two words; a word with an apostrophe is one."""
    assert size("The mayor's plan isn't new.") == 5
    assert size("港口關閉。") == 2
    assert size("台積電 TSMC 漲價。") == 4


@pytest.mark.parametrize(
    "sentence",
    [
        "a is a " * 20_000,
        "follow newsletter (" * 9_000,
        "By A" * 40_000,
        "( " * 60_000,
        "@" * 99_000,
    ],
)
def test_judging_takes_linear_time(sentence: str) -> None:
    """A sentence as long as a page is judged at once; what is quadratic takes minutes."""
    started = time.process_time()
    fits(sentence, title=TITLE, language="en")
    assert time.process_time() - started < 5
