"""Asides of a page in the eleven languages, and news that must not be taken for them."""

from __future__ import annotations

import pytest

from briefbot.text.furniture import fits

ASIDES = {
    "en": """Macron (left) meets the harbour master in Northport on Sunday.
Thank you for following our live coverage today.
That's all for today, and good night to you all.
We're closing this live blog for the night.
If you enjoyed this story, please consider a gift to our desk.
Published on 3 May 2021 by the desk of the paper.
Updated: 14:05 with a word of the mayor.
About the author: Jane Doe has written of ports since 1999.
In this edition of our weekly letter on ports and ships.
>> Read more of the harbour and its ships.
Figure 3: Ships in the harbour by year and kind.
You can support our work with a small gift.
Storm in the harbour Posted on May 3, 2021 by Jane Doe The harbour is closed.""",
    "de": """Symbolbild: Ein Hafen liegt im Nebel.
Das Foto zeigt den Hafen von oben.
Macron (links) trifft den Hafenmeister in Nordhafen.
Das könnte Sie auch interessieren: neue Häfen.
Hier geht es zum Video mit dem Hafenmeister.
Um einen Kommentar zu hinterlassen, loggen Sie sich bitte ein.
Folgen Sie uns auf allen bekannten Kanälen.
Dieser Artikel ist ursprünglich am 27. Februar erschienen.
Die Meldung wird laufend aktualisiert, bitte laden Sie neu.
Veröffentlichung: 2. Februar 2022 um zehn Uhr.
Zuletzt aktualisiert am Montag um zehn Uhr.
Wir verwenden auf dieser Seite auch Cookies.
Die Autorin ist Redakteurin im Ressort Häfen.
Willkommen zum Liveticker aus dem Hafen!
Damit beenden wir unseren Liveticker für heute.
Unterstützen Sie unsere Arbeit mit einem Abo.
>> Mehr lesen: Alles über den Hafen und seine Schiffe!
Abb. 2: Schiffe im Hafen nach Jahren.
Sturm im Hafen Veröffentlicht am 3. Mai 2021 von Max Muster Der Hafen ist zu.""",
    "fr": """Crédit photo : le port de la ville au matin.
Photo d'illustration du port de la ville.
Lire aussi notre enquête sur le port.
À lire aussi : comment le port fut construit.
Pour réécouter son interview, cliquez sur l’icône ci-dessous.
Inscrivez-vous pour ne rien manquer du port.
Recevez chaque matin l'actualité du port.
Cet article est réservé à nos abonnés fidèles.
Publié le 3 mai 2021 par la rédaction.
Mis à jour à 14h05 par la rédaction.
Nous utilisons pour cela des cookies tiers.
L'auteure est journaliste et vit à Nordport.
Ce direct est terminé, merci de votre fidélité.
Le maire (à gauche) et le capitaine du port.""",
    "es": """Imagen de archivo del puerto de la ciudad.
Foto: El puerto de la ciudad al amanecer.
En la imagen, el alcalde visita el puerto.
Lea también cómo se construyó el puerto.
Haga clic aquí para ver el puerto entero.
Suscríbete para recibir más noticias del puerto.
Síguenos en todas las redes que usas.
Te puede interesar: el puerto y su historia.
Publicado el 3 de mayo de 2021 a las diez.
Actualizado: 14:05 con la voz del alcalde.
Este sitio utiliza para ello cookies de terceros.
Inicia sesión para leer la noticia entera.
Aquí termina nuestra cobertura en directo de hoy.""",
    "it": """Foto d'archivio del porto della città.
Nella foto, il sindaco visita il porto.
Leggi anche come fu costruito il porto.
Clicca qui per vedere il porto intero.
Iscriviti per ricevere altre notizie dal porto.
Seguici su tutti i canali che usi.
Ti potrebbe interessare anche il porto vecchio.
Pubblicato il 3 maggio 2021 alle dieci.
Questo sito utilizza anche cookie di terzi.
Riproduzione riservata di ogni parte del testo.
A cura della redazione di porto e mare.""",
    "pt": """Foto de arquivo do porto da cidade.
Na foto, o prefeito visita o porto.
Leia também como o porto foi construído.
Saiba mais sobre o porto da cidade.
Clique aqui para ver o porto inteiro.
Inscreva-se para receber mais notícias do porto.
Entre no nosso canal e receba tudo primeiro.
Continua depois da publicidade desta página aqui.
Publicado em 3 de maio de 2021 às dez.
Este site utiliza também cookies de terceiros.
Com informações da agência do porto.
Esta reportagem está em atualização neste momento.
Você pode apoiar nosso jornal de diversas formas.""",
    "nl": """Archieffoto van de haven van de stad.
Op deze foto staat de burgemeester links.
Lees ook hoe de haven werd gebouwd.
Klik hier om de hele haven te zien.
Meld je aan voor onze nieuwsbrief over havens.
Volg ons op alle bekende kanalen.
Deel dit artikel met al je vrienden.
Gepubliceerd op 3 mei 2021 om tien uur.
Deze site gebruikt daarvoor ook cookies.
Dit liveblog is gesloten, dank voor het volgen.
De auteur is hoogleraar aan de universiteit.""",
    "ru": """Фото: порт города ранним утром.
На фото — мэр города в порту.
Мэр (слева) и капитан порта в понедельник.
Читайте также, как построили порт.
Подпишитесь на наш канал о порте.
Поделиться в социальных сетях с друзьями: ссылка.
Опубликовано: 3 мая 2021 года, десять часов.
Наш сайт использует для этого файлы cookie.
Если вы заметили ошибку, сообщите нам.
Все права защищены законом этой страны.
Трансляция завершена, спасибо за внимание.""",
    "zh": """图为市长周日在港口参观时的近影。
圖：市長星期日在港口參觀的情形。
资料图：港口全景，摄于去年春天。
新华社记者王某摄。
来源：港口日报国际新闻部综合报道。
責任編輯：王小明、李小華、張大同。
点击查看更多港口新闻和图片报道。
延伸閱讀：港口是怎麼樣建成的呢？
歡迎訂閱本報電子報，掌握港口新聞。
扫描下方二维码关注我们的公众号。
发布时间：2021年5月3日上午十点。
本网站使用cookie以改善您的体验。
未经授权，不得转载、摘编等。
本文转载自港口日报，不代表本站立场。""",
    "ja": """写真：日曜日の港の様子を上空から。
写真はイメージです、本文とは関係ありません。
港を視察する市長＝共同通信社撮影。
関連記事：港はこうして作られた。
詳しくはこちらのページをご覧ください。
続きを読むには登録が必要となります。
この記事は会員限定となっています。
メルマガへの登録はこちらからどうぞ。
公開日：2021年5月3日午前十時。
当サイトではクッキーを使用しています。
無断転載を固く禁じます、ご了承ください。
聞き手：港日報編集部の田中太郎記者。""",
    "ko": """사진=일요일 항구의 모습을 위에서.
관련기사: 항구는 이렇게 지어졌다.
자세한 내용은 아래 홈페이지에서 확인하세요.
지금 구독하기 버튼을 눌러 주세요.
카카오톡에서 채널을 추가하고 소식을 받으세요.
입력 2021.05.03 10:05 수정 2021.05.03 11:07.
무단 전재 및 재배포를 모두 금지합니다.
홍길동 기자 desk@harbour.example
시장(왼쪽)과 항만 책임자가 월요일에 만났다.
이 사이트는 더 나은 경험을 위해 쿠키를 씁니다.""",
}

NEWS = {
    "en": """Published in 2015, the report named three ports.
Published by 20 researchers, the study counts ships.
The left won the vote in the harbour town by far.
Thanks to the new pier, ships can leave at any hour.
If you live near the harbour, keep your windows closed.
In this edition the fair has fewer halls than last year.
The live coverage of the trial drew ten million viewers.
- The table has ten seats, and the harbour master takes one.
You can help the harbour town by leaving the car at home.
Figures show that ten ships were lost at the pier.""",
    "de": """Die Linken haben in der Hafenstadt deutlich gewonnen.
Die Aktualisierung der Karten kostet zwei Millionen Euro.
Veröffentlicht wurde der Bericht erst nach der Wahl.
Die Autorin starb am Montag in ihrem Haus am Hafen.
Der Autor ist für den Preis der Stadt nominiert.
Dieser Artikel des Grundgesetzes wurde 1949 beschlossen.
Teilen sich zwei Firmen den Hafen, sinken die Kosten.
Unterstützt von der Feuerwehr räumte die Polizei den Hafen.
Hier geht seit Montag kein Schiff mehr vor Anker.
Klicken Kunden auf den falschen Link, ist ihr Geld weg.
Mehr Leser als je zuvor kauften die Zeitung der Hafenstadt.""",
    "fr": """Publié en 2015, le rapport nommait trois ports.
À lire ces lignes, on croirait le port sauvé.
En poursuivant sa route, le navire a touché le quai.
À gauche, personne ne veut fermer le port.
L'auteur est mort lundi dans sa maison du port.
Suivez la procédure, a dit le maire aux capitaines.
Le direct de la chaîne a réuni dix millions de gens.""",
    "es": """Publicado en 2015, el informe nombró tres puertos.
En la imagen pública del partido pesa el puerto.
Sigue cerrado el puerto de la ciudad por el viento.
La foto del puerto dio la vuelta al mundo.
El autor es buscado por la policía del puerto.
Comparte el poder con dos partidos desde mayo.
Se suscribe así un acuerdo que abre el puerto.""",
    "it": """Pubblicato nel 2015, il rapporto citava tre porti.
Abbonati in calo per la rete del porto.
Registrati duecento casi nel porto della città.
Condividi e impera è la regola del porto.
Seguono altre due navi con frutta e macchine.
La foto del porto ha fatto il giro del mondo.""",
    "pt": """Publicado em 2015, o relatório citava três portos.
Assine a lei ou saia, disse o prefeito ao governador.
Siga a lei, disse o prefeito aos donos do porto.
A foto do porto correu o mundo inteiro.
Você pode apoiar o prefeito ou o porto, disse ela.
Continua fechado o porto da cidade por causa do vento.""",
    "nl": """Gepubliceerd in 2015 noemde het rapport drie havens.
Links wil niemand de haven van de stad sluiten.
De auteur is maandag in zijn huis overleden.
Deze site in de haven wordt volgend jaar gesloopt.
Volg de regels, zei de burgemeester tegen de schippers.""",
    "ru": """Фото порта обошло весь мир за один день.
Автор доклада назвал три порта на севере.
Слева от порта строят новый причал для судов.
Сайт порта не работал с утра понедельника.
Подписание договора о порте перенесли на май.
Источник в порту сообщил о двух пострадавших.""",
    "zh": """图片分享应用宣布下月关闭港口功能。
圖書館在颱風後重新開放給市民使用。
他从小就喜欢在港口拍摄。
来源不明的货物在港口被海关扣押。
更多新聞工作者在港口採訪時受傷。
未经授权的访问导致港口数据泄露。
作者为这部小说在港口住了整整十年。
編輯部在颱風中被水淹沒，無人傷亡。
发布会于周一在港口举行，市长出席。
关注港口安全的市民周日举行了集会。""",
    "ja": """写真家の田中さんが港で個展を開いた。
関連会社の港湾倉庫が火事で全焼した。
更新料をめぐる裁判が港区で始まった。
無断で港に入った三人が逮捕された。
有料会員が十万人を超えたと発表した。
メールマガジンの配信を来月で終えると発表した。
フォロワーが百万人を超えた市長が会見した。""",
    "ko": """사진을 찍던 시민이 항구에서 다쳤다.
댓글 조작 사건의 항소심이 월요일 열린다.
기자들은 항구에서 시장을 기다리고 있었다.
구독자가 백만 명을 넘은 시장이 사과했다.
관련 기업들은 항구의 문을 닫기로 했다.
뉴스레터 구독자가 두 배로 늘었다고 밝혔다.
수정된 계획에 따르면 항구는 2030년에 열린다.""",
}


def cases(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(language, line) for language, text in table.items() for line in text.split("\n")]


@pytest.mark.parametrize(("language", "sentence"), cases(ASIDES))
def test_a_page_that_speaks_of_itself_tells_nothing(language: str, sentence: str) -> None:
    """Captions, credits, prompts, dates, cookies, biographies and live blogs' words stay out."""
    assert not fits(sentence, title="", language=language)


@pytest.mark.parametrize(("language", "sentence"), cases(NEWS))
def test_news_that_sounds_like_it_stays(language: str, sentence: str) -> None:
    """What is told of pictures, authors, sites and readers is news."""
    assert fits(sentence, title="", language=language)
