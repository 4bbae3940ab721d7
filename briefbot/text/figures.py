"""Which figures of a sentence may be news: not when it was, nor the same again in other units."""

from __future__ import annotations

import re

from briefbot.text.numerals import digits
from briefbot.text.words import words

_MONTH = (
    r"(?:jan|january|januar|janvier|januari|janeiro|gennaio|enero|ene|gen|feb|february|februar|fév"
    r"|février|febrero|fev|fevereiro|febbraio|februari|mar|march|mär|märz|mars|marzo|março|maart|apr"
    r"|april|avr|avril|abr|abril|aprile|may|mai|mayo|maio|maggio|mag|mei|jun|june|juni|juin|junio"
    r"|junho|giugno|giu|jul|july|juli|juillet|julio|julho|luglio|lug|aug|august|août|ago|agosto"
    r"|augustus|sep|sept|september|septembre|septiembre|set|setembro|settembre|oct|october|okt"
    r"|oktober|octobre|octubre|out|outubro|ott|ottobre|nov|november|novembre|noviembre|novembro|dec"
    r"|december|dez|dezember|déc|décembre|dic|diciembre|dezembro|dicembre|января|февраля|марта"
    r"|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)\b\.?"
)
_CLOCK = r"\d{1,2}(?:[.:]\d\d?)?"
_HOUR = re.compile(
    rf"\b{_CLOCK} ?(?:[ap]\.? ?m\b\.?|uhr\b|o['’]clock\b)|\b(?:[ap]\.? ?m\.?|uhr) {_CLOCK}(?!\d)",
    re.IGNORECASE,
)
_TIMES = re.compile(
    r"(?<!\d)\d{1,2}[:h]\d\d(?!\d)"
    rf"|\b(?:ore|alle|às|a las|vers|à) {_CLOCK}(?: heures?| horas?|h)?\b"
    rf"|\b{_MONTH} ?\d{{1,2}}\b|\b\d{{1,2}}\.?(?:st|nd|rd|th|er|º)? (?:de )?{_MONTH}"
    r"|\d+ ?[年月日時时點点分년월일]"
    r"|\b\d+ (?:minutes?|hours?|days?|weeks?|months?|years?) (?:ago|earlier|later|before|after)\b"
    r"|\b(?:every|each|alle|chaque|toutes les|tous les|cada|ogni|elke|каждые) \d+\b|每(?:隔)?\d+"
    r"|\d+ ?(?:분|시간)마다|\d+(?:時間|週間)?(?:おき|ごと|毎)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<![\d.,$€£¥])\b(?:19|20)\d\d\b(?![.,]\d| ?[%€])")
_SINCE = re.compile(
    rf"(?:\b(?:in|im|since|of|seit|en|depuis|desde|nel|dal|em|sinds|{_MONTH}) |\()$"
)
_MORE = re.compile(
    r"\b(?:least|most|than|over|about|nearly|almost|some|around|mindestens|rund|über|fast|environ"
    r"|plus de|más de|mais de|circa|almeno|oltre|ongeveer|более|около) $"
)
_COUNTED = re.compile(
    r" (?:more |other |new |weitere |autres )?(?:people|persons?|men|women|children|students|"
    r"workers|employees|soldiers|troops|police|officers|passengers|residents|voters|patients|refugees|"
    r"migrants|homes|houses|households|buildings|jobs|cars|flights|trains|schools|deaths?|dead|"
    r"injured|injuries|wounded|killed|victims|cases|dollars?|euros?|pounds?|yen|yuan|rubles?|"
    r"km|kilomet\w+|miles?|met(?:er|re)s?|m|feet|ft|kg|tons?|tonnes?|acres?|hectares?|barrels?|"
    r"mw|gw|percent|menschen|personen|tote[nr]?|verletzte[nr]?|männer|frauen|kinder|häuser|"
    r"wohnungen|stellen|arbeitsplätze|fälle|franken|tonnen|meter|personnes|morts?|blessés|"
    r"enfants|maisons|emplois|cas|tonnes|mètres|personas|muertos|heridos|niños|casas|empleos|"
    r"casos|dólares|toneladas|metros|persone|morti|feriti|bambini|case|posti|casi|dollari|"
    r"tonnellate|metri|pessoas|mortos|feridos|crianças|empregos|mensen|doden|gewonden|kinderen|"
    r"huizen|banen|gevallen|ton|человек\w*|люд\w+|раненых|погибших|домов|случаев|рублей|долларов|"
    r"тонн|километров|метров)\b",
    re.IGNORECASE,
)
_CONVERTED = re.compile(r"(?<=\d)([^\d().;（）]{0,25})[(（]([^()（）]*\d[^()（）]*)[)）]")
_SHORT = 4
"""Words in brackets that say a figure again in other units; more of them say something else."""
_PEOPLE = re.compile(
    r"\b(?:dead|injured|wounded|killed|children|women|men|people)\b", re.IGNORECASE
)


def hourless(text: str, language: str) -> str:
    """Return the text without hours of the day, which are words too, its numbers in digits."""
    return _HOUR.sub(" ", digits(text, language))


def figures(text: str, language: str) -> set[str]:
    """Return the figures of a text, as `words` spells them, that say how many or how much.

    When something was, how often a bus goes and what a distance is in miles say nothing new.
    One is none: half of the languages say it for "a".
    """
    plain = _CONVERTED.sub(_unconverted, _TIMES.sub(" ", hourless(text, language)))
    plain = _YEAR.sub(_no_year, plain)
    found = words(plain, language)
    return {word for word in found if word.replace(".", "").isdecimal()} - {"1"}


def _unconverted(found: re.Match[str]) -> str:
    again = len(found[2].split()) <= _SHORT and not _PEOPLE.search(found[2])
    return f"{found[1]} " if again else found[0]


def _no_year(found: re.Match[str]) -> str:
    """Leave a year out; how many people there are, or how much money, stays."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    if _COUNTED.match(after) or (_MORE.search(before[-20:]) and not _SINCE.search(before)):
        return found[0]
    return " "
