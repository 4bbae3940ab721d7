"""Sentences that lean on the one before: "He", "This", "But" and their like, by language."""

from __future__ import annotations

import re
from functools import cache

from briefbot.text.linking import LINKS, PREPOSITIONS, TAKEN_UP

_SEEN = 60
"""Characters in which it shows."""

_UNSPACED = {"ja", "ko", "zh"}
"""Languages in which a word goes on behind what is looked for."""

_NOW = {
    "ar": r"ال(?:أسبوع|عام|شهر|سنة|مرة|صباح|مساء|ليلة|صيف|شتاء)",
    "de": r"woche|jahr|monat|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|sommer|"
    r"winter|frühjahr|herbst|wochenende|morgen|tage|nacht|abend|vormittag|nachmittag|mal|"
    r"saison|frühling|zeiten",
    "en": r"week|month|year|morning|afternoon|evening|weekend|summer|winter|spring|autumn|fall|"
    r"season|time|century|decade|quarter|days|monday|tuesday|wednesday|thursday|friday|"
    r"saturday|sunday|point|stage|moment",
    "es": r"semana|mañana|tarde|noche|año|mes|lunes|martes|miércoles|jueves|viernes|sábado|"
    r"domingo|fin de semana|verano|invierno|otoño|primavera|temporada|momento|días",
    "fr": r"semaine|matin|matinée|soir|nuit|année|mois|lundi|mardi|mercredi|jeudi|vendredi|samedi|"
    r"dimanche|week-end|été|hiver|automne|printemps|saison|moment|jours",
    "it": r"settimana|mattina|mattinata|pomeriggio|sera|notte|anno|mese|estate|inverno|stagione|"
    r"weekend|volta|momento|giorni|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica",
    "nl": r"week|maand|ochtend|middag|avond|nacht|zomer|winter|weekend|herfst|lente|jaar|keer|"
    r"maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|moment|dagen|seizoen",
    "pl": r"rok|tygod|miesiąc|sezon|dniach|raz|lat|wiek|weekend|zim|wiosn|jesie|noc|wakac",
    "pt": r"semana|manhã|tarde|noite|ano|mês|segunda|terça|quarta|quinta|sexta|sábado|domingo|"
    r"fim de semana|verão|inverno|temporada|vez|momento|dias",
    "ru": r"недел|год|месяц|лет|зим|весн|осен|раз|утр|вечер|ноч|дни|момент|понедельник|вторник|"
    r"сред|четверг|пятниц|суббот|воскресень|сезон|выходн",
}
"""What follows "this" where it is a day and no thing that was named before."""

_LEANS = {
    "ar": r"(?:و?(?:هو|هي|هما|هم|هن|لكن\w*|كلاهما|كلتاهما|أحدهم|بعضهم|معظمهم|جميعهم|أغلبهم)|"
    r"و?(?:هذا|هذه|هذان|ذلك|تلك|هؤلاء|أولئك)(?! (?:NOW))|ثم|كذلك|"
    r"و?(?:بعد|قبل|مع|منذ|رغم) ذلك|و?من بينهم|و?بينهم|\w+ منهم|هناك(?=،)|"
    r"و?(?:قال|أضاف|أوضح|أكد|تابع|ذكر)ت? [إأ]ن(?:ه|ها|هم)?)\b",
    "de": r"(?:er|sie|dies|sein(?:e[rsmn]?)?|ihr(?:e[rsmn]?)?|ihnen|ihm|ihn|aber|doch|und|oder|"
    r"denn|"
    r"deshalb|deswegen|daher|darum|dabei|dadurch|damit|danach|davor|dazu|darauf|darüber|daran|"
    r"daraus|darin|darunter|dafür|dagegen|davon|außerdem|zudem|allerdings|jedoch|dennoch|trotzdem|"
    r"stattdessen|hingegen|somit|folglich|auch|dort|dann|solche[rsn]?|jene[rsn]?|beide|"
    r"seitdem|seither|daraufhin|hinterher|zuvor|unter ihnen|"
    r"(?:\w+|die (?:meisten|hälfte)) von (?:ihnen|denen)|(?:k?ein\w*|jede\w?) der beiden|"
    r"alle beide\w?|alle (?:zwei|drei|vier|fünf) (?:sind|waren|w[eu]rden|haben|hatten)|"
    r"unterdessen|anschließend|letztere[rs]?|diese[rsmn]?(?! (?:NOW))|"
    r"so (?:war|ist|sei|hat|habe|wird|wurde|soll|kann|sagt|heißt|warnt)\w*)\b",
    "en": r"(?:he|she|they|that|those|his|her|hers|their|theirs|its|him|them|but|and|or|so|then|"
    r"also|such|however|therefore|meanwhile|instead|still|yet|thus|moreover|furthermore|besides|"
    r"nevertheless|nonetheless|similarly|likewise|otherwise|another|others|the latter|"
    r"for (?:example|instance)|in addition|as a result|in contrast|by contrast|"
    r"(?:\w+|at least \w+|not all) of (?:them|(?:these|those)(?! who))|"
    r"an? \w+ (?:of|like) (?:this|that)(?! (?:NOW))|"
    r"among (?:them|these|those)(?! who)|"
    r"both (?:men|women|sides|countries|companies|teams|parties|governments|leaders)|"
    r"both \w{2,}ed(?! (?:and|states|kingdom|nations|arab))|"
    r"(?:both|neither|(?:the|all) (?:two|three|four|five)) (?:are|is|were|was|have|has|had|will|"
    r"would|can|could|did|do|does|may|might|must|should|said|say|met|also|later)|"
    r"neither (?:side|man|woman|company|country|party|team|government|leader)|"
    r"(?:after|before|despite|because of|during|apart from) (?:this|that|these|those)"
    r"(?! (?:NOW|who))|(?:since|until|by) then|at that (?:time|point|moment)|"
    r"afterwards?|later that|there(?=,)|"
    r"the (?:two|three) (?:men|women|sides|countries|companies|leaders|teams|parties|others)|"
    r"(?:this|these)(?! (?:NOW))|"
    r"it(?!(?:['’]s| is| was| remains) (?:still |also |not |now |un)?(?:clear|likely|possible|"
    r"expected|"
    r"believed|thought|hoped|feared|time|hard|difficult|estimated|the first time)\b))\b",
    "es": r"(?:él|ella|ellos|ellas|esto|eso|ese|esa|esos|esas|aquel|aquella|pero|y|además|también|"
    r"así|"
    r"ambos|ambas|(?:\w+|la (?:mayoría|mitad|mayor parte)) de (?:ellos|ellas|"
    r"(?:estos|estas|esos|esas)(?! (?:NOW)))|tod[oa]s ell[oa]s|los dos (?:son|fueron|están|han)|"
    r"ningun[oa] de l[oa]s dos|entre ell[oa]s|(?:después de|tras|antes de) (?:eso|ello|esto)|"
    r"después(?=,)|luego(?=,)|allí(?!,? donde)|(?:desde|hasta) entonces|mientras tanto|"
    r"entonces|asimismo|su|sus|le|les|sin embargo|no obstante|por (?:eso|ello|tanto|su parte)|"
    r"est(?:e|a|os|as)(?! (?:NOW)))\b",
    "fr": r"(?:elle|ils|elles|eux|lui|cela|ça|celui|celle|ceux|celles|son|sa|ses|leur|leurs|mais|"
    r"et|"
    r"tou(?:s|tes) deux|tou(?:s|tes) les (?:deux|trois)(?! \w+s\b)|"
    r"(?:\w+|l['’]une?|la (?:plupart|moitié)) d['’]entre (?:eux|elles)|parmi (?:eux|elles)|"
    r"l['’]une? et l['’]autre|ni l['’]une? ni l['’]autre|(?:aucune?|l['’]une?) des deux|"
    r"les deux (?:hommes|femmes|pays|camps|parties|dirigeants|sont|ont|étaient|avaient)|"
    r"(?:après|avant|malgré) (?:cela|ça)|ensuite|depuis lors|dès lors|entre-temps|là-bas|là(?=,)|"
    r"donc|pourtant|cependant|toutefois|or|ainsi|aussi|puis|en effet|par ailleurs|de plus|en outre|"
    r"en revanche|d['’]où|ce dernier|cette dernière|c['’]est|c['’]était|"
    r"il(?! (?:y a|y avait|faut|faudra|s['’]agit))|(?:ce|cet|cette|ces)(?! (?:NOW)))\b",
    "it": r"(?:lui|lei|loro|egli|ella|essi|esse|ciò|ma|e|ed|però|tuttavia|inoltre|quindi|dunque|"
    r"così|"
    r"entramb[ie]|ambedue|tutt[ie] e (?:due|tre)|(?:\w+|la (?:maggior parte|metà)) di "
    r"(?:loro|essi|esse|(?:quest|quell)[ie](?! (?:NOW)))|nessun[oa] dei due|"
    r"i due (?:sono|hanno|erano|avevano)|[tf]ra (?:di )?(?:loro|essi|questi|queste)|"
    r"dopo di che|dopodiché|poi|da allora|a quel punto|nel frattempo|lì(?=,)|"
    r"in seguito(?! a(?:d|l|i|llo|lla|lle|gli|ll['’])?\b)|"
    r"anche|infatti|invece|per questo|(?:il|la|i|le) (?:suo|sua|suoi|sue|loro)|quell[oaie]|quel|"
    r"quest[oaie](?! (?:NOW)))\b",
    "ja": r"[「『]?(?:彼ら?|彼女|これ|それ|この(?!ほど|たび)|その|しかし|また|だが|そして|さらに|"
    r"一方|"
    r"ただ|こう|そう|そこで|なお|ところが|つまり|例えば|たとえば|同(?:社|氏|省|庁|署|紙|容疑者|"
    r"研究所)|"
    r"いずれも|どちらも|両(?:社|氏|者|国)(?!首脳会談))",
    "ko": r"[\"“]?(?:그는|그가|그의|그녀|그들|이는|이에|이를|이로|이들|이러한|이런|그런|그러나|"
    r"하지만|그중|그 (?:중|후|뒤)|둘 다|두 사람은|"
    r"그리고|그런데|또한?\s|따라서|이어\s|한편)",
    "nl": r"(?:hij|zij|ze|dat|die|zijn|haar|hun|hen|maar|en|of|want|dus|ook|daarom|daarbij|daarna|"
    r"beiden?|allebei|alle(?:twee|drie| twee| drie)|"
    r"(?:\w+|de (?:meesten?|helft)|geen enkele) van (?:hen|hun|(?:deze|die)(?! (?:NOW)))|"
    r"geen van beiden?|onder hen|daar(?=,| (?:is|was|zijn|waren|werd|werden|wordt|worden)\b)|"
    r"nadien|sindsdien|vervolgens|"
    r"bovendien|echter|toch|toen|daardoor|hierdoor|daarvoor|"
    r"(?:dit|deze)(?! (?:NOW)))\b",
    "pl": r"(?:on|ona|oni|one|to|ten|ta|te|ci|ale|i|a|jednak|obaj|oboje|"
    r"\w+ z nich|wśród nich|potem|jego|jej|ich|dlatego|także|również)\b",
    "pt": r"(?:ele|ela|eles|elas|isso|isto|esse|essa|esses|essas|aquele|aquela|seu|sua|seus|suas|"
    r"mas|e|"
    r"ambos|ambas|(?:\w+|a (?:maioria|metade|maior parte)) (?:del[ea]s|(?:d?est|dess)[ea]s"
    r"(?! (?:NOW)))|tod[oa]s el[ea]s|os dois (?:são|foram|estão|têm)|nenhum dos dois|"
    r"entre el[ea]s|(?:depois|antes|apesar) disso|após isso|depois(?=,)|em seguida|(?:ali|lá)(?=,)|"
    r"(?:desde|até) então|enquanto isso|"
    r"porém|contudo|entretanto|no entanto|também|além disso|por isso|assim|então|"
    r"est(?:e|a|es|as)(?! (?:NOW)))\b",
    "ru": r"(?:он|она|оно|они|его|её|ее|их|ему|ей|им|это|то|тот|та|те|такой|такая|такие|но|а|и|"
    r"однако|"
    r"оба|обе|\w+ из (?:них|этих)|среди них|после (?:этого|чего)|с тех пор|там(?=,(?! где))|"
    r"также|при этом|поэтому|кроме того|тогда|затем|так|ведь|зато|"
    r"эт(?:от|а|и|у|ой|им|их|ого|ому)(?! (?:NOW)))\b",
    "sv": r"(?:båda|\w+ av dem|bland dem|därefter|"
    r"han|hon|den|det|de|detta|denna|dessa|hans|hennes|deras|men|och|dock|därför|också)\b",
    "zh": r"[“「『]?(?:[他她它牠]|[这這](?!次|周|週|个月|個月|天)|此(?!次|刻)|但|然而|不[过過]|"
    r"而(?!且|今|言)|"
    r"其(?!中之|实|實|他)|[该該]|[双雙]方|[两兩](?:人|者)|二者|之[后後]|同[时時]|另外|[随隨]后|隨後|[对對]此|因此|所以|"
    r"例如|也)",
}
"""How a sentence begins that leans, in small letters."""

_REFERS = {
    "de": r"(?i:(?:der|die|das) (?:konzern|unternehmen|firma|minister(?:in)?|sprecher(?:in)?|"
    r"behörde|"
    r"mann|frau|verdächtige|täter|opfer|verband|gericht|gruppe))\b(?! (?:[\"„»A-ZÄÖÜ]|der|des|für|"
    r"von))",
    "en": r"(?i:the (?:company|firm|group|bank|agency|ministry|minister|official|spokes(?:man|"
    r"woman|person)|"
    r"man|woman|suspect|victim|couple|pair|group|report|ruling|study|agreement|deal|move|"
    r"decision|incident|attack))\b(?! (?:of|that|who|which|in|at|for|on|between|with|[A-Z]))",
    "es": r"(?i:(?:la|el) (?:empresa|compañía|ministro|ministra|portavoz|grupo|hombre|mujer|"
    r"sospechoso|víctima))\b(?! (?:de|del|que|[A-Z]))",
    "fr": r"(?i:(?:la société|l['’]entreprise|le groupe|le ministre|la ministre|le porte-parole|"
    r"l['’]homme|le suspect|la victime))\b(?! (?:de|du|des|d['’]|qui|[A-Z]))",
    "it": r"(?i:(?:la società|l['’]azienda|il gruppo|il ministro|la ministra|il portavoce|"
    r"l['’]uomo|la donna|"
    r"la vittima))\b(?! (?:di|del|della|dei|che|[A-Z]))",
    "nl": r"(?i:(?:het bedrijf|de minister|de woordvoerder|de man|de vrouw|de verdachte|"
    r"het slachtoffer))\b(?! (?:van|die|dat|uit|[A-Z]))",
    "pt": r"(?i:(?:a empresa|a companhia|o ministro|a ministra|o porta-voz|o grupo|o homem|"
    r"a mulher|"
    r"o suspeito|a vítima))\b(?! (?:de|do|da|que|[A-Z]))",
}
"""A thing by its kind, whose name stands elsewhere; not where the name or its place follows."""


def leans(sentence: str, language: str) -> bool:
    """Tell whether the sentence takes its meaning from the one before.

    Without a language that is known here it is judged by all of them.
    """
    return _leaning(_base(language)).match(sentence[:_SEEN].lower()) is not None


def refers(sentence: str, language: str) -> bool:
    """Tell whether it speaks of "the company" or "the man", whom an earlier sentence names."""
    pattern = _referring(_base(language))
    begun = sentence[:1].lower() + sentence[1:_SEEN]
    return pattern is not None and pattern.match(begun) is not None


def _base(language: str) -> str:
    return language.partition("-")[0].lower()


@cache
def _leaning(language: str) -> re.Pattern[str]:
    names = (language,) if language in _LEANS else tuple(_LEANS)
    return re.compile(rf"\W{{0,3}}(?:{'|'.join(map(_beginnings, names))})")


def _beginnings(language: str) -> str:
    """Return all beginnings of a language that lean, as one expression."""
    told = [_LEANS[language]]
    if language in LINKS:
        told.append(
            LINKS[language] if language in _UNSPACED else rf"(?:{LINKS[language]})(?![\w-])"
        )
    if language in TAKEN_UP:
        told.append(rf"(?:{PREPOSITIONS[language]}) (?:{TAKEN_UP[language]})\b")
    return "|".join(told).replace("NOW", _NOW.get(language, ""))


@cache
def _referring(language: str) -> re.Pattern[str] | None:
    return re.compile(_REFERS[language]) if language in _REFERS else None
