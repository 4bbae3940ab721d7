"""Numbers in one spelling: a text that writes 2 for two, or $1 million in full, says the same."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from briefbot.text.words import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable

ONES = {
    "de": "ein eine einen einem einer eines eins",
    "en": "one",
    "es": "un uno una",
    "fr": "un une",
    "it": "un uno una",
    "nl": "een één",
    "pt": "um uma",
    "ru": "один одна одно одного одной одну",
}
"""Words for one, most of them articles too: numbers only before "million" and in "twenty-one"."""
_UNITS = {
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"
    " sechzehn siebzehn achtzehn neunzehn",
    "en": "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen",
    "es": "dos|dós tres|trés cuatro cinco seis|séis siete ocho nueve diez once doce trece catorce"
    " quince dieciséis diecisiete dieciocho diecinueve",
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
    " dix-sept dix-huit dix-neuf",
    "it": "due tre|tré quattro cinque sei sette otto nove dieci undici dodici tredici quattordici"
    " quindici sedici diciassette diciotto diciannove",
    "nl": "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien"
    " zestien zeventien achttien negentien",
    "pt": "dois|duas três quatro cinco seis sete oito nove dez onze doze treze catorze|quatorze"
    " quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove",
    "ru": "два|две|двух|двум|двумя|двое|двоих три|трех|трём|тремя|трое|троих"
    " четыре|четырех|четырем|четырьмя|четверо|четверых пять|пяти|пятью|пятеро|пятерых"
    " шесть|шести|шестью|шестеро|шестерых семь|семи|семью|семеро|семерых восемь|восьми|восемью"
    " девять|девяти|девятью десять|десяти|десятью одиннадцать|одиннадцати двенадцать|двенадцати"
    " тринадцать|тринадцати четырнадцать|четырнадцати пятнадцать|пятнадцати"
    " шестнадцать|шестнадцати семнадцать|семнадцати восемнадцать|восемнадцати"
    " девятнадцать|девятнадцати",
}
"""From two to nineteen; other forms of a number stand behind a bar."""
_TENS = {
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "vingt trente quarante cinquante soixante septante quatre-vingt|quatre-vingts nonante",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "ru": "двадцать|двадцати тридцать|тридцати сорок|сорока пятьдесят|пятидесяти"
    " шестьдесят|шестидесяти семьдесят|семидесяти восемьдесят|восьмидесяти девяносто|девяноста",
}
_JOINED = {
    "de": "{unit}und{ten}",
    "en": "{ten}[- ]{unit}",
    "es": "(?:{ten} y |veinti){unit}",
    "fr": "{ten}(?:-| et |-et-){unit}",
    "it": "{ten}{unit}",
    "nl": "{unit}[eë]n{ten}",
    "pt": "{ten} e {unit}",
    "ru": "{ten} {unit}",
}
"""How a language says twenty-two; French goes on to nineteen behind its tens."""
_SCALES = {
    "de": {"hundert": 2, "tausend": 3, "million(?:en)?|mio": 6, "milliarden?|mrd": 9},
    "en": {"hundred": 2, "thousand": 3, "million|mn": 6, "billion|bn": 9, "trillion|tn": 12},
    "es": {"cien": 2, "mil": 3, "mill(?:ón|ones)": 6, "mil millones": 9, "bill(?:ón|ones)": 12},
    "fr": {"cents?": 2, "mille": 3, "millions?": 6, "milliards?": 9},
    "it": {"mila": 3, "milion[ei]": 6, "miliard[oi]": 9},
    "nl": {"honderd": 2, "duizend": 3, "miljoen": 6, "miljard": 9},
    "pt": {"mil": 3, "milh(?:ão|ões)": 6, "bilh(?:ão|ões)|mil milhões": 9},
    "ru": {r"тысяч\w*|тыс": 3, r"миллион\w*|млн": 6, r"миллиард\w*|млрд": 9},
    "ja": {"万": 4, "億": 8, "兆": 12},
    "ko": {"만": 4, "억": 8, "조": 12},
    "zh": {"[萬万]": 4, "[億亿]": 8, "兆": 12},
}
_ARTICLE = {"en": "a"}
_ITALIAN = range(20, 91)
_TEN = 10
_UNSPACED = {"ja", "ko", "zh"}
_NUMBER = r"(?<![a-z\d.,])\d+(?:[.,]\d+)*"
_HAN_DIGITS = "零〇 一 二兩两 三 四 五 六 七 八 九"
_HAN = {each: value for value, row in enumerate(_HAN_DIGITS.split()) for each in row}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000, "萬": 10**4, "万": 10**4, "億": 10**8, "亿": 10**8}
_HAN_NUMBER = re.compile(
    f"[{''.join((*_HAN, *_HAN_SCALES))}]+"
    "(?=[人名位個个隻只頭头輛辆艘戶户棟栋座家間间元塊块美円公米噸吨頃级級度天年月日時时點点分"
    "歲岁票席件例宗倍成台列張张枚軒便割回校社店機机發死傷伤週周])"
)
"""Chinese numerals count before a measure word only: else they are half of a word (一些, 萬一)."""
_UNIT = re.compile(r"(?<=\d)(?=(?:[kcm]?m|km/?h|mph|kph|ft|kg|lbs?|mg|[kmg]wh?)\b)", re.IGNORECASE)
_GROUPS = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")


def digits(text: str, language: str) -> str:
    """Return the text with its numbers in digits: 2 for two, 1000000 for 1 million, 4.5 for 4.50.

    Words for one stay: most are articles.
    """
    base = language.partition("-")[0]
    plain = _UNIT.sub(" ", unicodedata.normalize("NFKC", _GROUPS.sub("", text)))
    if base in {"ja", "zh"}:
        plain = _HAN_NUMBER.sub(lambda found: _han(found[0]), plain)
    if base in _UNITS:
        plain = _spelled(base).sub(lambda found: _value(found, base), plain)
    return _zeros(base).sub(r"\1\2", _scaled(plain, base))


def ones(language: str) -> str:
    """Return the language's words for one."""
    return ONES.get(language.partition("-")[0], "")


@cache
def _values(base: str) -> dict[str, int]:
    """Return what each word stands for, by its folded spelling."""
    rows = [ONES[base].split(), *(each.split("|") for each in _UNITS[base].split())]
    tens = [each.split("|") for each in _TENS[base].split()]
    values = {fold(form): value for value, row in enumerate(rows, 1) for form in row}
    values |= {fold(form): 10 * ten for ten, row in enumerate(tens, 2) for form in row}
    if base == "it":  # ventuno, ventotto: the vowel before a vowel goes
        values |= {word[:-1]: value for word, value in values.items() if value in _ITALIAN}
    return values


def _either(found: Iterable[str]) -> str:
    """Match any of the words, with its accents or without them, the longest first."""
    forms = {form for word in found for form in (word, fold(word))}
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))


@cache
def _spelled(base: str) -> re.Pattern[str]:
    units = _UNITS[base].replace("|", " ").split()
    tens = _TENS[base].replace("|", " ").split()
    stems = [ten[:-1] for ten in tens] if base == "it" else []
    joined = _JOINED[base].format(
        ten=f"(?P<ten>{_either([*tens, *stems])})",
        unit=f"(?P<unit>{_either([*ONES[base].split(), *units])})",
    )
    lone = _either([*units, *tens])
    return re.compile(rf"(?<!\w)(?:{joined}|(?P<lone>{lone}))(?!\w)", re.IGNORECASE)


def _value(found: re.Match[str], base: str) -> str:
    values = _values(base)
    if found["lone"]:
        return str(values[fold(found["lone"])])
    ten, unit = values[fold(found["ten"] or _TENS[base].split()[0])], values[fold(found["unit"])]
    joins = unit < _TEN or (base == "fr" and unit < 2 * _TEN)
    return str(ten + unit) if joins else found[0]


def _han(numeral: str) -> str:
    """Return a Chinese numeral in digits; a lone scale may follow digits, and stays."""
    if numeral[0] in _HAN_SCALES and numeral[0] != "十":
        return numeral
    if not any(each in _HAN_SCALES for each in numeral):
        return "".join(str(_HAN[each]) for each in numeral)
    total = section = unit = 0
    for each in numeral:
        scale = _HAN_SCALES.get(each)
        if scale is None:
            unit = _HAN[each]
        elif scale < 10**4:
            section, unit = section + (unit or 1) * scale, 0
        else:
            total, section, unit = total + (section + unit) * scale, 0, 0
    return str(total + section + unit)


@cache
def _scale(base: str) -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], int], ...]]:
    scales = _SCALES.get(base, {})
    longest = "|".join(sorted(scales, key=len, reverse=True))
    one = [rf"(?<!\w){word}" for word in f"{ones(base)} {_ARTICLE.get(base, '')}".split()]
    number = f"(?P<number>{'|'.join([_NUMBER, *one])})"
    gap, end = ("", "") if base in _UNSPACED else ("[ -]?", r"(?!\w)")
    rest = r"(?P<rest>(?<=[萬万만])\d{1,4}(?!\d))?"
    whole = re.compile(rf"{number}{gap}(?P<scale>{longest}){rest}{end}", re.IGNORECASE)
    return whole, tuple((re.compile(each, re.IGNORECASE), ten) for each, ten in scales.items())


def _scaled(text: str, base: str) -> str:
    """Write numbers with their scale in full; "2 hundred thousand" takes two rounds."""
    if base not in _SCALES:
        return text
    pattern, scales = _scale(base)
    gap = base not in _UNSPACED

    def full(found: re.Match[str]) -> str:
        ten = next(ten for each, ten in scales if each.fullmatch(found["scale"]))
        said = words(found["number"], base)[0] if found["number"][0].isdecimal() else "1"
        if said.count(".") > 1 or not said.replace(".", "").isdecimal():
            return found[0]
        value = Decimal(said) * 10**ten + int(found["rest"] or 0)
        return f"{value.normalize():f}{'' if gap else ' '}"

    return pattern.sub(full, pattern.sub(full, text))


@cache
def _zeros(base: str) -> re.Pattern[str]:
    """Match a decimal fraction, its last zeros outside of the groups."""
    mark = "," if words("1.000", base) == ["1000"] else r"\."
    return re.compile(rf"(?<![\d.,])(\d+)(?:{mark}0+|({mark}\d*[1-9])0+)(?![.,]?\d)")
