"""The words around an article that are not the article: what extraction has to leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FURNITURE: Mapping[str, Mapping[str, str]] = {
    "en": {
        "w_home": "Home",
        "w_subscribe": "Subscribe",
        "w_sign_in": "Sign in",
        "w_search": "Search",
        "w_menu": "Menu",
        "w_by": "By",
        "w_share": "Share this story",
        "w_copy": "Copy link",
        "w_print": "Print",
        "w_about_author": "About the author",
        "w_related": "You may also like",
        "w_comments": "Join the discussion",
        "w_reply": "Leave a reply",
        "w_more": "Read more",
        "w_latest": "Latest stories",
        "w_about": "About us",
        "w_privacy": "Privacy and cookies",
        "w_newsletters": "Newsletters",
        "w_box_title": "Never miss a story",
        "w_box_text": "Get our morning newsletter in your inbox every weekday at six.",
        "w_box_small": "By signing up you agree to our terms. Unsubscribe whenever you like.",
        "w_box_button": "Sign me up",
        "w_cookies": "We and our 213 partners use cookies to remember you. Is that all right?",
        "w_accept": "Accept all",
        "w_reject": "Only necessary",
        "w_copyright": "All rights reserved. Reproduction only with written permission.",
        "w_advert": "Advertisement",
        "w_advert_text": "Winter tyres from 49 a piece, fitted while you wait.",
        "w_rate": "Was this article helpful? Tell us in ten seconds.",
    },
    "zh": {
        "w_home": "首頁",
        "w_subscribe": "訂閱",
        "w_sign_in": "登入",
        "w_search": "搜尋",
        "w_menu": "選單",
        "w_by": "記者",
        "w_share": "分享這則新聞",
        "w_copy": "複製連結",
        "w_print": "列印",
        "w_about_author": "關於作者",
        "w_related": "延伸閱讀",
        "w_comments": "網友留言",
        "w_reply": "發表留言",
        "w_more": "看更多",
        "w_latest": "即時新聞",
        "w_about": "關於我們",
        "w_privacy": "隱私權政策",
        "w_newsletters": "電子報",
        "w_box_title": "不漏接每一則重要消息",
        "w_box_text": "訂閱電子報，每天早上六點把新聞重點寄到你的信箱。",
        "w_box_small": "按下訂閱即表示同意服務條款，隨時可以取消訂閱。",
        "w_box_button": "立即訂閱",
        "w_cookies": "本網站使用 Cookie 提供更好的瀏覽體驗，繼續瀏覽即表示同意。",
        "w_accept": "我知道了",
        "w_reject": "只用必要的",
        "w_copyright": "版權所有，未經書面同意不得轉載。",
        "w_advert": "廣告",
        "w_advert_text": "冬季輪胎特賣，現場安裝免等待。",
        "w_rate": "這篇文章對你有幫助嗎？請花十秒告訴我們。",
    },
}

BIOGRAPHIES: Mapping[str, tuple[str, ...]] = {
    "en": (
        "{author} joined {name} in 2017 and lives with two cats and a slow modem.",
        "{author} has reported from nine countries and won the Brass Lighthouse award in 2022.",
        "{author} writes a column on Thursdays. Send tips by post; they are read with gloves on.",
    ),
    "zh": (
        "{author}，{name}記者，跑線八年，養了兩隻貓。",
        "{author}，新聞系畢業，曾獲黃銅燈塔報導獎，歡迎提供新聞線索。",
    ),
}

COMMENTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "en": (
        ("oldsalt_44", "My cousin was there and says it was nothing like this."),
        ("Pat from Quay Road", "Finally somebody writes about it. Please do a follow-up!"),
        ("nobody_special", "First time commenting. The headline is better than the picture."),
        ("K. Tan", "Can we have the numbers in a table next time?"),
    ),
    "zh": (
        ("路過的鄉民", "推這篇，寫得很清楚。"),
        ("阿寶媽", "希望記者可以繼續追蹤後續。"),
        ("TW_2718", "照片拍得不錯，標題可以再短一點。"),
    ),
}
