"""Whether a headline says what happened, or teases and shouts; pure.

It decides between articles that are equal otherwise, so a rule may miss much and must hit
little that is plain: "Here's why" teases, "Why the dam broke" does not.
"""

from __future__ import annotations

import re

_LONG = 3
_FEWEST = 3
"""Words of more than so many letters that a headline has to have before capitals mean shouting:
"NASA, ESA" is none."""

_TEASES = r"""
\bhere(?:['’]s| is| are) (?:why|what|how|the reason|everything|\d+|\w+ (?:things|ways|reasons))\b
\bthis (?:is (?:why|what|how|the reason)|one (?:weird |simple )?(?:trick|thing|reason))\b
\byou (?:won['’]t|will not|will never) believe\b|\bwhat happened next\b|\bwhat happens next\b
\bwill (?:shock|amaze|surprise|stun) you\b|\b(?:the|their|his|her) reason will\b
\b(?:everything|all|what) you (?:need|have|should|ought) to (?:know|see|read)\b
^(?:the )?(?:\d+|five|six|seven|ten) (?:\w+ )?(?:things|reasons|ways|facts|takeaways|tips|secrets)\b
^(?:watch|video|photos?|gallery|quiz|live|podcast|opinion|analysis|explainer)\s*[:|]
^(?:meet the|inside the secret)\b|\bgoes viral\b|\bthe internet is\b
\bdas (?:müssen|sollten) sie\b|\bwas sie (?:jetzt )?wissen (?:müssen|sollten)\b|^(?:darum|deshalb)\b
\bdas steckt dahinter\b|\bvoici (?:pourquoi|ce|comment)\b|\bce qu['’]il faut (?:savoir|retenir)\b
\bvous n['’]allez pas (?:en )?croire\b
\besto es lo que\b|\blo que (?:debes|tienes que|hay que) saber\b
\bno (?:te )?vas a creer\b|\becco (?:perché|cosa|come)\b|\bnon crederete\b
\b(?:saiba|entenda|veja) (?:o que|por que|como|quem)\b|\bdit (?:moet|wil) je\b
\bвот (?:почему|что|как)\b|\bвы не поверите\b
震驚|震惊|驚呆|惊呆|網友|网友|真相曝光|原因曝光|你絕對|你绝对|竟是這|竟是这|一文看懂|必看
まとめ|衝撃の|驚きの|충격|알고 ?보니
"""
_TEASER = re.compile("|".join(_TEASES.split("\n")[1:-1]), re.IGNORECASE)
_OPEN = re.compile(r"(?:\.\.\.|…|[?？]|[!！]{2,})[\"'”’»」』]*\s*$")
"""How a headline ends that leaves the main thing out."""
_WORD = re.compile(r"[^\W\d_]+")


def is_plain(title: str) -> bool:
    """Tell whether the headline neither teases, nor asks, nor stands in capitals throughout."""
    return not (_TEASER.search(title) or _OPEN.search(title) or _shouts(title))


def _shouts(title: str) -> bool:
    words = [word for word in _WORD.findall(title) if len(word) > _LONG]
    cased = [word for word in words if all(c.upper() != c.lower() for c in word)]
    return len(cased) >= _FEWEST and all(word.isupper() for word in cased)
