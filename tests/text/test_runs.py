"""Sentences that need their neighbours: seen in what is chosen of them."""

from __future__ import annotations

import pytest

from briefbot.choosing import select
from briefbot.text.quoting import around, quotations
from tests.handweighed import by_hand, chosen, cut


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Hafen bleibt zwei Tage zu. Er öffnet am Freitag wieder für alle. Kein Mensch"),
        ("fr", "Le port reste fermé deux jours. Il rouvre vendredi pour tous les bateaux. Nul n'a"),
        ("es", "El puerto sigue cerrado dos días. Este abre el viernes para todos. Nadie resultó"),
        ("it", "La nave resta fuori due giorni. Ma rientra venerdì con tutta la frutta. Nessuno è"),
        ("pt", "O porto fica fechado dois dias. Ele abre na sexta para todos os navios. Ninguém"),
        ("nl", "De haven blijft twee dagen dicht. Hij gaat vrijdag weer open voor allen. Niemand"),
        ("ru", "Порт закрыт на два дня. Он откроется в пятницу для всех судов. Никто не"),
    ],
)
def test_pronouns_lean_in_every_language(language: str, text: str) -> None:
    """The second sentence never comes without the first."""
    text += {"de": " wurde verletzt."}.get(language, " x y z.")
    for limit in (1, 2, 3):
        told = chosen(text, 0.2, 0.9, 0.3, limit=limit, language=language)
        first, second = (text[start:end] for start, end in cut(text)[:2])
        assert first in told or second not in told


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "港口將關閉兩天，直到風暴過去。但是船隻仍在港外等候，無人受傷。學校屋頂被風吹走。"),
        (
            "ja",
            "港は嵐のため二日間閉鎖される。しかし船は港の外で待っている。学校の屋根が飛ばされた。",
        ),
        ("ko", "항구는 이틀 동안 폐쇄된다. 그러나 배들은 밖에서 기다린다. 학교 지붕이 날아갔다."),
    ],
)
def test_conjunctions_lean_in_asia(language: str, text: str) -> None:
    """With one place a sentence that answers another is not chosen; with two both are."""
    spans = cut(text)
    parts = [text[start:end] for start, end in spans]
    assert parts[1] not in chosen(text, 0.2, 0.9, 0.3, limit=1, language=language)
    assert chosen(text, 0.2, 0.9, 0.1, limit=2, language=language) == parts[:2]


def test_this_week_leans_on_nothing() -> None:
    """A day and an empty "it" need no sentence before them."""
    text = (
        "The storm closed the northern harbour on Monday morning. "
        "This week no ship will leave for the islands in the north. "
        "It is not clear when the ferries to them will sail again."
    )
    assert len(chosen(text, 0.1, 0.9, 0.8, limit=1)) == 1
    assert chosen(text, 0.1, 0.9, 0.8, limit=2)[0].startswith("This week")


SPOKEN = (
    "The storm closed the northern harbour on Monday morning. "
    "Jane Doe, the harbour master, spoke to the town and said so. "
    "“We will open on Friday if the wind drops by then.” "
    "Three fishing boats lie on the shore near a school."
)


def test_a_quotation_keeps_its_speaker() -> None:
    """A sentence that is nothing but quotation comes with the one that says who spoke."""
    assert not any(each.startswith("“") for each in chosen(SPOKEN, 0.3, 0.1, 0.9, 0.2, limit=1))
    told = chosen(SPOKEN, 0.3, 0.1, 0.9, 0.1, limit=2)
    assert [each.split()[0] for each in told] == ["Jane", "“We"]
    silent = SPOKEN.replace(" and said so", "")
    assert not any(each.startswith("“") for each in chosen(silent, 0.3, 0.1, 0.9, 0.2, limit=3))


def test_a_quotation_by_he_said_is_by_nobody() -> None:
    """Who "he" is stands in the sentence before."""
    text = (
        "John Roe is the harbour master of Northport since May. "
        "“We will open on Friday if the wind drops,” he said. "
        "Three fishing boats lie on the shore near a school."
    )
    assert chosen(text, 0.3, 0.9, 0.2, limit=1)[0].startswith("John")
    assert len(chosen(text, 0.3, 0.9, 0.2, limit=2)) == 2


@pytest.mark.parametrize("signs", ["“”", "„“", "«»", "»«", '""'])
def test_a_quotation_of_several_sentences_is_not_cut(signs: str) -> None:
    """All of it is chosen, or none."""
    opens, closes = signs[0], signs[1]
    text = (
        f"The mayor said on Monday: {opens}The harbour is closed for two days. "
        f"Nobody may enter it until the wind drops.{closes} "
        "Three fishing boats lie on the shore near a school. "
        "Forty people of the fire service are on the coast."
    )
    quotes = quotations(text)
    for limit in (1, 2, 3):
        for weights in ((0.9, 0.1, 0.3, 0.2), (0.1, 0.9, 0.3, 0.2)):
            sentences = by_hand(text, *weights)
            for each in select(text, sentences, limit=limit, language="en"):
                torn = {around(each.start, quotes), around(each.end, quotes)} - {None}
                assert not torn or limit > 1
            told = select(text, sentences, limit=limit, language="en")
            assert (sentences[0] in told) == (sentences[1] in told)
