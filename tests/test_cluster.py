"""Copies are found, coverage of one event becomes one story, and like events stay apart."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefbot import newsroom
from briefbot.cluster import (
    KEYS_SKETCH,
    KEYS_TERMS,
    features,
    lookup_sketch,
    lookup_terms,
    place,
)
from briefbot.models import Features
from briefbot.ports import Neighbour, Placement

QUAKE = """A magnitude 6.1 earthquake struck off Hualien on Tuesday night and shook buildings in
Taipei, the Central Weather Administration said. Two hikers in Taroko Gorge were hurt by falling
rocks and taken to hospital in Hualien. The railway stopped trains between Suao and Hualien for
two hours while crews inspected the track. No tsunami warning was issued. The agency expects
aftershocks of up to magnitude 5 within three days."""
QUAKE_TOLD_AGAIN = """Trains stood still for two hours and two hikers were hurt after a strong
earthquake off Hualien, rescuers in Taroko Gorge said on Wednesday. The magnitude 6.1 tremor was
felt as far as Taipei. Rocks fell on a trail; the hikers were flown to hospital. Railway crews
found no damage between Suao and Hualien. The Central Weather Administration warned of
aftershocks."""
CLINIC = """Ransomware has encrypted the servers of Northfield General Hospital in Leeds, and
doctors have gone back to paper. The Marble Fox group demanded four million pounds in a note left
on printers, Northfield's director Ann Oakes said. Ambulances are sent to Bradford. Appointments
are cancelled until Monday. The attackers came in through a stolen password of a lift supplier."""
OTHER_CLINIC = """Ransomware has hit Santa Lucia hospital in Porto, where nurses write on paper
again and surgeons postpone operations. A gang called Tin Sparrow published scans of passports,
the clinic's spokesman Rui Sampaio said. It exploited a flaw in a mail gateway. Patients are sent
to Braga. Police in Lisbon advise against payment of the ransom."""

TUNNEL = """Gatework has warned customers of a critical flaw in the tunnel of GateOS, tracked as
CVE-2026-31001, that attackers exploit to take over firewalls without a password. The missing
authentication has a severity of 9.8 and affects GateOS 7.4 and 7.6. Gatework released versions
7.4.9 and 7.6.4 and advised administrators to switch off the tunnel of GateOS where updates are
not possible. Federal agencies have until Friday to patch their firewalls."""
ENROLLING = """Gatework has released a patch for another critical flaw, this time in GateDesk, which
lets attackers enrol devices and read the configurations of firewalls. The missing authentication
in GateDesk, tracked as CVE-2026-31777, has a severity of 9.1. Researchers at Osprey saw attackers
exploit it since October. Versions 7.2.8 and 7.4.5 close it, and administrators have to look for
unknown devices. It has nothing to do with the flaw of Monday in the tunnel of firewalls."""


def read(text: str, title: str = "", language: str = "en") -> Features:
    return features(title=title, text=text, language=language)


def near(
    of: Features, article: int = 1, story: int = 1, copy: int | None = None, age: float = 0.0
) -> Neighbour:
    return Neighbour(
        article_id=article,
        story_id=story,
        duplicate_of=copy,
        source_id="wire",
        age_days=age,
        features=of,
    )


def test_features_fit_the_store() -> None:
    """Hashes are non-negative 63-bit numbers; sketches ascend, terms begin with the best."""
    found = read(QUAKE * 3, "Strong earthquake shakes Hualien")
    assert len(read(QUAKE + QUAKE_TOLD_AGAIN).sketch) == 64
    assert list(found.sketch) == sorted(set(found.sketch))
    assert all(0 <= value < 1 << 63 for value in (*found.sketch, *dict(found.terms)))
    weights = [weight for _, weight in found.terms]
    assert weights == sorted(weights, reverse=True)
    assert 20 < len(weights) <= 40


def test_title_and_names_tell_most() -> None:
    """The first term is a name that title and text share; an advisory's number is a term."""
    found = read(QUAKE, "Hualien shaken")
    assert found.terms[0][0] == read("hualien").terms[0][0]
    plain = "The vendor asks everyone to update at once."
    assert len(read(f"{plain} See CVE-2026-1234.").terms) > len(
        read(f"{plain} See 2026 1234 cve.").terms
    )
    assert min(weight for _, weight in read("It is CVE-2026-1234.").terms) >= 2


@pytest.mark.parametrize(
    ("figure", "times"), [("6.1", 1.5), ("4,100", 1.5), ("168", 1.5), ("2024", 1), ("20", 1)]
)
def test_figures_tell_more_than_words(figure: str, times: float) -> None:
    """A figure weighs more than a plain word; a year or a small count does not."""
    weighed = dict(read(f"A tremor of {figure} hit.").terms)
    term, word = (read(text).terms[0][0] for text in (figure, "tremor"))
    assert weighed[term] == pytest.approx(times * weighed[word])


def test_features_are_the_same_in_every_process() -> None:
    """Digest, sketch and terms of a text are fixed: the archive outlives the process."""
    found = read("Taiwan votes today.", "Vote")
    assert found.digest == "6ca6dfdda355d6411c36a3cfd5603da6"
    assert found.sketch == (870086394931295300, 8129427854241181219)
    assert found.terms[0] == (1323853801570325172, 2.6)


def test_verbatim_copy_is_a_duplicate() -> None:
    """The same words under another headline and in other typography are a copy."""
    copy = read(QUAKE.upper().replace("\n", " "), "Morning news")
    assert place(copy, [near(read(QUAKE, "Quake"), 7, 3)], {}, 0) == Placement(
        story_id=3, duplicate_of=7
    )


def test_edited_copy_is_a_duplicate() -> None:
    """A copy that is cut, with a paragraph of the outlet's own, is still a copy."""
    edited = QUAKE.rpartition(" No tsunami")[0] + " Reporting by our own staff and the agencies."
    assert place(read(edited, "Quake"), [near(read(QUAKE), 7, 3)], {}, 0).duplicate_of == 7


def test_copy_of_a_copy_points_at_the_original() -> None:
    """A chain of copies is one step long."""
    chain = [near(read(QUAKE), 9, 3, copy=4)]
    assert place(read(QUAKE), chain, {}, 0) == Placement(story_id=3, duplicate_of=4)


def test_one_form_with_other_names_is_no_copy() -> None:
    """Advisories made from one form share their wording and are not copies."""
    form = (
        "{0} is affected. An attacker can run code on it. The vendor {1} has released an update "
        "which every operator should install without delay, since exploitation has been seen. "
        "Where an update is not possible, turn off the web portal and look at the logs."
    )
    one = read(form.format("Halden EdgeGate", "Halden"), "CVE-2026-90417 in Halden EdgeGate")
    two = read(form.format("BriskMail", "Quillon Labs"), "CVE-2026-11802 in Quillon BriskMail")
    common = dict.fromkeys(dict(one.terms).keys() & dict(two.terms).keys(), 40)
    assert place(two, [near(one)], common, 400).duplicate_of is None


def test_stubs_with_one_text_are_no_copies() -> None:
    """A short text that a site shows instead of every article makes no copy of them."""
    stub = "This article is for subscribers. Sign in to read on."
    one = read(stub, "Port of Keelung opens a second container terminal")
    two = read(stub, "Rowing boat of 1912 comes home to Tamsui")
    common = dict.fromkeys(dict(one.terms).keys() & dict(two.terms).keys(), 40)
    assert place(two, [near(one)], common, 200) == Placement(story_id=None)
    assert place(two, [near(one)], {}, 0).duplicate_of is None


def test_another_telling_joins_the_story() -> None:
    """Coverage of an event in other words joins its story and is no copy."""
    told = read(QUAKE_TOLD_AGAIN, "Two hikers hurt as earthquake stops trains")
    known = near(read(QUAKE, "Earthquake shakes Hualien and Taipei"), 7, 3)
    assert place(told, [known], {}, 0) == Placement(story_id=3)


def test_like_events_stay_apart() -> None:
    """Two ransomware attacks on two hospitals are two stories."""
    one = read(CLINIC, "Ransomware takes hospital in Leeds back to paper")
    two = read(OTHER_CLINIC, "Ransomware hits hospital in Porto")
    common = dict.fromkeys(dict(one.terms).keys() & dict(two.terms).keys(), 8)
    assert place(two, [near(one)], common, 200) == Placement(story_id=None)
    assert place(two, [near(one)], {}, 0) == Placement(story_id=None)


def test_two_flaws_of_one_vendor_stay_apart() -> None:
    """Articles of one form are less alike where neither says the other's main word."""
    one = read(TUNNEL, "Gatework warns of exploited flaw in GateOS tunnel")
    two = read(ENROLLING, "Second Gatework flaw this week: GateDesk lets attackers in")
    again = read(ENROLLING.replace("Osprey", "Heron"), "Researchers: GateDesk hole used for weeks")
    assert place(two, [near(one)], {}, 0) == Placement(story_id=None)
    assert place(again, [near(one, 1, 1), near(two, 2, 2)], {}, 0).story_id == 2


def test_a_story_that_went_quiet_pulls_less() -> None:
    """The same likeness that joins a story of today does not join one of a month ago."""
    told = read(QUAKE_TOLD_AGAIN)
    assert place(told, [near(read(QUAKE), age=0.2)], {}, 0).story_id == 1
    assert place(told, [near(read(QUAKE), age=30)], {}, 0).story_id is None


def test_a_story_is_judged_by_more_than_one_article() -> None:
    """One like article does not pull a whole unlike story along."""
    told = read(QUAKE_TOLD_AGAIN)
    alone = place(told, [near(read(QUAKE), 1, 1)], {}, 0)
    mixed = [near(read(CLINIC), 1, 1), near(read(QUAKE), 2, 1), near(read(QUAKE), 3, 2)]
    assert alone.story_id == 1
    assert place(told, mixed, {}, 0).story_id == 2


def test_one_form_filled_in_again_does_not_join_a_whole_story() -> None:
    """An agency's report of another quake stays out of a story that has articles unlike it."""
    pieces = {piece.slug: piece for piece in newsroom.load(datetime(2026, 11, 20, 12, tzinfo=UTC))}
    form, again, other = (
        read(pieces[slug].body, pieces[slug].title)
        for slug in (
            "tremor-tainan-water-main",
            "strong-quake-off-hualien",
            "tainan-district-repairs-schools-after-quake",
        )
    )
    story = [near(form, 1, 1, age=2.2), near(other, 2, 1, age=2.0)]
    assert place(again, story[:1], {}, 0).story_id == 1
    assert place(again, story, {}, 0).story_id is None


def test_ties_go_to_the_older() -> None:
    """Of two copies the older is the original; of two equally near stories the older grows."""
    copies = [near(read(QUAKE), 8, 3), near(read(QUAKE), 7, 2)]
    assert place(read(QUAKE), copies, {}, 0) == Placement(story_id=2, duplicate_of=7)
    assert place(read(QUAKE_TOLD_AGAIN), copies, {}, 0) == Placement(story_id=2)


def test_older_is_what_was_published_first() -> None:
    """Ids follow the order in which pages arrived, so dates settle a tie before ids do."""
    copies = [near(read(QUAKE), 7, 2, age=0.5), near(read(QUAKE), 8, 3, age=0.6)]
    assert place(read(QUAKE), copies, {}, 0) == Placement(story_id=3, duplicate_of=8)
    stories = [
        near(read(text), story * 10 + at, story, age=age)
        for story, oldest in ((2, 0.5), (3, 0.6))
        for at, (text, age) in enumerate(((QUAKE, 0.1), (QUAKE, 0.1), (CLINIC, oldest)))
    ]
    assert place(read(QUAKE_TOLD_AGAIN), stories, {}, 0).story_id == 3


def test_nothing_to_compare() -> None:
    """Articles without words, and an empty archive, give a new story."""
    empty = read("", "")
    assert empty == Features(digest="", sketch=(), terms=())
    assert place(empty, [], {}, 0) == Placement(story_id=None)
    assert place(empty, [near(empty), near(read(QUAKE))], {}, 5) == Placement(story_id=None)
    assert place(read(QUAKE), [near(empty)], {}, 5) == Placement(story_id=None)
    assert lookup_terms(empty, {}, 0) == ()
    assert lookup_sketch(empty) == ()


def test_lookup_takes_known_telling_terms() -> None:
    """Terms that no other article holds or that too many hold are not looked up."""
    found = read(QUAKE, "Earthquake shakes Hualien")
    terms = [term for term, _ in found.terms]
    rarity = dict.fromkeys(terms, 3) | {terms[0]: 1, terms[1]: 900}
    looked_up = lookup_terms(found, rarity, 1000)
    assert len(looked_up) == KEYS_TERMS
    assert lookup_terms(found, {terms[1]: 900, terms[2]: 3}, 1000) == (terms[2],)
    assert set(looked_up) <= set(terms[2:])
    assert lookup_sketch(found) == found.sketch[:KEYS_SKETCH]


def _placed(pieces: list[newsroom.Piece], batch: int) -> list[int]:
    """Return the story of each piece, placed as the store does: a batch is recorded first."""
    read_ = [read(piece.body, piece.title, piece.outlet.language) for piece in pieces]
    days = [piece.published.timestamp() / 86_400 for piece in pieces]
    held: list[Neighbour] = []
    counts: Counter[int] = Counter()
    for at, found in enumerate(read_):
        if at % batch == 0:
            counts.update(term for new in read_[at : at + batch] for term in dict(new.terms))
        known = [replace(other, age_days=days[at] - days[other.article_id]) for other in held]
        total = min(at - at % batch + batch, len(pieces))
        story = place(found, known, counts, total).story_id
        held.append(near(found, at, at if story is None else story))
    return [other.story_id for other in held]


@pytest.mark.parametrize("batch", [1, 5, 100])
def test_newsroom_stories(batch: int) -> None:
    """No two events of the invented newsroom share a story, and few tellings stay alone."""
    loaded = newsroom.load(datetime(2026, 11, 20, 12, tzinfo=UTC))
    pieces = sorted(loaded, key=lambda piece: (piece.published, piece.url))
    told = [(piece.story or piece.slug, piece.outlet.language) for piece in pieces]
    pairs = set(zip(told, _placed(pieces, batch), strict=True))
    stories = {story for _, story in pairs}
    assert len(pairs) == len(stories), "two events share a story"
    assert len(stories) - len(set(told)) <= 2


SENTENCES = [line.strip() for text in (QUAKE, QUAKE_TOLD_AGAIN, CLINIC) for line in text.split(".")]
ARTICLES = st.lists(st.sampled_from(SENTENCES), max_size=8).map(". ".join)


@settings(deadline=None)
@given(texts=st.lists(ARTICLES, max_size=6), text=ARTICLES, seed=st.integers(0, 9))
def test_the_order_of_neighbours_does_not_matter(texts: list[str], text: str, seed: int) -> None:
    """Any order of the neighbours gives the same place, an existing story or none."""
    found = read(text)
    known = [near(read(other), at, at // 2, age=at / 3) for at, other in enumerate(texts)]
    shuffled = random.Random(seed).sample(known, len(known))
    placement = place(found, known, {}, len(known))
    assert place(found, shuffled, {}, len(known)) == placement
    assert placement.story_id in {None, *(other.story_id for other in known)}


@settings(deadline=None)
@given(text=st.text(min_size=1), title=st.text(), texts=st.lists(ARTICLES, max_size=4))
def test_the_same_article_twice_is_a_duplicate(text: str, title: str, texts: list[str]) -> None:
    """Placing an article again gives a duplicate, unless it has no words at all."""
    found = read(text, title)
    known = [near(read(other), at, at) for at, other in enumerate(texts, start=10)]
    placement = place(found, [*known, near(found, 1, 1)], {}, 3)
    assert placement.duplicate_of == (1 if found.digest else None)


@pytest.mark.parametrize("total", [0, 1, 5, 50, 100_000])
def test_any_size_of_archive(total: int) -> None:
    """Small and large archives, and counts that do not fit, give the same clear answers."""
    told = read(QUAKE_TOLD_AGAIN)
    rarity = dict.fromkeys(dict(told.terms), 2)
    known = [near(read(QUAKE), 1, 1), near(read(CLINIC), 2, 2)]
    assert place(told, known, rarity, total).story_id == 1
    assert place(replace(told, terms=()), known, rarity, total).story_id is None
