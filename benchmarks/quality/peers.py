"""sumy's summarisers as they come, with its English stemmer and stop words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
from sumy.nlp.stemmers import Stemmer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from sumy.utils import get_stop_words

SUMY: dict[str, Callable[[Stemmer], Any]] = {
    "LexRank": LexRankSummarizer,
    "TextRank": TextRankSummarizer,
    "LSA": LsaSummarizer,
    "Luhn": LuhnSummarizer,
    "SumBasic": SumBasicSummarizer,
    "KL": KLSummarizer,
}
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-])*")
"""What sumy takes for a word. Its own tokenizer wants data that nltk downloads."""


class _Words:
    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(_WORD.findall(sentence))


@cache
def _summariser(name: str) -> Any:  # noqa: ANN401  sumy publishes no types
    made = SUMY[name](Stemmer("english"))
    made.stop_words = frozenset(get_stop_words("english"))
    return made


def ranked(name: str, sentences: Sequence[str]) -> list[str]:
    """Return the sentences, the one that this summariser prefers first."""
    tokenizer = _Words()
    document = ObjectDocumentModel([Paragraph([Sentence(text, tokenizer) for text in sentences])])
    order: list[str] = []

    def counted(rated: Sequence[Any]) -> Sequence[Any]:
        order.extend(str(each.sentence) for each in rated)
        return rated

    _summariser(name)(document, counted)
    return order
