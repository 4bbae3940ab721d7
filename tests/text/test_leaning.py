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
        ("en", "All of them asked us not to use their names."),
        ("en", "Both were released on Friday."),
        ("en", "Both denied the charges."),
        ("en", "One of them was a boy."),
        ("en", "Some of these ships are old."),
        ("en", "None of those survived."),
        ("en", "Most of those were children."),
        ("en", "Neither side gave way."),
        ("en", "A panel of that size holds seven wafers."),
        ("en", "Neither was hurt."),
        ("en", "All three were fined."),
        ("en", "Among them was the mayor."),
        ("en", "After that, the port closed."),
        ("en", "Afterwards, the port closed."),
        ("en", "There, the port is closed."),
        ("de", "Einer von ihnen starb."),
        ("de", "Die meisten von ihnen waren Kinder."),
        ("de", "Alle beide wurden befreit."),
        ("de", "Alle drei wurden befreit."),
        ("fr", "Tous deux ont été libérés."),
        ("fr", "Tous les deux sont libres."),
        ("fr", "L'un d'entre eux est mort."),
        ("fr", "Après cela, le port a fermé."),
        ("es", "Ambos fueron liberados."),
        ("es", "La mayoría de ellos eran niños."),
        ("es", "Después de eso, cerró el puerto."),
        ("it", "Entrambi sono stati liberati."),
        ("it", "Uno di loro è morto."),
        ("it", "In seguito il porto è stato chiuso."),
        ("nl", "Beiden werden vrijgelaten."),
        ("nl", "Een van hen stierf."),
        ("pt", "Ambos foram libertados."),
        ("pt", "Um deles morreu."),
        ("pt", "Depois disso, o porto fechou."),
        ("ru", "Один из них погиб."),
        ("ru", "Оба были освобождены."),
        ("ru", "Там, по его словам, темно."),
        ("es", "Allí llueve."),
        ("pl", "Jeden z nich zginął."),
        ("sv", "En av dem dog."),
        ("zh", "兩者都關閉了。"),
        ("ja", "いずれも発表された。"),
        ("ko", "그중 한 명이 숨졌다."),
        ("ar", "هو قال إن الميناء مغلق."),
        ("ar", "وأضاف أن الميناء سيفتح الجمعة."),
        ("ar", "هذا الميناء مغلق."),
        ("ar", "أحدهم أصيب."),
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
        ("en", "Both the minister and the mayor were there."),
        ("en", "Both United and City won."),
        ("en", "One of the largest ports is closed."),
        ("en", "Some of those who voted want a recount."),
        ("en", "Neither the minister nor the mayor came."),
        ("en", "All three ports were closed."),
        ("en", "There are two ports."),
        ("en", "A review of this year shows storms."),
        ("en", "After the storm, the port closed."),
        ("en", "Since this week, ships sail."),
        ("de", "Einer der größten Häfen ist zu."),
        ("de", "Alle zwei Wochen regnet es."),
        ("de", "Alle drei Häfen sind zu."),
        ("fr", "Tous les deux ans, il pleut."),
        ("fr", "L'un des plus grands ports est fermé."),
        ("es", "Uno de los puertos está cerrado."),
        ("it", "In seguito a un incendio il porto è chiuso."),
        ("it", "Uno dei porti è chiuso."),
        ("nl", "Een van de havens is dicht."),
        ("pt", "Um dos portos fechou."),
        ("ru", "Один из портов закрыт."),
        ("ru", "Там, где был порт, теперь парк."),
        ("es", "Allí donde estaba el puerto hay un parque."),
        ("ar", "قال الوزير إن الميناء مغلق."),
        ("ar", "هذا الأسبوع تبحر السفن."),
        ("ar", "هناك ميناءان في المدينة."),
    ],
)
def test_what_names_its_subject_does_not(language: str, sentence: str) -> None:
    """Days, empty subjects, articles, and names that begin like a pronoun."""
    assert not leans(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "In that case, the port closes."),
        ("en", "According to him, the port closes."),
        ("en", "In fact, the port is closed."),
        ("en", "The result: no ship sails."),
        ("en", "One was a boy."),
        ("de", "Das ist ein Fehler."),
        ("de", "Aus diesem Grund ist der Hafen zu."),
        ("de", "Zum Vergleich: Bremen hat zwei Häfen."),
        ("de", "Das Ergebnis: Kein Schiff fährt."),
        ("fr", "Dans ce contexte, le port a fermé."),
        ("fr", "Selon lui, le port a fermé."),
        ("fr", "D'ailleurs, le port est fermé."),
        ("es", "En ese marco, el puerto cerró."),
        ("es", "Según ella, el puerto cerró."),
        ("es", "De hecho, el puerto cerró."),
        ("it", "Per questo motivo il porto è chiuso."),
        ("it", "Secondo lui il porto è chiuso."),
        ("it", "Di conseguenza il porto è chiuso."),
        ("pt", "Nesse sentido, o porto fechou."),
        ("pt", "Para ele, o porto fechou."),
        ("pt", "Por outro lado, o porto fechou."),
        ("nl", "Volgens hem is de haven dicht."),
        ("nl", "In dat geval gaat de haven dicht."),
        ("nl", "Daarmee is de haven dicht."),
        ("pl", "Według nich port jest zamknięty."),
        ("pl", "Ponadto port jest zamknięty."),
        ("ru", "По его словам, порт закрыт."),
        ("ru", "В этом случае порт закроют."),
        ("ru", "Тем не менее порт закрыт."),
        ("zh", "在此之前，港口關閉了。"),
        ("zh", "于是港口关闭了。"),
        ("ja", "同国の港は閉鎖された。"),
        ("ja", "以来、港は閉鎖されている。"),
        ("ko", "이 때문에 항구가 닫혔다."),
        ("ko", "반면 항구는 열려 있다."),
        ("ar", "في هذا السياق أغلق الميناء."),
        ("ar", "علاوة على ذلك أغلق الميناء."),
    ],
)
def test_what_goes_on_with_what_was_said_leans(language: str, sentence: str) -> None:
    """A preposition and "that" or "him", a linking word, and a label that announces a result."""
    assert leans(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "In this year's storm, the port closed."),
        ("en", "After all the rain, the port closed."),
        ("en", "In his first speech, the minister closed the port."),
        ("en", "The results were announced."),
        ("en", "One ship sank."),
        ("de", "Das Boot ist voll."),
        ("de", "In diesem Jahr ist der Hafen zu."),
        ("de", "Mit seiner Rede schloss der Minister den Hafen."),
        ("de", "Der Kanzler: „Der Hafen ist zu.“"),
        ("fr", "En ce moment, le port est fermé."),
        ("fr", "Pour ce que vaut le port, c'est cher."),
        ("es", "En este momento, el puerto está cerrado."),
        ("it", "In questa settimana il porto è chiuso."),
        ("it", "Il premier: «Il porto è chiuso»."),
        ("pt", "Nesta semana o porto fechou."),
        ("pt", "Nestes dias o porto fechou."),
        ("ru", "В этом сезоне порт закрыт."),
        ("ru", "В эти выходные порт закрыт."),
        ("pl", "W te wakacje port jest zamknięty."),
        ("de", "In dieser Saison bleibt der Hafen zu."),
        ("de", "In diesen Zeiten bleibt der Hafen zu."),
        ("es", "En estos días cerró el puerto."),
        ("it", "In questi giorni il porto è chiuso."),
        ("zh", "那些等在港口的船隻周一離開。"),
        ("nl", "Op deze maandag is de haven dicht."),
        ("pl", "W tym roku port jest zamknięty."),
        ("ru", "В этом году порт закрыт."),
        ("ru", "О том, что порт закрыт, сообщил мэр."),
        ("zh", "在这次颱風中，港口關閉了。"),
        ("zh", "那不勒斯的港口關閉了。"),
        ("ja", "同じ港が閉鎖された。"),
        ("ko", "이달 항구가 닫혔다."),
        ("ar", "في هذا الأسبوع أغلق الميناء."),
    ],
)
def test_a_day_or_what_is_named_next_is_no_link(language: str, sentence: str) -> None:
    """A preposition before a day, and words that only look like a link, lean on nothing."""
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
