"""Language: the text decides, the hint helps out."""

from __future__ import annotations

import subprocess
import sys

import pytest

from briefbot.text.language import LANGUAGES, detect

SAMPLES = {
    "ar": "ضرب زلزال قوي الساحل الشرقي يوم الاثنين دون وقوع إصابات",
    "cs": "Silné zemětřesení zasáhlo v pondělí východní pobřeží ostrova",
    "da": "Et kraftigt jordskælv ramte mandag øens østkyst uden at nogen kom til skade",
    "de": "Ein starkes Erdbeben hat am Montag die Ostküste der Insel erschüttert",
    "el": "Ισχυρός σεισμός έπληξε τη Δευτέρα την ανατολική ακτή του νησιού",
    "en": "A strong earthquake shook the east coast of the island on Monday",
    "es": "Un fuerte terremoto sacudió el lunes la costa este de la isla",
    "fa": "زمین‌لرزه‌ای شدید روز دوشنبه ساحل شرقی جزیره را لرزاند",
    "fi": "Voimakas maanjäristys ravisteli saaren itärannikkoa maanantaina",
    "fr": "Un fort séisme a secoué lundi la côte est de l'île sans faire de blessés",
    "he": "רעידת אדמה חזקה פקדה ביום שני את החוף המזרחי של האי",
    "hi": "सोमवार को द्वीप के पूर्वी तट पर तेज़ भूकंप आया",
    "hu": "Erős földrengés rázta meg hétfőn a sziget keleti partját",
    "id": "Gempa bumi kuat mengguncang pantai timur pulau itu pada hari Senin",
    "it": "Un forte terremoto ha scosso lunedì la costa orientale dell'isola",
    "ja": "月曜日、島の東海岸で強い地震がありましたが、けが人はいませんでした",
    "ko": "월요일 섬의 동해안에서 강한 지진이 발생했지만 부상자는 없었다",
    "nl": "Een zware aardbeving heeft maandag de oostkust van het eiland getroffen",
    "no": "Et kraftig jordskjelv rystet mandag østkysten av øya uten at noen ble skadet",
    "pl": "Silne trzęsienie ziemi nawiedziło w poniedziałek wschodnie wybrzeże wyspy",
    "pt": "Um forte terremoto sacudiu na segunda-feira a costa leste da ilha",
    "ro": "Un cutremur puternic a zguduit luni coasta de est a insulei",
    "ru": "Сильное землетрясение произошло в понедельник на восточном побережье острова",
    "sv": "En kraftig jordbävning skakade öns östkust på måndagen utan att någon skadades",
    "th": "เกิดแผ่นดินไหวรุนแรงที่ชายฝั่งตะวันออกของเกาะเมื่อวันจันทร์",
    "tr": "Pazartesi günü adanın doğu kıyısında şiddetli bir deprem meydana geldi",
    "uk": "Сильний землетрус стався в понеділок на східному узбережжі острова",
    "vi": "Một trận động đất mạnh đã làm rung chuyển bờ biển phía đông hòn đảo hôm thứ Hai",
    "zh": "週一，島嶼東岸發生強烈地震，目前沒有人員傷亡的消息",
}


def test_samples_cover_every_language() -> None:
    """Each language that the module knows has a sentence here."""
    assert set(SAMPLES) == LANGUAGES


@pytest.mark.parametrize("language", sorted(SAMPLES))
def test_a_sentence_tells_its_language(language: str) -> None:
    """One sentence is enough, and a wrong hint does not change it."""
    assert detect(SAMPLES[language]) == language
    assert detect(SAMPLES[language], hint="fr" if language == "en" else "en-US") == language


HEADLINES = {
    "ar": ("إضراب القطارات يوم الاثنين", "شركة Google تطلق Gemini 4"),
    "de": ("Bahn streikt am Montag", "Apple stellt iPhone 19 mit Intel-Modem vor"),
    "en": ("Quake shakes Hualien, two hurt", "The mayor of Köln calls it “Unsinn”, and leaves"),
    "es": ("Huelga de trenes el lunes", "Sube el precio de la luz"),
    "fr": ("Grève à la SNCF lundi", "Apple dévoile l'iPhone 19"),
    "he": ("שביתת רכבות ביום שני", "חברת Check Point רכשה את CloudGuard"),
    "it": ("Sciopero dei treni lunedì", "Apple presenta il nuovo iPhone"),
    "ja": ("月曜に鉄道スト", "SoftBank、OpenAIに追加投資 Stargate計画で"),
    "ko": ("전기요금 또 인상", "대만, 반도체 협상 개시"),
    "nl": ("Treinstaking op maandag", "Apple onthult de nieuwe iPhone"),
    "pl": ("Strajk kolei w poniedziałek", "Ceny prądu znów rosną"),
    "pt": ("Greve de trens na segunda-feira", "Preço da luz sobe"),
    "ru": ("Забастовка на железной дороге", "Apple представила новый iPhone"),
    "tr": ("Pazartesi günü tren grevi", "Elektrik fiyatı yine arttı"),
    "uk": ("Страйк на залізниці в понеділок", "Компанія Monobank запустила нову послугу"),
    "vi": ("Đình công đường sắt hôm thứ Hai", "Giá điện lại tăng"),
    "zh": ("台積電 TSMC 宣布在 Arizona 興建 fab，CEO 說", "两人在地震中受伤"),
}


@pytest.mark.parametrize("language", sorted(HEADLINES))
def test_a_headline_tells_its_language(language: str) -> None:
    """Four words will do, with foreign names among them, and against what the feed claims."""
    for headline in HEADLINES[language]:
        assert detect(headline) == language
        assert detect(headline, hint="de" if language == "en" else "en-US") == language


def test_a_script_that_one_language_has_tells_where_words_do_not() -> None:
    """A headline of foreign names is in the language of its one word; a claim comes first."""
    assert detect("Samsung Electronics, Galaxy S27 Ultra 공개") == "ko"
    assert detect("Samsung Electronics, Galaxy S27 Ultra 공개", hint="en") == "en"


def test_simplified_chinese_is_chinese() -> None:
    """Both Chinese scripts have one code."""
    assert detect("台湾外交部周五发表声明，对有关决定表示欢迎") == "zh"


@pytest.mark.parametrize("text", ["", "  \n", "12:30 - 14:45", "😀 !!!", "$5.00"])
def test_a_text_without_letters_has_no_language(text: str) -> None:
    """Without letters the hint is all there is."""
    assert detect(text) == "und"
    assert detect(text, hint="de") == "de"


def test_the_hint_decides_where_the_text_cannot() -> None:
    """A name is the same in many languages; a headline in Chinese characters may be Japanese."""
    assert detect("Taiwan") == "und"
    assert detect("Taiwan", hint="nl-BE") == "nl"
    assert detect("東京株式市場", hint="ja") == "ja"


@pytest.mark.parametrize("hint", ["xx", "", "english", "zxx", "x-klingon", "e", "../etc", "日本"])
def test_a_hint_that_names_no_language_is_nothing(hint: str) -> None:
    """What a feed claims is not repeated when no such language is known."""
    assert detect("Taiwan", hint=hint) == "und"
    assert detect("", hint=hint) == "und"


def test_a_language_outside_the_list_is_found_when_claimed() -> None:
    """Catalan is told from Spanish only where the source says that it writes Catalan."""
    text = "El govern ha anunciat avui que aquesta setmana no hi haurà reunió amb els veïns"
    assert detect(text, hint="ca") == "ca"


def test_a_language_of_another_script_is_not_guessed() -> None:
    """Georgian is none of the list's languages, so it has none, unless it is claimed."""
    text = "ძლიერი მიწისძვრა მოხდა ორშაბათს კუნძულის აღმოსავლეთ სანაპიროზე"
    assert detect(text) == "und"
    assert detect(text, hint="ka") == "ka"


def test_dialects_share_a_code() -> None:
    """Both written forms of Norwegian are `no`, however they are claimed."""
    assert detect(SAMPLES["no"], hint="nb-NO") == "no"


def test_the_model_needs_no_room_on_a_disk() -> None:
    """A container's `/tmp` is small: it is loaded where no file may be longer than a megabyte."""
    code = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20));"
        "from briefbot.text.language import detect;"
        f"print(detect({SAMPLES['sv']!r}))"
    )
    done = subprocess.run(
        (sys.executable, "-c", code), capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("sv\n", "")
