"""What each language has, as the code says it: the table of `docs/languages.md`.

    python -m tests.text.languages

writes it into the page anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from briefbot.text import furniture, leaning, sentences, wording
from briefbot.text import words as cutting
from briefbot.text.headlines import is_plain
from briefbot.text.language import LANGUAGES
from briefbot.text.numerals import digits
from briefbot.text.words import stems, words

PAGE = Path(__file__).parents[2] / "docs" / "languages.md"
HEAD = (
    "| language | | sentences | words | stop words | stems | furniture | leaning | numbers "
    "| headlines | direction |"
)
FIRST = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "zh", "ja", "ko")
NAMES = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew",
    "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ko": "Korean", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sv": "Swedish", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese, both scripts",
}  # fmt: skip
ALSO = {
    "ar": ("اقرأ أيضا: ", "خمسة أمور يجب معرفتها عن الإضراب في المدينة."),
    "cs": ("Čtěte také: ", "Pět věcí, které je dobré vědět o stávce."),
    "da": ("Læs også: ", "Fem ting, du skal vide om strejken i byen."),
    "de": ("Lesen Sie auch: ", "Fünf Dinge, die man über den Streik wissen sollte."),
    "el": ("Διαβάστε επίσης: ", "Πέντε πράγματα που πρέπει να ξέρετε για την απεργία."),
    "en": ("Read more: ", "Five things that you should know about the strike."),
    "es": ("Lea también: ", "Cinco cosas que hay que saber sobre la huelga."),
    "fa": ("بیشتر بخوانید: ", "پنج نکته که باید درباره اعتصاب بدانید."),
    "fi": ("Lue myös: ", "Viisi asiaa, jotka lakosta on hyvä tietää."),
    "fr": ("Lire aussi : ", "Cinq choses que l'on doit savoir sur la grève."),
    "he": ("קראו גם: ", "חמישה דברים שכדאי לדעת על השביתה בעיר."),
    "hi": ("यह भी पढ़ें: ", "हड़ताल के बारे में पाँच बातें जो आपको जाननी चाहिए।"),
    "hu": ("Olvassa el ezt is: ", "Öt dolog, amit tudni érdemes a sztrájkról."),
    "id": ("Baca juga: ", "Lima hal yang perlu diketahui tentang mogok kerja itu."),
    "it": ("Leggi anche: ", "Cinque cose che bisogna sapere sullo sciopero."),
    "ja": ("関連記事：", "ストライキについて知っておくべき五つのことを伝える。"),
    "ko": ("관련 기사: ", "파업에 대해 반드시 알아야 할 다섯 가지 사항을 정리했다."),
    "nl": ("Lees ook: ", "Vijf dingen die je moet weten over de staking."),
    "no": ("Les også: ", "Fem ting du bør vite om streiken i byen."),
    "pl": ("Czytaj także: ", "Pięć rzeczy, które warto wiedzieć o strajku."),
    "pt": ("Leia também: ", "Cinco coisas que é preciso saber sobre a greve."),
    "ro": ("Citește și: ", "Cinci lucruri care trebuie știute despre grevă."),
    "ru": ("Читайте также: ", "Пять вещей, которые нужно знать о забастовке."),
    "sv": ("Läs också: ", "Fem saker som du bör veta om strejken."),
    "th": ("อ่านเพิ่มเติม: ", "ห้าเรื่องที่คุณควรรู้เกี่ยวกับการนัดหยุดงาน"),
    "tr": ("Ayrıca okuyun: ", "Grev hakkında bilmeniz gereken beş önemli şey."),
    "uk": ("Читайте також: ", "П'ять речей, які треба знати про страйк."),
    "vi": ("Xem thêm: ", "Năm điều bạn cần biết về cuộc đình công."),
    "zh": ("延伸閱讀：", "關於這次罷工，您應該知道的五件事情。"),
}
"""How a site leads to another article of its own, and a sentence that may stand in a summary."""

COUNTED = {
    "de": "zwanzig", "en": "twenty", "es": "veinte", "fr": "vingt", "it": "venti",
    "ja": "二十人", "nl": "twintig", "pt": "vinte", "ru": "двадцать", "zh": "二十人",
}  # fmt: skip
"""A number in words, where they are known."""
LARGE = {"ko": "20만"}
"""A number of digits with a word for how many thousands, where words alone are not known."""
TEASED = {
    "de": "Was Sie jetzt wissen müssen", "en": "Here's why the port is shut",
    "es": "Esto es lo que debes saber", "fr": "Voici pourquoi le port ferme",
    "it": "Ecco perché il porto chiude", "ja": "台風情報まとめ", "ko": "알고 보니 항구 폐쇄",
    "nl": "Dit moet je zien", "pt": "Saiba o que muda no porto", "ru": "Вот почему закрыт порт",
    "zh": "港口關閉真相曝光",
}  # fmt: skip
"""A headline that teases, where such are known."""


def _numbers(code: str) -> str:
    if code in COUNTED and digits(COUNTED[code], code).startswith("20"):
        return "yes"
    large = LARGE.get(code, "")
    return "large ones" if digits(large, code) != large else "–"


def _row(code: str) -> str:
    prompt, sentence = ALSO[code]
    own = any(
        code in rules for rules in (sentences._STARTERS, sentences._ALWAYS_ON, sentences._SAYS)
    )
    cut = words(sentence, code)
    paired = any(map(cutting._PAIRED.search, cut))
    cells = (
        NAMES[code],
        f"`{code}`",
        "ours and sentencex" if own else "sentencex",
        "pairs of characters" if paired else "words",
        "yes" if len(stems(sentence, code)) < len(cut) and code in cutting._STOPPED else "–",
        "yes" if code in cutting._INDEXED else "–",
        "–" if furniture.fits(prompt + sentence, title="", language=code) else "yes",
        "yes" if code in leaning._LEANS else "–",
        _numbers(code),
        "yes" if code in TEASED and not is_plain(TEASED[code]) else "–",
        "from the right" if wording.is_rtl(code) else "from the left",
    )
    return f"| {' | '.join(cells)} |"


def table() -> str:
    """Return the table: the first class, then the others by their names."""
    others = sorted(LANGUAGES.difference(FIRST), key=NAMES.__getitem__)
    return "\n".join((HEAD, "|---" * (HEAD.count("|") - 1) + "|", *map(_row, (*FIRST, *others))))


def written() -> str:
    """Return the table as the page has it."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    yield from (line for line in lines if line.startswith("|"))


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(text.replace(written(), table()), encoding="utf-8")
