"""How a message looks when it is read, what it points at, and which title it proposes."""

import pytest

from app.markup import first_line, plain, render


@pytest.mark.parametrize(("written", "shown"), [
    ("Blåbær, rømme og *ål* på Ås", "<p>Blåbær, rømme og <em>ål</em> på Ås</p>"),
    ("en\nto", "<p>en<br>\nto</p>"),
    ("# Tittel\ntekst", "<h3>Tittel</h3>\n<p>tekst</p>"),
    ("#klima", "<p>#klima</p>"),
    ("~~gammel~~ og ~20 kr", "<p><del>gammel</del> og ~20 kr</p>"),
    ("a <b>fet</b> & b", "<p>a &lt;b&gt;fet&lt;/b&gt; &amp; b</p>"),
    ("<div>\nfet\n</div>", "<p>&lt;div&gt;<br>\nfet<br>\n&lt;/div&gt;</p>"),
    ("```\n- a\n  <b>\n```", "<pre><code>- a\n  &lt;b&gt;\n</code></pre>"),
    ("- [ ] tak\n- [x] vegg", '<ul class="task-list">\n<li>☐ tak</li>\n<li>☑ vegg</li>\n</ul>'),
    ("3. tre\n4. fire", '<ol start="3">\n<li>tre</li>\n<li>fire</li>\n</ol>')])
def test_what_is_written_is_shown(written: str, shown: str) -> None:
    assert render(written).html == shown


@pytest.mark.parametrize("indent", ["  ", "   ", "    "])
def test_a_list_inside_a_list_needs_only_some_spaces(indent: str) -> None:
    html = render(f"- en\n{indent}- to\n{indent}{indent}- tre\n- fire").html.replace("\n", "")
    assert html == "<ul><li>en<ul><li>to<ul><li>tre</li></ul></li></ul></li><li>fire</li></ul>"


def test_a_list_or_a_table_may_follow_a_line_of_text() -> None:
    assert render("Vi trenger:\n- tak\n").html == "<p>Vi trenger:</p>\n<ul>\n<li>tak</li>\n</ul>"
    assert "<ol>\n<li>tak</li>" in render("Slik:\n1) tak\n2) sol").html
    assert render("Det var i\n2024. Da ble").html == "<p>Det var i<br>\n2024. Da ble</p>"
    table = render("Tall:\n| Bygg | kWh |\n|:--|--:|\n| Skole | 900 |\nTakk").html
    assert '<td align="right">900</td>' in table and table.endswith("</table>\n<p>Takk</p>")


def test_a_point_may_have_two_paragraphs() -> None:
    html = render("- en\n\n  mer om en\n- to\n\nslutt").html.replace("\n", "")
    assert html == "<ul><li><p>en</p><p>mer om en</p></li><li><p>to</p></li></ul><p>slutt</p>"


@pytest.mark.parametrize(("written", "address"), [
    ("[avtale](https://a.no/x_(y)?a=1&b=å)", "https://a.no/x_(y)?a=1&amp;b=å"),
    ("se https://ks.no/a?b=1.", "https://ks.no/a?b=1"),
    ("www.ks.no", "http://www.ks.no"),
    ("post@ks.no", "mailto:post@ks.no"),
    ("![bilde](http://a.no/b.png)", "http://a.no/b.png")])
def test_a_link_leads_out_and_says_so(written: str, address: str) -> None:
    assert f'<a href="{address}" rel="nofollow noopener ugc">' in render(written).html


@pytest.mark.parametrize("written", ["[x](javascript:a(1))", "[x](/admin)", "[x](//a.no)", "[x](data:,x)"])
def test_a_link_elsewhere_is_only_text(written: str) -> None:
    assert render(written).html == f"<p>{written}</p>"


def test_a_person_is_mentioned_by_id_and_shown_by_their_own_name() -> None:
    names = {"person:12": "Anne_Ås_"}
    made = render("Hei @[Ordføreren](person:12) og @[Ukjent](person:99) og @[B](person:12)", names.get)
    assert made.mentions == ("person:12",)
    assert made.text == "Hei @Anne_Ås_ og @Ukjent og @Anne_Ås_"
    assert '<a class="mention" data-person-id="12" href="/people/12"' in made.html
    assert made.html.count("<a ") == 2


@pytest.mark.parametrize("before", ["", "See ", "- ", "> ", "One\n"])
def test_a_thing_with_its_title_is_a_link_wherever_it_stands(before: str) -> None:
    made = render(f"{before}#[A *roof*](example:4) and #[Anne](message:7)")
    assert made.links == ("example:4",)
    assert '<a href="/examples/4" rel="nofollow noopener ugc">A *roof*</a>' in made.html
    assert '<a href="/messages/7"' in made.html and "<h" not in made.html


def test_a_mention_in_code_mentions_nobody() -> None:
    assert render("`@[A](person:1)` og\n\n```\n@[A](person:1) [[card:1]]\n```").mentions == ()


def test_cards_are_taken_out_of_the_text_and_named() -> None:
    made = render("Se [[card:7]] her\n[[example:42]]\n[[card:7]]\n\n[[thread:9]]")
    assert made.links == ("card:7", "example:42", "thread:9")
    assert made.html == "<p>Se her</p>"
    assert render("[[planet:3]] [[card:x]]").html == "<p>[[planet:3]] [[card:x]]</p>"
    assert render("`[[card:8]]`").links == ()


def test_plain_words_from_markdown_or_from_html() -> None:
    assert plain("**Tak** på\n- Ås & _Bø_\n\n| a | b |\n|--|--|\n| 1 | 2 |") == "Tak på\nÅs & Bø\na\tb\n1\t2"
    assert plain(render('# Hei\n[a>b](http://a.no "t") <i>').html) == "Hei\na>b <i>"
    assert plain('<p><a href="http://a.no/?x>y">a</a></p>') == "a"


@pytest.mark.parametrize(("written", "title"), [
    ("Hei! Har noen **erfaring** med solceller på tak? Vi lurer.", "Har noen erfaring med solceller på tak?"),
    ("Hei alle sammen,\nvi lurer på noe. Mer om det", "Vi lurer på noe"),
    ("Hei hvordan går det?\nSvar", "Hei hvordan går det?"),
    ("Hei!", "Hei!"),
    ("# Varmepumper i skoler\nTekst", "Varmepumper i skoler"),
    ("- [ ] Punkt en\n- to", "Punkt en"),
    ("Det koster ca. 3 mill. kr i f.eks. Bø.", "Det koster ca. 3 mill. kr i f.eks. Bø"),
    ("[[card:7]]", ""),
    ("@[Bjørn](person:2), hva koster det?", "@Bjørn, hva koster det?")])
def test_a_thread_proposes_its_own_title(written: str, title: str) -> None:
    assert first_line(written) == title


def test_a_long_title_is_cut_at_a_word() -> None:
    title = first_line("Kommunestyret vedtok " + "klimabudsjett og " * 20)
    assert title == "Kommunestyret vedtok klimabudsjett og klimabudsjett og klimabudsjett og…"
    assert first_line("a" * 200, limit=10) == "Aaaaaaaaa…"
