"""How asides begin in other languages of Europe, one expression a line."""

from __future__ import annotations

GERMAN = r"""
\W{0,2}(?:foto|bild|quelle|video|grafik|symbolbild|archivbild|symbolfoto|archivfoto)s?\s?[:：/©]
(?:symbol|archiv)(?:bild|foto)\b|im bild\s?:
(?:auf|in) (?:dem|diesem) (?:foto|bild)\b|(?:das|dieses) (?:foto|bild) zeigt\b
(?:fotostrecke|bildergalerie|bilderstrecke)\b
mehr (?:dazu|infos|informationen)\b.{0,60}\bhier\b|mehr zum thema|lesetipp|weiterlesen\b
lesen sie (?:auch|hier|mehr|dazu|außerdem|weiter)|auch interessant\b
hier geht(?:'s|’s| es) (?:zu|weiter)
das könnte (?:sie|dich|euch) (?:auch|ebenfalls)\b|hier klicken\b|klicken sie hier\b
log ?in oder\b|registrieren sie sich\b|jetzt (?:anmelden|abonnieren|registrieren|kommentieren)\b
bitte (?:warten|aktivieren|löschen|loggen|melden sie sich an)\b
(?:die merkliste|(?:der|ihr|dein) warenkorb) ist\b
um (?:einen kommentar|diesen artikel|weiterzulesen|kommentieren zu)\b
ihr kommentar (?:ist|wird|wurde)\b
(?:schreiben sie|schreibe|hinterlasse) (?:einen|ihren) kommentar\b
folgen sie (?:uns|mir|\S+ auf)\b|folg(?:e|t) uns\b|gefällt mir\s?:
teilen mit\b|teilen sie (?:diesen|den artikel|dies)
(?:diesen|den) (?:artikel|beitrag) (?:teilen|drucken)
(?:dieser|der) (?:artikel|beitrag|text) enthält\b
dieser (?:artikel|beitrag|text) (?:ist|wurde|erschien) (?:\S+ ){0,3}(?:zuerst|ursprünglich)\b
die(?:ser)? (?:artikel|meldung|beitrag) (?:wird|wurde) (?:laufend |fortlaufend )?aktualisiert\b
stand des artikels\b|artikel (?:vom|aktualisiert)\b
veröffentlichung\s?:|stand\s?:|letzte (?:aktualisierung|änderung)\b
zuletzt (?:aktualisiert|geändert)\b
(?:veröffentlicht|aktualisiert|erstellt)(?: am| um)?\s?:
(?:veröffentlicht|aktualisiert|erstellt) (?:am |um )?DAY
(?:wir|diese (?:web)?seite|unsere (?:web)?seite) (?:verwende|nutz|setz)\w{1,2} .{0,30}\bcookies\b
mit (?:der|ihrer) (?:weiteren )?nutzung\b.{0,60}\b(?:cookies|einverstanden)\b
das (?:gespräch|interview) führten?\b|die fragen stellten?\b|mitarbeit\s?:|zur person\s?:
redaktion\s?:
über (?:den autor|die autorin)\b|(?:abbildung|abb\.|tabelle|grafik|diagramm) \d{1,2}\s?[:.–—]
(?:tippfehler|fehler|beitrag|kommentar) melden\b|artikel (?:drucken|merken|anhören|teilen)\b
mehr (?:lesen|erfahren|anzeigen|laden)\b
(?:du kannst|ihr könnt|sie können) uns .{0,30}\bunterstützen\b
(?:der autor|die autorin) (?:ist|lehrt) (?:an der|am|\w*(?:redakteur|journalist|professor))
willkommen (?:zum|im|beim) (?:\S+ ){0,3}(?:live-?)?(?:ticker|blog)\b
(?:damit|hiermit) (?:endet|beenden wir|schließen wir) (?:\S+ ){0,3}(?:live-?)?(?:ticker|blog)\b
(?:unterstützen sie|unterstützt|unterstütze) (?:uns|unsere|unseren)\b
"""

ROMANCE = r"""
\W{0,2}(?:crédits?|légende|illustration|source)(?: photos?)?\s?[:：/©]
photo (?:d['’](?:illustration|archives?)|prise (?:le|en)|fournie par)\b|sur (?:la|cette) photo\b
(?:lire|voir|écouter) (?:aussi|également|la suite)\b|en savoir plus\b|cliquez (?:ici|sur|pour)\b
à (?:lire|voir|écouter)(?: (?:aussi|également|sur)\b|\s?[:>])
pour (?:ré)?écouter .{0,50}\bcliquez\b
(?:inscrivez|abonnez|connectez|identifiez)-vous\b|suivez[- ]nous\b|faites un don\b|soutenez-nous\b
recevez (?:notre|nos|gratuitement|chaque (?:matin|semaine|jour))\b
partage[zr] (?:cet article|sur\b|\s?:)
partager\s?:
cet article (?:est (?:réservé|paru|extrait)|a été (?:initialement |d['’]abord )?publié)
article (?:mis à jour|publié|modifié|réservé)\b|il vous reste .{0,20}% de cet article
(?:publié|mis à jour|modifié)(?: le| à)?\s?:|(?:publié|mis à jour|modifié) (?:le |à )?DAY
(?:figure|tableau|figura|tabla|tabella|tabela) \d{1,2}\s?[:.–—]
vous pouvez nous soutenir\b|puedes? (?:apoyarnos|colaborar con nosotros)\b|puoi sostenerci\b
você pode (?:apoiar|contribuir com) (?:\S+ ){0,2}(?:noss[oa]|o site|o canal)\b
(?:nous utilisons|(?:ce|notre) site utilise) .{0,30}\bcookies\b|nous utilisons des cookies
en (?:poursuivant|continuant) (?:votre|à naviguer|la navigation)\b|propos recueillis par\b
(?:laissez|laisser|postez) (?:un|votre) commentaire\b|à propos de l['’]auteure?\b
l['’]auteure? (?:est|enseigne) (?:\S+ ){0,2}(?:journaliste|professeur|chercheu|à l['’]université)
(?:ce|notre) direct est (?:terminé|fini|clos)\b|(?:fin|c['’]est la fin) de (?:ce|notre) direct\b
(?:imagen|foto|fotografía)s? de (?:archivo|referencia|recurso)\b
(?:imagen|fotografía|imagem|immagine|crédito|fuente|fonte|reprodução)s?\s?[:：/©]
en la (?:foto|imagen)(?:,|:| (?:aparece|se (?:ve|observa|aprecia|muestra)|superior|inferior)\b)
en la (?:foto|imagen) del? .{0,60}\bse (?:ve|observa|aprecia|muestra)\b
(?:lea|lee|leer|vea|ver|mira|mire) (?:también|más\b|además)|sig(?:ue|a) leyendo\b
más (?:información|noticias)\s?:
(?:te|le) (?:puede|podría) interesar\b|también te puede interesar\b
no te (?:lo )?pierdas\b.{0,20}:
(?:haga|haz|dale?) cli[ck]\b|suscr[ií]b(?:ete|ase)\b
regístr(?:ate|ese) (?:para|aquí|gratis|en nuestr)
(?:recibe|reciba) .{0,60}\b(?:boletín|newsletter|correo|whatsapp)|s[ií]gu(?:enos|anos)\b|síganos\b
(?:sigue|siga) (?:a|las noticias) .{0,40}\b(?:facebook|twitter|instagram|telegram|whatsapp)\b
compart(?:e|ir)\s?:|comparte (?:esta|este) (?:noticia|nota|artículo)\b
(?:deja|deje) (?:tu|su|un) comentario\b
(?:inicia|inicie) sesión\b
esta (?:nota|noticia|información) (?:fue|ha sido|se ha) (?:actualizad|publicad)
este artículo (?:fue|se|ha sido|apareció) (?:publicad|originalmente|publicó|por primera)
(?:publicado|actualizado|última actualización)(?: el| a las| em| às)?\s?:
(?:publicado|actualizado|atualizado|postado) (?:el |a las |em |às )?DAY
(?:utilizamos|usamos|este (?:sitio(?: web)?|site) (?:utiliza|usa)) .{0,30}\bcookies\b
usamos cookies
utilizamos cookies
(?:el autor|la autora) es (?:\S+ ){0,2}(?:periodista|profesor|investigador|columnista)
(?:aquí|así) (?:termina|finaliza|acaba|concluye) (?:\S+ ){0,3}(?:directo|cobertura|transmisión)\b
foto (?:d['’]archivio|di repertorio)\b
nella (?:foto|immagine)(?:,|:| (?:in alto|a destra|a sinistra|sotto))
legg(?:i|ete) (?:anche|tutto|qui|l['’]articolo)|vedi anche\b|clicca (?:qui|per|su)\b
per saperne di più\b
potrebbe interessarti\b|(?:ti|vi) potrebbe(?:ro)? (?:anche )?interessare\b|articoli correlati\b
continua a leggere\b
iscriv(?:iti|etevi)\b|abbonati (?:ora|subito|qui|per leggere)\b
registrati (?:qui|ora|gratis|per leggere)\b
segu(?:ici|iteci)\b|condividi(?: su\b| questo| l['’]articolo|\s?:)|lascia un commento\b
(?:pubblicato|aggiornato|ultimo aggiornamento)(?: il| alle)?\s?:|riproduzione riservata\b
(?:pubblicato|aggiornato) (?:il |alle )?DAY
(?:utilizziamo|usiamo|questo sito (?:utilizza|usa)) .{0,20}\bcookie
a cura d(?:i|ella|el) .{0,50}$
(?:l['’]autore|l['’]autrice) (?:è|insegna) (?:\S+ ){0,2}(?:giornalista|professor)
(?:finisce|termina|chiudiamo) (?:qui )?(?:\S+ ){0,2}(?:diretta|liveblog)\b
(?:foto|imagem) (?:de arquivo|ilustrativa)\b|na (?:foto|imagem)(?:,|:| (?:acima|abaixo|ao lado)\b)
(?:leia|veja|confira|assista|saiba|ouça) (?:também|mais\b|aqui\b|abaixo|a íntegra)
clique (?:aqui|para|no link)\b
continu(?:a|e) (?:lendo|depois da publicidade|após a publicidade)|inscreva-se\b|cadastre-se\b
siga-nos\b
assine (?:já|agora|nossa|a newsletter)\b
receba .{0,50}\b(?:newsletter|e-mail|whatsapp|notificações)\b
(?:participe|entre) (?:do|no|em) (?:nosso )?(?:canal|grupo)\b
compartilhe (?:esta|essa|este|esse|no)\b|partilhe\b
siga .{0,40}\b(?:facebook|twitter|instagram|telegram|google notícias|nas redes)\b
deixe (?:o )?seu comentário\b
(?:faça|fazer) login\b|já é assinante\b|conteúdo (?:exclusivo|restrito) (?:para|a) assinantes\b
\W{0,2}com informações d[aeo]s?\b.{0,60}$
est[ae] (?:reportagem|matéria|notícia) (?:foi|está) (?:atualizad|em atual)
(?:o autor|a autora) é (?:\S+ ){0,2}(?:jornalista|professor|pesquisador|colunista)
"""

DUTCH = r"""
\W{0,2}(?:foto|beeld|bron|archieffoto)\s?[:：/©]|archieffoto\b
op (?:de|deze) foto(?:,|:| (?:staat|zie je|links|rechts)\b)|lees (?:ook|meer|verder|hier)\b
bekijk (?:ook|hier)\b|klik (?:hier|op de link)\b|luister (?:ook|hier)\b|meer over dit onderwerp\b
(?:abonneer|registreer|meld|schrijf) (?:je|u) .{0,60}\b(?:aan|in|nieuwsbrief|kanaal)\b
abonneer (?:je|u)\b
volg ons\b|volg \S+ (?:ook )?(?:op|via) (?:facebook|twitter|instagram|whatsapp)
deel (?:dit|deze) (?:artikel|bericht)
(?:gepubliceerd|bijgewerkt|laatst (?:bijgewerkt|gewijzigd))(?: op| om)?\s?:
(?:gepubliceerd|bijgewerkt|geplaatst) (?:op |om )?DAY|log in om\b|laat een reactie achter\b
reageer op dit\b
(?:wij|we|deze (?:web)?site) gebruik(?:en|t) .{0,20}\bcookies\b|wij gebruiken cookies
dit (?:artikel|bericht|liveblog) (?:is|wordt) (?:eerder|oorspronkelijk|gesloten|bijgewerkt)\b
(?:figuur|tabel|grafiek) \d{1,2}\s?[:.–—]|je kunt ons steunen\b
(?:de auteur|de schrijver) is (?:\S+ ){0,2}(?:journalist|hoogleraar|redacteur|columnist)
steun ons\b
"""

RUSSIAN = r"""
\W{0,2}(?:фото|видео|иллюстрация|источник|источник фото|автор|авторы|текст|редактор)\s?[:：/©]
на (?:фото|снимке)\s?[:—,–-]|фото (?:из архива|автора|пресс-службы)\b|архивное фото\b
чита(?:йте|ть) (?:также|ещё|еще|далее|нас|полностью|подробнее)\b|смотрите (?:также|ещё|еще)\b
(?:материалы? )?по теме\s?:|подробнее\s?[:—–-]|нажмите (?:здесь|на ссылку|чтобы)\b
подпи(?:шитесь|сывайтесь|саться|шись)\b|присоединяйтесь к (?:нам|наш)
поделит(?:есь|ься)\s?(?::|в |с друз|ссылк|этой)
следите за (?:нами|наш|новостями|событиями) |(?:опубликовано|обновлено|дата публикации)\s?(?::|\d)
(?:мы используем|(?:этот |наш |данный )?сайт использует) .{0,30}(?:cookie|куки)
продолжая (?:использовать|пользоваться|просмотр) .{0,40}(?:сайт|cookie)|беседовал[аи]? \w+ \w+\W*$
(?:рис(?:унок|\.)|таблица) \d{1,2}\s?[:.–—]|вы можете поддержать (?:нас|наш)
все права защищены|перепечатка (?:материал|возможна|допуск)
если вы (?:заметили|нашли) (?:ошибку|опечатку)
оставьте комментарий\b|(?:войдите|авторизуйтесь|зарегистрируйтесь),? чтобы\b|новость дополняется
(?:онлайн|трансляция|прямая трансляция) (?:заверш|оконч)|поддержите (?:нас|нашу|работу)\b
"""
