"""Datelines: where the sentence proper begins, and places and days that stand alone."""

from __future__ import annotations

import time

import pytest

from briefbot.text.datelines import dateline, is_dateline


@pytest.mark.parametrize(
    ("sentence", "proper"),
    [
        ("LONDON (AP) — The harbour is closed.", "The harbour is closed."),
        ("(CNN)The harbour is closed.", "The harbour is closed."),
        ("New Delhi (CNN)The harbour is closed.", "The harbour is closed."),
        ("HARBOUR POST via AP — The harbour is closed.", "The harbour is closed."),
        ("POST via AP — A harbour — once busy — shut.", "A harbour — once busy — shut."),
        ("By Jane Doe: The harbour is closed.", "The harbour is closed."),
        ("- The harbour is closed.", "The harbour is closed."),
        ("-5 degrees were measured.", "-5 degrees were measured."),
        ("By Monday: The harbour is closed.", "By Monday: The harbour is closed."),
        ("Update vom 3. Mai, 16:05 Uhr: The harbour is closed.", "The harbour is closed."),
        ("Updated 4:05 p.m. – The harbour is closed.", "The harbour is closed."),
        ("Update of the harbour: it is closed.", "Update of the harbour: it is closed."),
        ("TAIPEI, Taiwan -- The harbour is closed.", "The harbour is closed."),
        ("The harbour (built in 1900) is closed.", "The harbour (built in 1900) is closed."),
        ("The harbour is — as before — closed.", "The harbour is — as before — closed."),
        ("The office (BSI) – which warns of it – is closed.",) * 2,
        ("Madrid, 3 may (EFE).- El puerto está cerrado.", "El puerto está cerrado."),
        ("(ANSA) - ROMA, 3 MAG - Il porto è chiuso.", "Il porto è chiuso."),
        ("МОСКВА, 3 мая — РИА Новости. Порт закрыт.", "Порт закрыт."),
        ("新华社北京5月3日电（记者张三）港口关闭两天。", "港口关闭两天。"),
        ("（中央社記者王小明台北3日電）港口關閉兩天。", "港口關閉兩天。"),
        ("［東京　３日　ロイター］ - 港は閉鎖された。", "港は閉鎖された。"),
        ("(서울=연합뉴스) 홍길동 기자 = 항구가 닫혔다.", "항구가 닫혔다."),
        ("Wien, 14. Dezember 2021 – Der Hafen ist zu.", "Der Hafen ist zu."),
        ("Paris, le 3 mai 2021 - Le port est fermé.", "Le port est fermé."),
        ("Madrid, 3 de mayo de 2021 — El puerto cierra.", "El puerto cierra."),
        ("Am Montag, 3. Mai 2021, war der Hafen zu.",) * 2,
        ("新华社在北京表示，港口关闭两天。",) * 2,
        ("Berlin (dpa) - Der Hafen ist zu.", "Der Hafen ist zu."),
        ("Hamburg/Berlin (dpa/lno) – Der Hafen ist zu.", "Der Hafen ist zu."),
        ("Wien (epdÖ) – Auch der Hafen ist zu.", "Auch der Hafen ist zu."),
        ("05.12.2022 | Husum (iwr-pressedienst) - Der Hafen ist zu.", "Der Hafen ist zu."),
        ("(21. November 2022) Der Hafen ist zu.", "Der Hafen ist zu."),
        ("April 17, 2015 -- The harbour is closed.", "The harbour is closed."),
        ("AUSTIN, Texas, Nov. 22, 2026 /PRNewswire/ -- Acme is closed.", "Acme is closed."),
        ("Mumbai, Nov 22 (PTI) The harbour is closed.", "The harbour is closed."),
        ("München / Berlin - Bayerns Häfen sind zu.", "Bayerns Häfen sind zu."),
        ("BERLIN taz | Der Hafen ist zu.", "Der Hafen ist zu."),
        ("mid Groß-Gerau - Der Hafen ist zu.", "Der Hafen ist zu."),
        ("ALGER - Le port est fermé.", "Le port est fermé."),
        ("BRASÍLIA — O porto está fechado.", "O porto está fechado."),
        ("Milano, 22 nov. (askanews) – Il porto è chiuso.", "Il porto è chiuso."),
        ("中新社北京11月22日电 题：港口关闭两天。", "港口关闭两天。"),
        ("人民网北京11月22日电 （记者王小明）港口关闭两天。", "港口关闭两天。"),
        ("〔記者王小明／台北報導〕港口關閉兩天。", "港口關閉兩天。"),
        ("記者王小明／台北報導 港口關閉兩天。", "港口關閉兩天。"),
        ("央视网消息：港口关闭两天。", "港口关闭两天。"),
        ("【ワシントン＝王】港は閉鎖された。", "港は閉鎖された。"),
        ("（東京　22日　ロイター）港は閉鎖された。", "港は閉鎖された。"),
        ("[서울=뉴시스]홍길동 기자 = 항구가 닫혔다.", "항구가 닫혔다."),
        ("[뉴스데스크] 항구가 닫혔다.", "항구가 닫혔다."),
        ("باريس 22 نوفمبر (أ ف ب) - أغلق الميناء.", "أغلق الميناء."),
        ("القاهرة - أغلق الميناء.", "أغلق الميناء."),
        ("Der Bürgermeister (parteilos) – er ist neu – kam.",) * 2,
        ("3. Mai – ein Tag wie jeder andere.",) * 2,
        ("12.05.2026 - 15.05.2026 bleibt der Hafen zu.",) * 2,
        ("3 May 2026 – 5 May 2026 are the days of the harbour.",) * 2,
        ("USA - das Land der Häfen.",) * 2,
        ("ANZEIGE - Heute mal ausgehen?",) * 2,
        ("Regen – Das ist es, was der Hafen braucht.",) * 2,
        ("网友消息说港口关闭两天。",) * 2,
        ("[사진=뉴시스] 항구가 닫혔다.",) * 2,
        ("الرئيس - الذي زار الميناء - غادر.",) * 2,
        ("الرئيس – رغم المرض – زار الميناء.",) * 2,
        ("The People's Action Party (PAP) won the harbour.",) * 2,
        ("The Associated Press (AP) reported it first.",) * 2,
        ("The African National Congress (ANC) – South Africa's oldest – won.",) * 2,
        ("Karl Lauterbach (SPD) – Arzt und Ökonom – kam zum Hafen.",) * 2,
        ("UNESCO – die Kulturorganisation – hilft dem Hafen.",) * 2,
        ("IBM — which built the harbour — left.",) * 2,
        ("RYANAIR - Europe's biggest airline - left.",) * 2,
        ("BERLIN — iPhone sales rose.", "iPhone sales rose."),
        ("LAGOS (AFP) – A harbour – once busy – shut.", "A harbour – once busy – shut."),
        ("LONDON (Harbour Post) - The harbour is closed.", "The harbour is closed."),
        ("美联社记者15日电话采访了他。",) * 2,
    ],
)
def test_a_dateline_is_not_part_of_the_sentence(sentence: str, proper: str) -> None:
    """The sentence proper begins behind the place and the agency."""
    assert sentence[dateline(sentence) :] == proper


@pytest.mark.parametrize(
    "sentence",
    [
        "Ciudad de México, 22 de noviembre.",
        "Berlin, 29. November 2022.",
        "Hamburg, den 2. Dezember 2022",
        "Paris, le 3 mai 2021.",
        "Buenos Aires, 22 de noviembre (Télam).",
    ],
)
def test_a_place_and_a_day_are_no_sentence(sentence: str) -> None:
    """They tell nothing when what follows was cut off from them."""
    assert is_dateline(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Quote liegt bei 25 Prozent.",
        "Tickets in Berlin kosten 25 Euro.",
        "It opens on March 17, 2017.",
        "Tom, 25 years old, left.",
    ],
)
def test_a_number_at_the_end_is_no_day(sentence: str) -> None:
    """Only a name and a day that stand alone are meant."""
    assert not is_dateline(sentence)


@pytest.mark.parametrize("piece", ["By A", "( ", "A, ", "新华社", "[가", "ال ", "A / ", "1. "])
def test_looking_takes_linear_time(piece: str) -> None:
    """A sentence as long as a page is looked at at once; what is quadratic takes minutes."""
    started = time.process_time()
    dateline(piece * 40_000)
    is_dateline(piece * 40_000)
    assert time.process_time() - started < 5
