"""A robots.txt is read as RFC 9309 has it, and costs no more than its bytes."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefbot.fetch.robots import LARGEST, MOST_WILD, parse

US = ("briefbot", "acme")


def refusing(text: str, path: str) -> str | None:
    """Return the rule by which this robots.txt closes the path to us."""
    return parse(text.encode(), US).refusing(path)


def closed(text: str, path: str) -> bool:
    """Tell whether this robots.txt closes the path to us."""
    return refusing(text, path) is not None


GROUPS = {
    "everybody": ("User-agent: *\nDisallow: /x", True),
    "us by name": ("User-agent: BriefBot\nDisallow: /x", True),
    "us with a version": ("User-agent: briefbot/2.0 (news)\nDisallow: /x", True),
    "us by the agent's first word": ("User-agent: Acme\nDisallow: /x", True),
    "another with our beginning": ("User-agent: briefbotter\nDisallow: /x", False),
    "another with our end": ("User-agent: mybriefbot\nDisallow: /x", False),
    "nobody": ("Disallow: /x", False),
    "nothing": ("", False),
    "an empty rule": ("User-agent: *\nDisallow:", False),
    "ours instead of everybody's": (
        "User-agent: *\nDisallow: /x\n\nUser-agent: briefbot\nDisallow: /y",
        False,
    ),
    "ours without a rule": ("User-agent: *\nDisallow: /x\nUser-agent: briefbot\n", False),
    "two groups of ours are one": (
        (
            "User-agent: briefbot\nDisallow: /y\nUser-agent: *\nAllow: /\nUser-agent: briefbot\n"
            "Disallow: /x"
        ),
        True,
    ),
    "several names for one group": (
        "User-agent: other\nUser-agent: briefbot\n\nUser-agent: third\nDisallow: /x",
        True,
    ),
    "other records end no group": (
        (
            "User-agent: briefbot\nCrawl-delay: 5\nSitemap: https://a.example/s\n"
            "User-agent: b\nDisallow: /x"
        ),
        True,
    ),
    "a rule ends the names": (
        "User-agent: briefbot\nDisallow: /y\nUser-agent: b\nDisallow: /x",
        False,
    ),
    "comments and spaces": ("user-AGENT :  * # all\n  disallow\t:  /x  # keep out", True),
    "old line ends": ("User-agent: *\rDisallow: /x\r", True),
    "a mark at the beginning": ("\ufeffUser-agent: *\nDisallow: /x", True),
    "lines that are none": ("<html>\nUser-agent: *\nnonsense\n: /y\nDisallow: /x", True),
}


@pytest.mark.parametrize("name", GROUPS)
def test_the_group_that_is_meant_for_us(name: str) -> None:
    """Groups that name us count together, and those for everybody only when none does."""
    text, expected = GROUPS[name]
    assert closed(text, "/x") is expected


# Rules, a path, and whether it is closed: most of them are RFC 9309's and Google's own.
MATCHES = [
    ("Disallow: /", "/", True),
    ("Disallow: /fish", "/fish.html", True),
    ("Disallow: /fish", "/Fish", False),
    ("Disallow: /fish/", "/fish", False),
    ("Disallow: fish", "/fish", False),
    ("Disallow: /fish*", "/fishheads/yummy.html", True),
    ("Disallow: /*.php", "/folder/any.php.file.html", True),
    ("Disallow: /*.php$", "/filename.php", True),
    ("Disallow: /*.php$", "/filename.php?parameters", False),
    ("Disallow: /*.php$", "/filename.php5", False),
    ("Disallow: /fish*.php", "/fish.asp?x=.php", True),
    ("Disallow: *.gif$", "/a/b.gif", True),
    ("Disallow: /a*b*c$", "/a-b-c-b-c", True),
    ("Disallow: /ab*ba$", "/aba", False),
    ("Disallow: /a$", "/a", True),
    ("Disallow: /a$", "/ab", False),
    ("Disallow: /$", "/", True),
    ("Disallow: /a$b", "/a$b", True),
    ("Disallow: /a%24", "/a$", True),
    ("Disallow: /a%2A", "/a*", True),
    ("Disallow: /a%2A", "/ab", False),
    ("Disallow: /**//***x", "/y//x", True),
    ("Disallow: /x\nAllow: /x", "/x", False),
    ("Allow: /x\nDisallow: /x", "/x", False),
    ("Allow: /p\nDisallow: /", "/page", False),
    ("Allow: /page\nDisallow: /*.htm", "/page.htm", True),
    ("Allow: /folder\nDisallow: /folder", "/folder/page", False),
    ("Allow: /$\nDisallow: /", "/", False),
    ("Allow: /$\nDisallow: /", "/page.htm", True),
    ("Disallow: /news?page=", "/news?page=2", True),
    ("Disallow: /foo/bar?baz=https://foo.bar", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", True),
    ("Disallow: /foo/bar?baz=https%3a%2f%2ffoo.bar", "/foo/bar?baz=https://foo.bar", True),
    ("Disallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", True),
    ("Disallow: /foo/bar/%E3%83%84", "/foo/bar/%e3%83%84", True),
    ("Disallow: /foo/bar/%62%61%7A", "/foo/bar/baz", True),
    ("Disallow: /foo%2Fbar", "/foo/bar", False),
    ("Disallow: /a b", "/a%20b", True),
]


@pytest.mark.parametrize(("rules", "path", "expected"), MATCHES)
def test_the_longest_rule_that_fits_decides(rules: str, path: str, *, expected: bool) -> None:
    """A rule is a beginning, with `*` and a `$` at its end; escapes are compared as one form."""
    assert closed(f"User-agent: *\n{rules}", path) is expected


def test_the_rule_that_refuses_is_named() -> None:
    """The refusal says which rule it was, as it is written there."""
    text = "User-agent: *\nDisallow: /\nDisallow: /archive/*\nAllow: /news"
    assert refusing(text, "/archive/1") == "/archive/*"
    assert refusing(text, "/other") == "/"
    assert refusing(text, "/news/1") is None


RULES = st.lists(
    st.tuples(st.booleans(), st.text("/ab*$", min_size=1, max_size=8)), min_size=1, max_size=8
)


def fits(rule: str, path: str) -> bool:
    """Say by a regular expression whether a rule fits."""
    pattern = ".*".join(map(re.escape, rule.removesuffix("$").split("*")))
    return re.match(pattern + ("$" if rule.endswith("$") else ""), path) is not None


@given(RULES, st.text("/ab", max_size=12).map("/{}".format))
@example([(False, "/*a*b$")], "/ab/ab")
def test_any_rules_agree_with_regular_expressions(rules: list[tuple[bool, str]], path: str) -> None:
    """Rules of any form give what their plain reading as regular expressions gives."""
    kept = [(allow, rule) for allow, rule in rules if "$" not in rule[:-1] and rule != "$"]
    text = "User-agent: *\n" + "".join(
        f"{'Allow' if allow else 'Disallow'}: {rule}\n" for allow, rule in kept
    )
    fitting = [(len(re.sub(r"\*+", "*", rule)), allow) for allow, rule in kept if fits(rule, path)]
    assert closed(text, path) is not max(fitting, default=(0, True))[1]


@given(st.binary(max_size=300), st.text(max_size=50).map("/{}".format))
def test_any_bytes_are_read(body: bytes, path: str) -> None:
    """No bytes and no path are an error."""
    parse(body, US).refusing(path)
    parse(b"User-agent: *\nDisallow: " + body, US).refusing(path)


HOSTILE = {
    "many bots, many rules": b"".join(b"User-agent:%x\n" % n for n in range(18_000))
    + b"".join(b"Disallow:/%x\n" % n for n in range(19_000)),
    "many rules": b"User-agent:*\n" + b"".join(b"Disallow:/%x\n" % n for n in range(36_000)),
    "many wild rules": b"User-agent:*\n" + b"".join(b"Allow:/*ab%x\n" % n for n in range(36_000)),
    "many stars": b"User-agent:*\nDisallow:/" + b"*a" * 250_000 + b"b",
    "stars in many rules": b"User-agent:*\n" + (b"Disallow:/" + b"*a" * 40 + b"*b\n") * 5_000,
    "a long line": b"User-agent:*\nDisallow:/" + b"a" * 500_000,
    "blanks": b"User-agent:*\nDisallow" + b" " * 500_000 + b":/",
    "escapes": b"User-agent:*\nDisallow:/" + b"%61" * 166_000,
    "line ends": b"\r\n" * 250_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_no_more_than_its_bytes(name: str) -> None:
    """Half a megabyte of anything is read within two seconds, and matched in a quarter of one."""
    began = time.process_time()
    rules = parse(HOSTILE[name], US)
    read = time.process_time()
    for path in ("/" + "a" * 2_000, "/" + "ab" * 1_000):
        rules.refusing(path)
    assert read - began < 2
    assert time.process_time() - read < 0.5
    assert rules.size < 10_000_000


def test_what_stands_behind_the_limit_is_not_read() -> None:
    """Half a megabyte is read, and a rule that is cut in two there is none."""
    head = b"User-agent: *\nDisallow: /x\n"
    filler = b"#" * (LARGEST - len(head) - 12) + b"\n"
    body = head + filler + b"Disallow: /private\nDisallow: /y\n"
    rules = parse(body, US)
    assert rules.refusing("/x")
    assert not rules.refusing("/private")
    assert not rules.refusing("/p")
    assert not rules.refusing("/y")


def test_wild_rules_beyond_the_limit_are_left_out() -> None:
    """So many wild rules are heeded and no more; plain ones all are."""
    wild = "".join(f"Disallow: /*a{n}z\n" for n in range(MOST_WILD + 1))
    text = f"User-agent: *\n{wild}Disallow: /plain\n"
    assert closed(text, f"/a{MOST_WILD - 1}z")
    assert not closed(text, f"/a{MOST_WILD}z")
    assert closed(text, "/plain")
