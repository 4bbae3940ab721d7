"""How a site speaks to its readers: join, download, subscribe, comment; one expression a line."""

from __future__ import annotations

APPEALS = r"""
newsletters?\s?:|©|(?:anzeige|werbung|advertorial)\s?[:|–-]
(?:more|also|see|mira|mire|lee|lea|vea|ver|veja|leia|lire|voir|leggi|lees)\s?[|:]\s
for (?:more|further|full) (?:information|details),? (?:go to|check|head to|read|email|write)\b
join (?:us (?:on|in|for)|our|the) .{0,30}\b(?:channel|community|server|conversation|newsletter)\b
download (?:our|the) (?:\S+ ){0,3}app\b
your e-?mail(?: address)? will not be (?:published|shared)|(?:required|all) fields are\b
(?:this|the full) (?:article|story|content|post) is (?:\S+ ){1,4}(?:subscribers|members)\b
stay (?:up[- ]to[- ]date|informed|tuned|in the know) (?:with|on|by|for)\b
with files from\b|with (?:additional )?reporting (?:from|by)\b
(?:have|got|do you have) (?:a|any) (?:news |story )?(?:tips?|story)\b.{0,60}[?!]$
(?:this|the) (?:transcript|interview) (?:has been|was) (?:\S+ ){0,4}(?:edit|condens)ed(?:\.$| for )
(?:all )?prices (?:are |were )?(?:correct|accurate) (?:at|as of)\b
(?:the )?(?:opinions|views)(?: and opinions)? (?:expressed )?in this (?:article|column|piece|post)\b
support (?:independent|quality|local|our) journalism\b|you can (?:also )?unsubscribe\b
(?:mehr|weitere|alle) infos?\b.{0,60} (?:unter|auf|hier|online)\b
weitere (?:informationen|details)\b.{0,30}\b(?:gibt|find|erhalt)\S* .{0,30}(?:unter|auf|online)\b
(?:mehr|weitere) informationen(?: \S+){0,3} (?:unter|auf) (?:der |unserer |www|\S+\.\w)
die redaktion empfiehlt\b|empfohlene[rn]? (?:redaktionelle|externe)[rn]? inhalt
(?:an dieser stelle|hier) (?:finden|sehen) sie (?:\S+ ){0,3}(?:inhalte?|externe[rn]?)\b
(?:dieser|(?:der )?externer?) inhalt (?:kann|wird|wurde)\b.{0,40}\b(?:angezeigt|geladen|blockiert)
melden sie sich (?:jetzt|hier|gleich|kostenlos|für unseren)\b|mit unserem newsletter\b
jetzt (?:kostenlos|gratis) (?:testen|lesen|anmelden|registrieren|herunterladen|downloaden)\b
alle angaben (?:sind )?ohne gewähr|lesezeit\b|(?:diskutieren|reden) sie mit\b
was (?:halten|denken|meinen) sie (?:davon|dazu)\?|schreiben sie uns\b
wir freuen uns (?:auf|über) (?:ihre|eure|deine|dein) (?:meinung|kommentar|feedback|zuschrift)
verpassen sie (?:keine?|nichts)\b|verpass(?:e|t) (?:keine?|nichts)\b.{0,60}[.!]$
mit (?:material|informationen|inhalten) (?:der|von|des) (?:dpa|afp|reuters|ap|sid|epd|kna|apa|sda)\b
(?:sie haben|du hast) noch kein(?:en)? (?:konto|account|abo|zugang)\b
(?:lecture|contenu|article|la suite)(?: est)? (?:exclusivement )?réservée?s? aux\b
(?:(?:le|la) \S+(?: \S+)? )?avec (?:l['’])?(?:afp|reuters|belga|ats|agences)\b.{0,50}$
la rédaction vous (?:conseille|recommande|propose)\b|temps de lecture\b
retrouvez (?:tou|nos|notre|l['’]ensemble).{0,90}\b(?:appli\w*|site|newsletter|podcast|chaîne)\b
(?:pour )?plus d['’]info(?:rmation)?s?(?: \S+){0,3},? (?:sur|ici|au|consultez|rendez|visitez)\b
toute l['’]actualité\b.{0,40}\b(?:sur|en direct)\b|suivez (?:toute )?l['’]actualité\b
ce (?:contenu|média) (?:est bloqué|n['’]est pas (?:disponible|accessible)|ne peut)\b
vous avez (?:repéré|trouvé|constaté|relevé) une (?:erreur|faute|coquille)\b
votre adresse (?:e-?mail|de messagerie|électronique) ne sera\b
(?:tous )?les champs (?:obligatoires|marqués|requis|suivis)\b|rejoignez(?:-nous| notre)\b
vous souhaitez (?:réagir|commenter|recevoir)\b.{0,60}\?$
téléchargez (?:gratuitement )?(?:l['’]|notre |nos )appli
(?:para )?(?:más|mayor) información,? (?:en (?:la web|el sitio|nuestr)|visit|consult|ingres|llam)
(?:únete|únase|súmate|súmese|unite)\b.{0,60}\b(?:canal|comunidad|grupo|whatsapp|telegram)\b
(?:sigue|siga|seguí) (?:toda la (?:información|actualidad)|nuestr\w+|los canales)\b
(?:apúntate|anótate|suscribite|inscríbete) (?:a |al |en |ya\b|aquí|gratis)
(?:descarga|descargue|descargá|bájate|instala) (?:\S+ ){0,3}(?:app|aplicación)\b
(?:su|tu) (?:dirección de )?(?:correo(?: electrónico)?|e-?mail) no será\b
los campos (?:obligatorios|marcados|requeridos|necesarios)\b
(?:este )?(?:contenido|artículo)(?: es)? (?:\S+ ){1,2}para (?:\S+ )?(?:suscriptor|abonad)
\W{0,2}con información de (?:las? )?(?:efe|afp|reuters|ap|dpa|agencias?|europa press)\b.{0,50}$
(?:lea|lee|vea|ve) (?:la|el) (?:nota|artículo|noticia|reportaje) (?:complet[oa]|original|aquí)
(?:ingresa|ingrese|introduce|déjanos|deja) (?:tu|su) (?:correo|e-?mail)\b
aviso (?:importante|legal)\s?:
con (?:tu|su) suscripción\b|(?:puedes?|podés) (?:ver|leer)\s?:|te recomendamos (?:leer|ver|est)
tiempo de lectura\b|tempo di lettura\b|tempo de leitura\b|leestijd\b|reading time\b
per (?:ulteriori|maggiori|altre) (?:informazioni|info)\b|maggiori informazioni (?:sul?|sulla|qui|:)
scarica (?:la nostra |(?:gratis |subito )?l['’])app\b|(?:resta|rimani|tieniti) (?:sempre )?aggiornat
unisciti .{0,40}\b(?:canale|gruppo|community|whatsapp|telegram)\b
(?:il tuo|l['’]) ?indirizzo e-?mail non (?:sarà|verrà)\b|i campi (?:obbligatori|contrassegnati)\b
(?:questo )?(?:contenuto|articolo)(?: è)? (?:riservato|esclusivo)\b.{0,20}\b(?:abbonat|iscritt)
(?:hai già un (?:abbonamento|account)|sei già (?:abbonato|registrato|iscritto))\b
ricevi (?:ogni|le|la nostra|gratis|tutte)\b.{0,80}\b(?:casella|newsletter|mail|whatsapp|notizie)\b
guarda (?:anche|qui|il video|la gallery|le foto)\b|fonte (?:foto|immagine)\b
tutt[ei] (?:gli aggiornamenti|le (?:ultime )?notizie)\b.{0,60}\b(?:sito|diretta|app|canale)\b
foto (?:tratta|presa) dal?(?:la|le|l['’])?\b
(?:para )?mais informações,? (?:visite|acesse|no site|na página|em www|consulte|ligue)\b
(?:baixe|faça o download d[eoa]) (?:\S+ ){0,3}(?:app|aplicativo)\b|subscreva\b
(?:o )?seu (?:endereço de )?e-?mail não será\b|(?:os )?campos obrigatórios\b|clique e\b
você (?:também )?pode (?:apoiar|contribuir com) .{0,60}\b(?:site|canal|formas|jornalismo)\b
leia (?:a|o) (?:reportagem|matéria|texto|artigo|notícia) (?:complet[ao]|na íntegra|original|aqui)\b
quer (?:receber|ficar por dentro|apoiar)\b.{0,80}\?$
(?:esta|essa) (?:notícia|reportagem|matéria) é exclusiva\b|este (?:conteúdo|artigo) é exclusivo\b
acompanhe (?:tudo sobre|nossas?|nossos?|as notícias|a cobertura)\b
meer (?:informatie|info|nieuws)\b.{0,40}\b(?:vind je|vindt u|staat op|op (?:de|onze) (?:web)?site)\b
download (?:onze|de|hier) (?:\S+ ){0,2}app\b|(?:je|uw) e-?mailadres wordt niet\b
(?:vereiste|verplichte) velden\b|ontvang (?:dagelijks|elke|wekelijks|ons|onze)\b|meer weten\?
dit (?:artikel|bericht|verhaal) is (?:alleen|exclusief|enkel) (?:\S+ )?voor (?:abonnees|leden)\b
heb(?:t u| je) een (?:tip|vraag|opmerking|klacht)\b|wil (?:je|u) niets missen\b
met medewerking van (?:anp|reuters|belga|ap|afp)\b
подробнее (?:читайте|об этом|смотрите|по ссылке|на сайте|в материале)
больше (?:новостей|интересного|материалов)\b|новости по теме\b|обязательные поля\b
ваш (?:адрес )?(?:e-?mail|электронн\w+)\b.{0,20}не будет
(?:материал|текст|статья) доступ\w+ (?:только )?(?:\S+ )?подписчик
(?:скачайте|установите) (?:наше|мобильное|бесплатное|приложение)\b|будьте в курсе\b
если у вас есть .{0,40}(?:напишите|присылайте|сообщите)|оставайтесь (?:в курсе|на связи|с нами)\b
(?:при )?(?:использовани|копировани|цитировани)\w+ (?:материал|текст)\w*.{0,40}ссылк
поделиться (?:новостью|статьёй|статьей|ссылкой|материалом)\b
.{0,16}(?:转载|轉載)(?:请|請|時請|时请|需|須|须)?(?:注明|註明|标明|標明)
(?:未經|未经).{0,8}同意.{0,6}(?:勿|不得).{0,6}(?:[轉转]|引用|使用|翻印|[複复]製|复制|摘)
(?:想看更多|想了解更多|點我(?:看|閱讀|加入|訂閱)|点我(?:看|阅读|加入|订阅))
(?:.{0,12}(?:[請请迎得]|忘了))?.{0,3}(?<![因為为被])(?:按讚|[点點][赞讚])[並并、和]?(?:分享|追蹤|[關关]注|[订訂][阅閱])
如果[您你](?:喜歡|喜欢).{0,40}(?:讚|赞|分享|訂閱|订阅|追蹤|关注|關注)
(?:以上|上述)(?:内容|內容|觀點|观点).{0,4}代表|.{0,20}不代表本(?:站|報|报|網|网|刊|台|平台)
(?:投资|投資)(?:有|一定有|必有)(?:风险|風險)
(?:加入|成为|成為|登入|登录|註冊|注册)[会會][员員](?![国國]).{0,12}(?:[阅閱][读讀]|[观觀]看|解[锁鎖])
.{0,8}続きは.{0,20}(?:会員|登録|有料|購読)|(?:無料)?会員登録(?:する|で|は|いただ)
(?:最新(?:情報|ニュース)|公式\w{0,8})は.{0,16}(?:twitter|facebook|line|instagram|youtube|インスタグラム)
.{0,16}(?:お問い合わせ|ご意見|ご感想)は?.{0,12}(?:こちら|まで|フォーム)|※(?:写真|画像|イラスト|動画)は
.{0,6}アプリを?(?:ダウンロード|インストール)(?:して(?:最新|ご|お)|はこちら|する(?:。|方|には|$))|あなたに(?:おすすめ|オススメ)|おすすめの記事
.{0,40}(?:は|を読むには|を見るには)こちら(?:から|へ|まで)?[。！!]?$
이 (?:기사|글|콘텐츠)를 .{0,20}(?:공유|추천|구독)|(?:많이 본|인기) 뉴스를? (?:확인|보기)
(?:기사 )?제보는 .{0,24}(?:이메일|카카오|전화|보내)
앱을 (?:다운로드|설치)(?:하고|하세|하시|해 ?(?:보|주)세)
로그인 (?:후|하시면) .{0,20}(?:댓글|이용|작성)
"""
"""What no story says of its subject: it is the reader who is asked or told something."""

ARABIC = r"""
و?(?:[اإ]قر[أا]|[اإ]قرؤوا|شاهد|شاهدوا|طالع|طالعوا|تابع|تابعوا)(?:ي|وا)? (?:أيض|ايض|المزيد|كذلك|هنا)
(?:تابعونا|تابعنا|انضم(?:وا)?|اشترك(?:وا)?) (?:على|في|إلى|الى|معنا|عبر|الآن|بقناتنا)
لل?مزيد (?:حول|عن|من (?:ال)?(?:[أا]خبار|معلومات|تفاصيل|مواضيع|مقالات|تقارير))
لمعرفة المزيد|لقراءة المزيد|للاطلاع على المزيد
(?:المصدر|المصادر|الصورة|صورة|تصوير|تحرير|إعداد|ترجمة|مصدر الصورة)\s?[:：]
جميع الحقوق محفوظة|حقوق (?:النشر|الطبع)|لن يتم نشر|الحقول الإلزامية|مواضيع ذات صلة|أخبار ذات صلة
(?:حمل|حمّل|حملوا|نزل|نزّل) (?:تطبيق|التطبيق)|(?:اضغط|انقر|اضغطوا|انقروا) (?:هنا|على)
(?:نشر|تم النشر|آخر تحديث|تحديث|نُشر)\s?(?::|في\s?:? \d)|(?:نستخدم|يستخدم (?:هذا )?الموقع) ملفات
(?:وقت|مدة) القراءة|باستخدامك (?:هذا )?الموقع|هل لديك (?:معلومات|سؤال|تعليق)
"""
