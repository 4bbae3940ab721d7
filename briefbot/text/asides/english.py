"""How asides begin in English, one expression a line."""

from __future__ import annotations

ENGLISH = r"""
\W{0,2}(?:photo|photograph|image|picture|video|graphic)s? (?:credits?|by|via|courtesy)\b
\W{0,2}(?:photo|image|picture|caption|credit|video|graphic|source)s?\s?[:：/©]
(?:an? )?(?:file|undated|handout) (?:photo|image|picture)\b
(?:pictured|in this|this) .{0,40}\b(?:photo|photograph|image|picture|screenshot|frame grab)\b
(?:(?:photo|picture) ?gallery|slideshow)\b
(?:read|see|find out|learn) (?:more|also|next|the full|our)\b
(?:also read|more on this|more from|related|recommended|don['’]t miss|most read)\b.{0,30}:
(?:watch|listen|live updates|in pictures|what to read next)\b.{0,30}:
see\b.{0,80}\bfor (?:more|further|full) (?:information|details)\b
for (?:more|further|full) (?:information|details)\b.{0,60}\b(?:visit|see|click|contact|call)\b
to (?:view|read|access|watch|continue)\b.{0,60}\b(?:please|subscribe|sign in|log in|register)\b
related (?:posts?|articles?|stories|videos|content|topics|links)\b
(?:\S+ ){1,4}has (?:more|the story|the details|this report|the latest)(?: from [^.]{0,30})?\.$
(?:click|tap|scroll down|swipe)\b.{0,60}\b(?:here|for|to|through)\b
(?:share|tweet|e-?mail|print)\b.{0,40}\b(?:facebook|twitter|whatsapp|telegram|linkedin|friends?)\b
(?:share|tweet|e-?mail|print) this (?:article|story|page|post)\b
(?:follow|like|join) us\b|share this\s?:
log ?in (?:or|oder|to (?:continue|read|comment|view|your))\b
sign in (?:or|to (?:continue|read|comment|view|your))\b
please (?:wait|enable|log in|sign in|check your|try again)\b
please (?:consider|support)\b.{0,40}\b(?:donat|subscri|our (?:work|journalism))
if you (?:enjoyed|liked?|value) .{0,60}\b(?:please|consider|subscribe|share it|sign up)\b
your (?:shopping )?(?:cart|basket|wish ?list) is\b
in this (?:edition|issue|episode) of (?:our|the|this)\b
welcome (?:back )?to (?:.{0,60}\b(?:newsletter|edition|podcast)\b|(?:\S+ ?){1,3}\.$)
welcome (?:back )?to .{0,40}\bour (?:\w+ ){0,2}(?:look|series|column|guide)\b
screenshot\s?[,:：/©]
welcome (?:back )?to (?:our|the|this) (?:\S+ ){0,4}(?:live ?blog|live coverage|live updates)\b
(?:that['’]s|that is) (?:all|it) (?:for|from) (?:\S+ ){0,3}(?:today|tonight|now|us|me|here)\b
(?:thank you|thanks)(?: (?:very|so) much)? for (?:reading|following|joining|watching)\b
we(?:'re|’re| are) (?:closing|ending|wrapping up) (?:this|our|the)\b.{0,20}\b(?:blog|coverage)\b
(?:our|this|the) live (?:blog|coverage|page) (?:has|is) (?:now )?(?:ended|closed|over|paused)\b
submit(?: us)? (?:a|your) (?:letter|comment|question|tip|story|photo)s?\b
send(?: us)? (?:a|your) (?:letter|comment|question|tip|story|photo)s?\b
terms (?:and conditions )?apply\b
what do you think\b|have your say\b|let us know\b|tell us\b|(?:got|do you have) a (?:tip|story)\b
this is a (?:developing|breaking) (?:news )?story|more to follow|check back|stay with us
this (?:story|article|post|piece|report) (?:has been|was|is being|will be) (?:updated|corrected)
this (?:story|article|post|piece|report) (?:(?:was )?(?:first|originally)) (?:appeared|published)
(?:at least )?some (?:content|information) in this (?:article|page|section)\b
(?:this|the following) (?:article|page|post|story) (?:contains|may contain|needs|is about)\b
(?:correction|clarification|editor['’]?s? note|disclaimer|disclosure)\b
(?:the )?(?:opinions|views) expressed\b
(?:advertisement|sponsored|promoted|story continues|article continues|skip to|loading)\b
©|\(c\) |copyright\b|ⓒ
we(?: and our partners)? use (?:cookies|your data)|(?:this|our) (?:web)?site uses cookies
by (?:continuing to|clicking|signing up|subscribing)\b|accept all cookies
manage (?:your )?(?:cookie|privacy|preferences|choices)
\W{0,2}(?:additional )?(?:reporting|writing|editing|compiled|interview(?:ed)?|translated) by\b
(?:figure|fig\.|table|chart|exhibit) \d{1,2}\s?[:.–—]
you can (?:support|help) (?:us|our (?:work|journalism))\b|support (?:us|our (?:work|journalism))\b
about the authors?\b|the (?:author|writer) is (?:an? |the )(?:\S+ ){0,5}(?:at|for|of|based|and)\b
(?:first |last )?(?:published|updated|posted|modified)(?: on| at)?\s?:
(?:first |last )?(?:published|updated|posted|modified) (?:on |at )?DAY
\d{1,3}[- ]min(?:ute)?s?\.? read\b
"""
