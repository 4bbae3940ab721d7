"""Furniture: what never belongs in a summary, and what must not be taken for it."""

from __future__ import annotations

import pytest

from briefbot.text.furniture import dateline, fits, size

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
    ],
)
def test_news_fits(language: str, sentence: str) -> None:
    """Sentences that tell something stay, in every script, whatever words they use."""
    assert ok(sentence, language)


@pytest.mark.parametrize(
    ("sentence", "proper"),
    [
        ("LONDON (AP) — The harbour is closed.", "The harbour is closed."),
        ("(CNN)The harbour is closed.", "The harbour is closed."),
        ("New Delhi (CNN)The harbour is closed.", "The harbour is closed."),
        ("TAIPEI, Taiwan -- The harbour is closed.", "The harbour is closed."),
        ("The harbour (built in 1900) is closed.", "The harbour (built in 1900) is closed."),
        ("The harbour is — as before — closed.", "The harbour is — as before — closed."),
    ],
)
def test_a_dateline_is_not_part_of_the_sentence(sentence: str, proper: str) -> None:
    """The sentence proper begins behind the place and the agency."""
    assert sentence[dateline(sentence) :] == proper


def test_size_counts_words_and_pairs_of_characters() -> None:
    """Four Chinese characters are two words; a word with an apostrophe is one."""
    assert size("The mayor's plan isn't new.") == 5
    assert size("港口關閉。") == 2
    assert size("台積電 TSMC 漲價。") == 4
