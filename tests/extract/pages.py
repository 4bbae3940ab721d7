"""A page as outlets make them, with the clutter around every article; the words are our own."""

from __future__ import annotations

URL = "https://www.harbour.example/news/2026/11/port"
HEADLINE = "Port of Keelung reopens after a quiet storm"
FIRST = (
    "The port of Keelung reopened on Saturday morning after two days without a single ship, "
    "and the first ferry left with forty passengers and a choir."
)
SECOND = (
    "Harbour master Lin Mei-hua said that the new gates had held, although the water stood "
    "higher than in any November since the measurements began in 1903."
)
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"


def page(body: str = BODY, head: str = "", attributes: str = 'lang="en"') -> str:
    """Return a page with the clutter that surrounds every article."""
    return f"""<!DOCTYPE html><html {attributes}><head><title>{HEADLINE} - Harbour Post</title>
    {head}</head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
    <article><h1>{HEADLINE}</h1>{body}</article>
    <aside><h3>Related</h3><a href="/a">Ten ferries that you will love</a></aside>
    <footer>Copyright Harbour Post. All rights reserved.</footer></body></html>"""
