"""Sentences that lean on another, by language, and those that only look like it."""

from __future__ import annotations

import pytest

from briefbot.text.leaning import leans, refers


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "He said no."),
        ("en", "“It was dark,” said Jane Doe."),
        ("en", "It's big."),
        ("en", "The two men were caught."),
        ("de", "Dieser Hafen ist zu."),
        ("de", "Außerdem fehlt Geld."),
        ("fr", "C’est la première fois."),
        ("fr", "Il est parti."),
        ("es", "Él dijo que no."),
        ("es", "Sin embargo, llueve."),
        ("it", "Le sue navi sono ferme."),
        ("pt", "No entanto, chove."),
        ("nl", "Deze haven is dicht."),
        ("ru", "Однако порт закрыт."),
        ("zh", "這是第一次。"),
        ("zh", "「他們走了」，市長說。"),
        ("ja", "同社は発表した。"),
        ("ko", "그러나 항구는 닫혔다."),
        ("zh-TW", "但是港口關了。"),
        ("xx", "Its ships wait."),
    ],
)
def test_what_takes_its_meaning_from_before_leans(language: str, sentence: str) -> None:
    """Pronouns and words that answer something, also inside a quotation that begins with them."""
    assert leans(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "This week, ships sail."),
        ("en", "Hercules was strong."),
        ("en", "It is not clear whether it rains."),
        ("en", "Butter is dear."),
        ("de", "Diese Woche regnet es."),
        ("de", "Es gibt zwei Häfen."),
        ("de", "Die Häfen sind zu."),
        ("fr", "Il y a deux ports."),
        ("fr", "Ce lundi, il pleut."),
        ("es", "El puerto está cerrado."),
        ("es", "Este lunes llueve."),
        ("it", "Il porto è chiuso."),
        ("it", "Questa settimana piove."),
        ("pt", "Esta semana chove."),
        ("nl", "Deze week regent het."),
        ("ru", "Этой весной порт закрыт."),
        ("zh", "這次颱風很大。"),
        ("zh", "其中之一是港口。"),
        ("ja", "このほど発表された。"),
        ("ko", "그리스 항구가 닫혔다."),
    ],
)
def test_what_names_its_subject_does_not(language: str, sentence: str) -> None:
    """Days, empty subjects, articles, and names that begin like a pronoun."""
    assert not leans(sentence, language)


def test_a_thing_by_its_kind_refers() -> None:
    """A company without its name does, "the company Siemens" and "the man who" do not."""
    assert refers("The company said no.", "en")
    assert refers("Der Konzern sagte ab.", "de")
    assert refers("L'entreprise a dit non.", "fr")
    assert not refers("The company Siemens said no.", "en")
    assert not refers("The man who sold the harbour is gone.", "en")
    assert not refers("La empresa de autobuses dijo no.", "es")
    assert not refers("The company said no.", "xx")
