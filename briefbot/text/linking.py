"""How sentences begin that go on with what was said: "In that case", "In fact", "The reason:"."""

from __future__ import annotations

PREPOSITIONS = {
    "ar": r"و?(?:في|من|على|عن|إلى|مع|خلال|حول|وفق|بحسب)",
    "de": r"ab|an|auf|aus|bei|bis zu|dank|durch|für|gegen|gemäß|hinter|in|infolge|laut|mit|nach|"
    r"neben|ohne|seit|statt|trotz|über|um|unter|von|vor|während|wegen|zu|zwischen",
    "en": r"about|according to|against|along with|apart from|as part of|aside from|at|behind|"
    r"besides|between|beyond|by|due to|for|from|in|in addition to|in response to|instead of|into|"
    r"like|of|on|over|since|thanks to|through|to|together with|under|unlike|until|with|within|"
    r"without",
    "es": r"a|a cambio de|a pesar de|además de|ante|antes de|bajo|con|contra|de|debido a|desde|"
    r"después de|durante|en|en medio de|entre|frente a|gracias a|hacia|hasta|junto a|luego de|"
    r"para|pese a|por|respecto a|según|sin|sobre|tras",
    "fr": r"à|à cause de|à la suite de|après|au-delà de|avant|avec|chez|contre|dans|de|depuis|"
    r"devant|en plus de|en|entre|face à|grâce à|lors de|malgré|par|parmi|pendant|pour|sans|selon|"
    r"sous|suite à|sur|vers",
    "it": r"a|a causa di|con|contro|da|davanti a|di|dopo|durante|fra|grazie a|in|in base a|"
    r"nonostante|oltre a|per|prima di|secondo|senza|sotto|su|tra|verso",
    "nl": r"aan|achter|bij|binnen|boven|dankzij|door|in|met|na|naar|naast|om|ondanks|onder|op|"
    r"over|sinds|tegen|tijdens|tot|tussen|uit|van|vanaf|vanwege|via|volgens|voor|wegens|zonder",
    "pl": r"dla|do|dzięki|mimo|między|na|nad|o|od|oprócz|po|pod|podczas|poza|przed|przez|przy|u|w|"
    r"według|z|za|ze|zdaniem",
    "pt": r"a|além de|ante|apesar de|após|até|com|contra|de|de acordo com|desde|diante de|durante|"
    r"em|entre|junto a|para|por|por causa de|segundo|sem|sob|sobre",
    "ru": r"без|благодаря|в|вместе с|во|для|до|за|из|из-за|к|ко|кроме|между|на|над|несмотря на|о|"
    r"об|от|перед|по|под|помимо|после|при|про|с|со|согласно|среди|у|через",
}

TAKEN_UP = {
    "ar": r"(?:هذا|هذه|هذين|ذلك|تلك|هؤلاء)(?! (?:NOW))",
    "de": r"diese[rsmn]?(?! (?:NOW))|jene[rsmn]?|solche[rsmn]?|ihm|ihnen",
    "en": r"(?:this|that)(?! (?:NOW|said|day))|these(?! (?:NOW))|it|him|them",
    "es": r"est[eao]s?(?! (?:NOW))|es[eao]s?|aquel(?:l[ao]s?)?|él|ella|ell[ao]s|ello|dich[ao]s?",
    "fr": r"(?:ce|cet|cette|ces)(?! (?:NOW|que|qui|dont|jour))|cela|ça|eux|lui|elles?",
    "it": r"quest[oaei](?! (?:NOW))|quest['’]|quell[oaei]|quel|quei|quegli|lui|lei|loro|ciò|"
    r"tal[ei]",
    "nl": r"(?:dit|deze|dat|die)(?! (?:NOW))|hem|hen|zulke",
    "pl": r"(?:tym|tego|tej|te|tę|tych|tymi|temu)(?! (?:NOW))|nim|nich|nimi|niego|niej|nią|"
    r"taki(?:m|ch|ego|ej)",
    "pt": r"isso|isto|aquilo|ess[ea]s?|est[ea]s?(?! (?:NOW))|aquel[ea]s?|el[ea]s?|tal|tais",
    "ru": r"эт(?:ом|ой|ого|ому|им|их|ими|от|у|о|и)(?! (?:NOW))|т(?:ом|ого|ому|ех)(?!,)|"
    r"н(?:его|её|ее|ему|им|ём|ем|их|ими|ей)|(?:его|её|ее|их) (?:слов|мнени|данны|оценк|взгляд)\w*|"
    r"таки[хм]",
}
"""What was named before, behind a preposition; NOW as in `leaning`. No "his": "In his first speech,
the minister" names him next."""

LINKS = {
    "ar": r"(?:لذلك|لهذا|وبذلك|وهكذا|بالتالي|علاوة على ذلك|في المقابل|من ناحية أخرى)",
    "de": r"das (?:ist|sind|war|waren|hat|hatte|haben|wird|wurde|wurden|werden|wäre|würde|sei|"
    r"kann|könnte|konnte|soll|sollte|muss|darf|dürfte|mag|gilt|galt|liegt|lag|geht|ging|entspricht|"
    r"macht|machte|führ\w+|heißt|hieß|kommt|kam|teilte\w*|zeig\w+|bestätig\w+|funktionier\w+|"
    r"bedeute\w+|sagte\w?|berichte\w+|ergab|ergibt|betrifft|betraf|reicht\w*|gelingt|gelang|hält|"
    r"setzt|sieht|lässt|ließ|stimmt|klingt|sorgt\w*|hilft|half|ändert\w*|gab|geschieht|geschah|"
    r"passiert\w*)|all (?:das|dies|diese\w?)|so (?:können|könnte|konnten?|werden|wurden|sollen|"
    r"will|wollen|muss|müssen|gibt|gab|kam|lässt|entsteh\w+|auch)|"
    r"(?:k?ein|vieles|einige|eine[rs]?) (?:solche[rsmn]?|davon)|des weiteren|"
    r"zum (?:anderen|vergleich)|im (?:gegenteil|gegensatz dazu)|"
    r"bis dahin|hinzu komm\w+|mit anderen worten|hier(?:bei|für|zu|durch|mit|aus|auf|von|"
    r"über)|dahin(?:ter|gegen)|daneben|damals|derweil|indes(?:sen)?|ebenso(?! wie)|ebenfalls|"
    r"überdies|ferner|grund (?:dafür|hierfür|ist)|(?:der|die|das) [^\W\d]+:(?! ?[«“„\"])|grund:|"
    r"die beiden (?:männer|frauen|länder|staaten|firmen|unternehmen|seiten|parteien|teams|"
    r"politiker|hatten|haben|waren|sind|wurden|werden|sollen)",
    "en": r"in fact|indeed|after all(?=,)|in other words|additionally|again(?=,)|rather(?=,)|"
    r"plus(?=,)|either way|if (?:so|not|anything)(?=,)|specifically(?=,)|in (?:short|turn)(?=,)|"
    r"that said|having said that|on the (?:other hand|contrary)|as such(?=,)|at the same time|"
    r"conversely|consequently|accordingly(?=,)|hence|subsequently|worse(?=,)|what['’]s more|"
    r"even so|of course(?=,)|the other (?:is|was|two|three|man|woman|men|women)|"
    r"one (?:is|was|has|had)|the same (?:goes|is true|was true|applies)|all (?:this|that|these)|"
    r"the (?:result|reason|answer|problem|catch|upshot|idea|goal|aim)(?::|,| is\b| was\b)|"
    r"and that|which (?:is|means|was)",
    "es": r"de hecho|a su vez|por otr[ao] (?:lado|parte)|al respecto|por lo (?:tanto|que)|"
    r"(?:de igual|de la misma|del mismo) (?:manera|forma|modo)|por ende|en cambio|"
    r"dich[ao]s?(?! (?:que|por|sea|esto|lo))|lo (?:hizo|hicieron|hace|hará|mismo|anterior)|"
    r"incluso(?=,)|de (?:todas formas|todos modos|ahí)|es por (?:eso|esto|ello)|"
    r"(?:el|la) [^\W\d]+:(?! ?[«“„\"])|en otras palabras|es decir|de lo contrario|aun así",
    "fr": r"d['’]autre part|d['’]ailleurs|du coup|par conséquent|de même(?! que)|au contraire|"
    r"à l['’]inverse|en fait|en d['’]autres termes|autrement dit|de fait|"
    r"à (?:son|leur) tour(?=,)|résultat(?= ?:)|(?:le|la) [^\W\d]+ ?:(?! ?[«“„\"])|c['’]est-à-dire",
    "it": r"di fatto|a (?:sua|loro) volta|d['’]altr(?:a parte|onde|o canto)|al contrario|"
    r"in effetti|di conseguenza|pertanto|perciò|insomma|proprio per|del resto|peraltro|"
    r"in altre parole|tal[ei]|lo stesso (?:vale|è|ha|discorso)|(?:il|la) [^\W\d]+:(?! ?[«“„\"])|"
    r"ecco perché",
    "ja": r"[「『]?(?:ここで|当時|以来|逆に|要するに|すなわち|むしろ|とはいえ|したがって|従って|"
    r"よって、|加えて|同(?:日|年|月|国|州|市|県|機|車|店|校|選手|首相|大統領|容疑者))",
    "ko": r"[\"“]?(?:이와 |이처럼|이같이|이 (?:같은|때문|중|가운데|밖에|외에|회사|업체|제품)|"
    r"그 (?:결과|때문|밖에)|그래서|게다가|반면|다만|아울러|즉,?\s|예를 들어|해당\s|당시\s)",
    "nl": r"hier(?:bij|over|voor|mee|op|van|uit|na)|daar(?:mee|over|van|op|in|naast|toe|entegen|"
    r"uit|aan|om)|immers|kortom|oftewel|niettemin|desondanks|intussen|ondertussen|eveneens|tevens|"
    r"zo (?:is|zijn|was|waren|kan|kunnen|wordt|werd|heeft)|(?:het|de) [^\W\d]+:(?! ?[«“„\"])|"
    r"met andere woorden|aan de andere kant|in feite",
    "pl": r"z kolei|ponadto|poza tym|co więcej|tymczasem|wówczas|wtedy(?!, gdy)|zatem|natomiast|"
    r"innymi słowy|w efekcie",
    "pt": r"(?:n|d)(?:isso|isto|aquilo|ess[ea]s?|aquel[ea]s?|el[ea]s?|est[ea]s?(?! (?:NOW)))|"
    r"na (?:ocasião|época)(?=,)|de fato|por outro lado|por sua vez|ou seja|"
    r"d[ao] mesm[ao] (?:forma|modo|maneira)|portanto|ademais|aliás|mesmo assim|ainda assim|"
    r"ta(?:l|is)|daí|(?:o|a) [^\W\d]+:(?! ?[«“„\"])|em outras palavras",
    "ru": r"в том числе|в то же время|тем не менее|таким образом|в частности|впрочем|кстати|"
    r"более того|следовательно|напротив|наоборот|вместе с тем|между тем|в свою очередь|например|"
    r"то есть|иными словами|соответственно|в итоге",
    "zh": r"[“「『]?(?:[在以由因為为從从與与](?:此|[這这](?!次|周|週|个月|個月|天))|於是|于是|"
    r"不[仅僅]如此|除此|[換换]句[話话]|也就是|[總总]之|相比之下|相反，|[儘尽]管如此|"
    r"[當当]時(?!間)|当时|那(?!么|麼|不勒|些[^，。]{1,16}的))",
}
"""Words that link a sentence to the one before, and a label: "The reason: …"."""
