"""What stands before the first sentence of a report: place, day and agency, `LONDON (AP) -- `."""

from __future__ import annotations

import re

_DASH = r"(?:--|[—–-])"
_CAPITAL = "A-ZÀ-Þ"
_YEARLESS = (
    r"(?:\d{1,2}\.? (?:de |di )?[^\W\d_]{3,10}\.?|[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z]{3})"
)
_DAY = (
    r"(?:\d{1,2}[./]\s?\d{1,2}[./]\s?(?:\d{4}|\d{2})|\d{1,2}\.? (?:de )?[^\W\d_]{3,10}\.? (?:de )?"
    r"\d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})"
)
"""A day with its year: "3. Mai" may begin a sentence."""
_AGENCIES = (
    "CNN|AP|AFP|afp|Reuters|REUTERS|dpa|ANSA|EFE|Xinhua|Kyodo|Yonhap|PTI|ANI|IANS|UPI|APA|SID|sid|"
    "KNA|Belga|ANP|Lusa|Télam|EUROPA PRESS|Prensa Latina|Adnkronos|askanews|LaPresse|PAP"
)
_SMALL = "dpa|sid|epd|kna|dts|ots|apa|sda|ats|rtr|apro|askanews|afp|iwr|idw"
"""Agencies that write themselves small, with what they add: dpa/lno, epdÖ, iwr-pressedienst."""
_PLACE = r"(?:[^\W\d_][\w .,'’/&-]{0,48})?"
_ONCE = rf"(?![^\n]{{0,120}}?\s{_DASH}\s[a-zß-ÿ])"
"""Two dashes hold an aside between them: "The party (ABC) – Britain's oldest – won"."""

_BEFORE = re.compile(
    r"[-*] (?=\S)"  # the rest of `MADRID.- `, or of a list that lost its lines
    r"|By (?:[A-Z][\w.'’-]{1,20} ){1,3}?[A-Z][\w.'’-]{1,20}:\s{1,2}"
    r"|Updated?:? [^:]{0,40}?\d{1,2}[:.]\d\d(?: ?(?:Uhr|[ap]\.?m\.?|[A-Z]{2,4}))?\s?[:–—]\s{1,2}"
    r"|\(ANSA\) - [A-Z' ]{2,30}, \d{1,2} [A-Z]{3} - "
    rf"|{_PLACE}\((?:(?:{_AGENCIES})(?!\w)|(?:{_SMALL})(?=\W|[A-ZÄÖÜ])|[A-Z](?=[^)]{{0,28}}\)"
    rf"\.?\s{{0,2}}{_DASH}{_ONCE}))[\w. &'’/-]{{0,28}}\)\.?\s{{0,2}}{_DASH}(?!\s{{0,2}}[a-zß-ÿ])"
    r"\s{0,2}"
    rf"|{_PLACE}\((?:{_AGENCIES})\)\s{{0,2}}(?!\s|{_DASH}|[a-zß-ÿ])"
    r"|[A-Z][^/\n]{2,60} ?/ ?(?:PRNewswire|PR Newswire|CNW|ots)[^/\n]{0,20}/\s?(?:--|[—–-])\s{0,2}"
    rf"|[{_CAPITAL}][{_CAPITAL} .'’-]{{2,30}}(?:(?:, [A-Z][\w. ]{{2,20}}| via [A-Z]{{2,12}})"
    rf"\s{{1,2}}(?:--|[—–])|\s{{1,2}}(?:--|[—–])(?!\s{{1,2}}[a-zß-ÿ]{{2}}){_ONCE})\s{{1,2}}"
    rf"|(?!ANZEIGE|WERBUNG)[{_CAPITAL}][{_CAPITAL} .'’/-]{{3,30}} - (?=[{_CAPITAL}\"“„«¿¡]){_ONCE}"
    rf"|[{_CAPITAL}]{{4,20}} [a-z]{{2,5}} \| (?=\S)"
    rf"|[{_CAPITAL}][a-zß-ÿ]+ ?/ ?[{_CAPITAL}][a-zß-ÿ]+ [–-] (?=[{_CAPITAL}\"“„])"
    rf"|(?:mid|dpa|epd|sid|afp) [{_CAPITAL}][\w.-]+(?: [{_CAPITAL}][\w.-]+)? [–-] "
    r"|[A-ZÀ-Þ][\w/ .-]{2,30}, (?:(?:den|le|el|il) )?\d{1,2}\.? (?:de )?\w{3,10}\.? (?:de )?\d{4}"
    r" ?[—–-] (?=\S)"
    rf"|\({_DAY}\) (?=\S)|{_DAY} ?(?:--|[—–|-]) (?![a-zß-ÿ]|{_DAY})"
    r"|[А-ЯЁ][А-ЯЁ -]{2,30}, \d{1,2} [а-я]{3,8}[.,]? ?[—–-] ?(?:[А-ЯЁ][\w. ]{1,24}\. )?"
    r"|[（(【]?(?:[\u4e00-\u9fff]{1,4}社|[\u4e00-\u9fff]{1,5}[网網报報])(?:记者|記者)?[^，。\s]{0,14}?"
    r"\d{1,2}(?:月\d{1,2})?日(?:[电電](?![话話视視])|讯|訊)(?:\s?[（(][^）)]{2,16}[）)])?[）)】]?\s?(?:[题題]：)?"
    r"|【[^】\n]{2,24}(?:[讯訊电電]|報導|报道)】\s?"
    r"|[【〔［\[（(](?:記者|记者)[^】〕\]）)]{2,20}(?:報導|报道)[】〕］\]）)]\s?"
    r"|(?:記者|记者)[^\s，。]{2,10}[／/][^\s，。]{2,10}(?:報導|报道)\s"
    r"|[\u4e00-\u9fff]{2,5}(?:网|網|社|报|報|台)消息[：:]\s?"
    r"|[［【\[（(][^］】\]）)\s]{1,8}[ 　]?(?:\d{1,2}日)?[ 　]?(?:ロイター|共同|時事|AFP)"
    r"[］】\]）)]\s?[-－–—]?\s?"
    r"|【[^】\n]{1,14}[＝=][^】\n]{1,12}】\s?"
    r"|\([가-힣·]{2,12}=(?:연합뉴스|뉴시스|뉴스1)\)\s?(?:[가-힣 ]{2,14}기자\s?=\s?)?"
    r"|\[(?!사진|영상|그래픽|자료|출처|이미지|관련|추천|포토)"
    r"(?=[^\]]{0,20}[가-힣])[^\]\n]{2,24}\]\s?(?:[가-힣 ]{2,14}기자\s?=\s?)?"
    r"|(?:[\u0600-\u06ff\d]+،? ){1,5}\((?:رويترز|[اأ] ?\.?ف ?\.?ب|أ ب|د ب أ|وكالات|الأناضول)\)"
    r" ?[-–—]? ?"
    r"|(?:[\u0600-\u06ff]+ ){1,3}[-–—] وكالات [-–—] "
    r"|[\u0600-\u06ff]{4,12} [-–—] (?!ال(?:ذي|تي|ذين)|[^\n]{0,120}? [-–—] )"
)
_MOST = 3
"""A day, a place and an agency may each have a dash of its own."""
_ALONE = re.compile(
    rf"[{_CAPITAL}][\w'’-]+(?:(?: de| del| am| an der| do| da)? [{_CAPITAL}][\w'’-]+){{0,3}}, "
    rf"(?:(?:den|le|el|il) )?(?:{_DAY}|{_YEARLESS})(?: \([\w. ]{{2,20}}\))?\.?"
)


def dateline(sentence: str) -> int:
    """Return the length of what stands before the sentence proper, as `LONDON (AP) -- `."""
    at = 0
    for _ in range(_MOST):
        found = _BEFORE.match(sentence, at)
        if not found:
            break
        at = found.end()
    return at


def is_dateline(sentence: str) -> bool:
    """Tell whether it is a place and a day alone, as `Berlin, 22. November`."""
    return _ALONE.fullmatch(sentence) is not None
