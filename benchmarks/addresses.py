"""Canonical addresses: ours beside w3lib alone, courlan and yarl, on pairs of public test suites.

    python -m benchmarks.addresses pairs.jsonl

Each line of the file is `{fn, args, kwargs, input, expected}`: what one library's own tests say
that an address becomes, so that input and expected mean one page. A pair is *agreed* when a tool
gives both one form, and *missed* otherwise. *Merged wrongly* are two addresses that one test
function turns into different ones, and the tool into one; each such pair is shown with the reason
why we do it. The libraries' policies differ on purpose, so no tool can agree with all: under the
table stands which policies ours does not follow, and why. Addresses that we never open (other
schemes, no host, a password) are counted apart. Times are microseconds an address, best of five:
of the suites' addresses, half of them odd, and of an ordinary feed's link.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import timeit
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

if not __package__:  # run by its path: the folder above holds the package
    sys.path.insert(0, str(Path(__file__).parents[1]))

import w3lib.url
import yarl

from briefbot import addresses

SITE = "https://example.com/"
"""What addresses without a host stand on."""
ORDINARY = "https://www.quay.example/2026/11/22/ferry-sails-again?utm_source=rss&utm_medium=feed"
Tool = Callable[[str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two addresses of one page, by the word of one library's test."""

    origin: str
    options: str
    input: str
    expected: str


TOOLS: dict[str, Tool] = {
    "canonical": addresses.canonical,
    "tidy": addresses.tidy,
    "w3lib": lambda url: str(w3lib.url.canonicalize_url(url)),
    "yarl": lambda url: str(yarl.URL(url)),
}
if find_spec("courlan"):  # it comes with trafilatura, as long as that wants it
    from courlan import normalize_url

    TOOLS["courlan"] = lambda url: str(normalize_url(url))

# What we merge and a suite does not, in the same way.
MERGED: tuple[tuple[str, Callable[[Pair, Pair], bool]], ...] = (
    ("a fragment is a place in the page", lambda a, b: "#" in a.expected + b.expected),
    (
        "http and https, www or not, port 80: one site",
        lambda a, b: bare(a.expected) == bare(b.expected),
    ),
    ("the order of parameters says nothing", lambda a, b: "?" in a.expected and "?" in b.expected),
    ("UNEXPECTED", lambda _a, _b: True),
)


def bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?([^/:]*)(?::80)?(?=/)", r"\1", url)


# What we do otherwise, by what tells such a pair; the first that fits is its reason.
POLICIES: tuple[tuple[str, Callable[[Pair], bool]], ...] = (
    (
        "drops every parameter but some (strict, filter_params, allow-list): may choose the page",
        lambda p: any(o in p.options for o in ("strict", "filter_params", "['id", "remove")),
    ),
    (
        "drops parameters without a value: ?a may be another page than none",
        lambda p: "keep_blank_values" in p.options,
    ),
    ("takes `;` between parameters: no longer used", lambda p: "query_separator" in p.options),
    ("writes letters in another encoding than UTF-8", lambda p: "encoding" in p.options),
    ("turns #! into _escaped_fragment_: given up in 2015", lambda p: "#!" in p.input),
    (
        "repairs addresses cut from text (markup, quotes, two in one): a feed's link is whole",
        lambda p: p.origin in {"clean_url", "scrub_url"},
    ),
    (
        "merges // into /: some sites tell them apart",
        lambda p: "//" in p.input.partition("://")[2] or "///" in p.input,
    ),
    ("takes the first word of a path for a host", lambda p: "xn--" in p.expected),
    ("keeps a space at the end", lambda p: p.expected.endswith("%20")),
    ("UNEXPECTED", lambda _: True),
)


def read(path: Path) -> list[Pair]:
    return [_pair(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def _pair(row: dict[str, Any]) -> Pair:
    given, expected = row["input"], row["expected"]
    if row["fn"] == "fix_relative_urls":
        given = urljoin(given, row["args"][0])
    options = f"{row['kwargs'] or ''}{row['args'] or ''}"
    return Pair(
        origin=row["fn"].partition(":")[0].partition("(")[0],
        options=options,
        input=_placed(given),
        expected=_placed(expected),
    )


def _placed(url: str) -> str:
    """Put a relative address on a site, as a feed's link stands on its feed's."""
    return url if ":" in url.partition("/")[0] or not url.strip() else urljoin(SITE, url)


def form(tool: Tool, url: str) -> str | None:
    try:
        return tool(url) or None
    except ValueError:
        return None


def wrong(pairs: Sequence[Pair], tool: Tool) -> Iterator[tuple[Pair, Pair]]:
    """Yield two pairs of one test function that it tells apart and the tool does not."""
    groups: dict[tuple[str, str], dict[str, Pair]] = defaultdict(dict)
    for pair in pairs:
        groups[pair.origin, pair.options].setdefault(pair.expected, pair)
    for group in groups.values():
        for one, other in combinations(group.values(), 2):
            same = form(tool, one.expected)
            if same is not None and same == form(tool, other.expected):
                yield one, other


def judge(pairs: Sequence[Pair], tool: Tool) -> Counter[str]:
    result = Counter(wrong=sum(1 for _ in wrong(pairs, tool)))
    for pair in pairs:
        found, stated = form(tool, pair.input), form(tool, pair.expected)
        result["agreed" if found is not None and found == stated else "missed"] += 1
    return result


def speed(tool: Tool, urls: Sequence[str]) -> float:
    """Return microseconds an address."""
    best = min(timeit.repeat(lambda: [form(tool, url) for url in urls], number=20, repeat=5))
    return best / 20 / len(urls) * 1e6


def table(pairs: Sequence[Pair]) -> None:
    by_origin: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_origin[pair.origin].append(pair)
    print(f"{'agreed / missed / merged wrongly':<36}" + "".join(f"{name:>14}" for name in TOOLS))
    for origin, own in [*by_origin.items(), ("all", list(pairs))]:
        counts = [judge(own, tool) for tool in TOOLS.values()]
        cells = (f"{c['agreed']} / {c['missed']} / {c['wrong']}" for c in counts)
        print(f"{origin + f' ({len(own)})':<36}" + "".join(f"{cell:>14}" for cell in cells))
    urls = [pair.input for pair in pairs]
    times = (f"{speed(tool, urls):.1f} us" for tool in TOOLS.values())
    print(f"{'one of these takes':<36}" + "".join(f"{cell:>14}" for cell in times))
    times = (f"{speed(tool, [ORDINARY] * 50):.1f} us" for tool in TOOLS.values())
    print(f"{'an ordinary link takes':<36}" + "".join(f"{cell:>14}" for cell in times))


def differences(pairs: Sequence[Pair]) -> None:
    reasons: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        found = form(addresses.canonical, pair.input)
        if found is None or found != form(addresses.canonical, pair.expected):
            reason = next(reason for reason, fits in POLICIES if fits(pair))
            reasons[reason].append(f"{pair.input}  ->  {pair.expected}")
    print("\nmissed on purpose, by the policy that we do not follow")
    for reason, examples in sorted(reasons.items(), key=lambda item: -len(item[1])):
        print(f"  {len(examples):>3}  {reason}")
        for example in examples[:20]:
            print(f"         {example}")
    print("\nmerged on purpose, where a suite tells apart")
    for one, other in wrong(pairs, addresses.canonical):
        why = next(reason for reason, fits in MERGED if fits(one, other))
        print(f"       {why}: {one.expected}  =  {other.expected}")


def main(arguments: argparse.Namespace) -> None:
    everything = read(arguments.pairs)
    pairs = [pair for pair in everything if addresses.is_web(pair.input)]
    apart = Counter(pair.origin for pair in everything if not addresses.is_web(pair.input))
    print(f"{len(everything)} pairs; {apart.total()} of no address that we open: {dict(apart)}\n")
    table(pairs)
    differences(pairs)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pairs", type=Path)
    main(parser.parse_args())
