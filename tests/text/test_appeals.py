"""What sites ask of their readers or tell them, and news of the same things."""

from __future__ import annotations

import pytest

from briefbot.text.furniture import fits

ASKED = {
    "en": """Join our WhatsApp channel for the latest news.
Download our app for the latest breaking news.
Your email address will not be published.
Required fields are marked with an asterisk.
This article is for subscribers of the paper only.
Stay up to date with the latest news from us.
With files from The Canadian Press and Reuters.
Have a news tip for our reporters?
This transcript has been edited for clarity.
Prices are correct at the time of publication.
Listen wherever you get your podcasts every morning.
The views in this article are the author's own.
Support independent journalism with a donation today.
For more information, go to the council's website.
You can unsubscribe at any time you like.""",
    "de": """Mehr Infos gibt es unter hafen.example im Netz.
Weitere Informationen finden Sie auf der Homepage des Vereins.
Weitere Informationen zum Hafen auf der Website der Stadt.
Die Redaktion empfiehlt Ihnen diesen Artikel.
An dieser Stelle finden Sie Inhalte von Drittanbietern.
Empfohlener redaktioneller Inhalt von YouTube.
Dieser Inhalt kann nicht angezeigt werden.
Melden Sie sich jetzt für unseren Newsletter an.
Alle Angaben ohne Gewähr und ohne Haftung.
Diskutieren Sie mit: Was halten Sie davon?
Wir freuen uns über Ihre Meinung in den Kommentaren.
Verpassen Sie keine Nachrichten aus dem Hafen mehr.
Mit Material der dpa und der AFP aus Berlin.
Sie haben noch kein Konto bei uns?""",
    "fr": """Lecture réservée aux abonnés depuis hier soir.
Le Monde avec AFP et Reuters à Paris.
La rédaction vous conseille cet article.
Retrouvez toute l'actualité sur notre application.
Plus d'informations sur le site de la mairie.
Ce contenu est bloqué car les cookies sont refusés.
Vous avez repéré une erreur dans cet article ?
Votre adresse e-mail ne sera pas publiée.
Tous les champs obligatoires sont marqués d'un astérisque.
Téléchargez gratuitement notre application mobile.
Newsletter : recevez chaque matin l'essentiel de l'actualité.
Temps de lecture : 4 minutes environ.""",
    "es": """Para más información, visite nuestra página web.
Únete a nuestro canal de WhatsApp para recibir noticias.
Sigue toda la información de Internacional en Facebook.
Apúntate a nuestra newsletter semanal gratis.
Descarga nuestra app para estar siempre informado.
Su dirección de correo electrónico no será publicada.
Los campos obligatorios están marcados con un asterisco.
Este contenido es exclusivo para suscriptores.
Con información de EFE y Reuters desde Madrid.
Lea la nota completa en nuestra edición impresa.
Aviso importante: Cualquier uso de la página es ilegal.
Puedes ver: Los detalles del cierre del puerto.""",
    "it": """Per ulteriori informazioni visita il sito del comune.
Scarica la nostra app per restare aggiornato.
Unisciti al nostro canale Telegram per le notizie.
Il tuo indirizzo email non sarà pubblicato.
I campi obbligatori sono contrassegnati da un asterisco.
Questo articolo è riservato agli abbonati.
Ricevi ogni mattina le notizie nella tua casella.
Guarda anche il video della protesta di oggi.
Tempo di lettura: 3 minuti circa in totale.
Fonte foto: profilo Facebook del sindaco.""",
    "pt": """Para mais informações, visite o site da prefeitura.
Baixe nosso aplicativo para ficar informado.
O seu endereço de e-mail não será publicado.
Os campos obrigatórios estão marcados com asterisco.
Você pode apoiar o jornal e o site de diversas formas.
Leia a reportagem completa no site do jornal.
Quer receber notícias no seu celular?
Esta notícia é exclusiva para assinantes do jornal.
Tempo de leitura: 3 minutos no total.""",
    "nl": """Meer informatie vind je op de website van de gemeente.
Download onze app voor het laatste nieuws.
Je e-mailadres wordt niet gepubliceerd door ons.
Vereiste velden zijn gemarkeerd met een ster.
Dit artikel is alleen voor abonnees van de krant.
Ontvang dagelijks het laatste nieuws in je inbox.
Heb je een tip voor de redactie?
Met medewerking van ANP en Reuters uit Brussel.""",
    "ru": """Подробнее читайте на сайте министерства.
Больше новостей в нашем телеграм-канале.
Ваш адрес email не будет опубликован.
Обязательные поля помечены звездочкой.
Материал доступен только подписчикам газеты.
Скачайте наше мобильное приложение прямо сейчас.
При использовании материалов ссылка на сайт обязательна.
Оставайтесь в курсе последних новостей с нами.
Поделиться новостью с друзьями в соцсетях.""",
    "zh": """本文为原创内容，转载请注明出处。
想看更多内容，请关注我们的微信公众号。
未經同意請勿轉載本文內容。
喜歡這篇文章請按讚並分享給朋友。
以上内容仅代表作者个人观点，不代表本站立场。
投资有风险，入市需谨慎。
如果您喜歡我們的文章，邀請您到 FB 粉絲團按個讚！
加入會員即可閱讀全文內容。""",
    "ja": """記事の続きは会員登録後にお読みいただけます。
最新情報はTwitterで配信しています。
記事に関するお問い合わせはこちらまで。
※写真はイメージです。
アプリをダウンロードして最新ニュースを読む。
あなたにおすすめの記事を集めました。
港の写真はこちら。""",
    "ko": """이 기사를 공유하시려면 아래 버튼을 누르세요.
기사 제보는 이메일로 보내주시기 바랍니다.
로그인 후 댓글을 작성할 수 있습니다.
앱을 다운로드하고 최신 뉴스를 받아보세요.""",
    "ar": """اقرأ أيضا: الوزير يعلن إغلاق الميناء.
تابعونا على فيسبوك وتويتر لآخر الأخبار.
اشترك في نشرتنا البريدية لتصلك الأخبار.
للمزيد من الأخبار زوروا موقعنا الإلكتروني.
المصدر: وكالات الأنباء العالمية والمحلية.
الصورة: من الأرشيف لميناء المدينة القديم.
جميع الحقوق محفوظة لموقع الأخبار العربي.
لن يتم نشر عنوان بريدك الإلكتروني هنا.
حمّل تطبيقنا لمتابعة آخر الأخبار العاجلة.""",
}

NEWS = {
    "en": """Join forces or lose the harbour, the mayor told both towns.
Support for the harbour fell to a third of the voters.
The prices of fish are higher than a year ago.
Readers who downloaded the app lost their data.
The views of the mayor have changed since the storm.
With reports of three dead, the storm moved north.
The interview was heavily edited, the harbour master said on Monday.""",
    "de": """Weitere Informationen gab die Polizei am Montag nicht bekannt.
Weitere Details gibt es bislang nicht, sagte der Bürgermeister.
Mit Material aus dem Hafen bauten sie ein Haus.
Der Newsletter der Stadt hat nun tausend Leser.
Jetzt ist der Hafen zu, und alle Schiffe warten.""",
    "fr": """Avec Reuters, deux agences ont perdu des journalistes, dit le ministre du pays.
La rédaction du journal a été évacuée lundi.
Plus d'infections ont été signalées sur le port.
Le contenu des caisses n'est pas connu.""",
    "es": """Con información de los vecinos, la policía cerró el puerto.
Más información llegó al puerto el lunes.
La suscripción al diario subirá en mayo.
El contenido de las cajas se desconoce.""",
    "it": """Tutti gli aggiornamenti del piano sono stati respinti.
Il contenuto delle casse non è noto.
Le maggiori imprese del porto chiudono.""",
    "pt": """Mais informações sobre o porto chegaram na segunda.
A leitura do processo durou três horas.
O aplicativo do porto saiu do ar na segunda.""",
    "nl": """Meer informatie over de brand had de politie niet.
Met medewerking van de politie is de haven dicht.
De velden bij de haven staan onder water.""",
    "ru": """Больше ста судов ждут у входа в порт.
Поделиться опытом приехали капитаны из трёх стран.
Использование материалов дела в суде запретили.""",
    "zh": """投资者周一在港口举行了抗议活动。
会员国同意在港口设立新的中心。
轉載貨物的船隻在港口外等候。
如果你喜歡海，這座港口正適合你。
男子因點讚並分享批評港口的貼文被判刑。
未经业主同意不得改变港口用途，新规周一施行。
加入会员国的阅读计划后，港口图书馆翻倍。""",
    "ja": """アプリをインストールすることで利用者は港の状況を確認できる。
問い合わせが港に殺到したと市が発表した。
会員登録者が百万人を超えたと発表した。""",
    "ko": """제보를 받은 경찰이 항구에서 세 명을 체포했다.
앱 개발사가 항구에 새 본사를 연다.
로그인 정보가 유출된 회사가 사과했다.
앱을 설치하면 항구 직원의 정보가 유출되는 것으로 드러났다.""",
    "ar": """تابع الوزير أعمال إغلاق الميناء يوم الاثنين.
صورة الميناء نشرت في جميع الصحف أمس.
نشر الجيش قواته قرب الميناء يوم الاثنين.
لمزيد من الضغط على الحكومة، أغلق العمال الميناء.""",
}


def cases(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(language, line) for language, text in table.items() for line in text.split("\n")]


@pytest.mark.parametrize(("language", "sentence"), cases(ASKED))
def test_what_is_asked_of_the_reader_tells_nothing(language: str, sentence: str) -> None:
    """To join, download, subscribe, comment, and where the rest or the source is found."""
    assert not fits(sentence, title="", language=language)


@pytest.mark.parametrize(("language", "sentence"), cases(NEWS))
def test_news_of_readers_and_sites_stays(language: str, sentence: str) -> None:
    """What somebody else did with an app, a newsletter or some information is news."""
    assert fits(sentence, title="", language=language)
