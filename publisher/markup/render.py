"""An author's Markdown made into clean HTML, for a page, a feed's item or an e-mail."""

import re
import zlib
from functools import cache
from typing import TYPE_CHECKING

from publisher.languages.languages import LANGUAGES, find_language
from publisher.markup.clean import PREFIX, clean
from publisher.markup.links import link_bare

if TYPE_CHECKING:
    import markdown

_HEADING = re.compile(r"(?<=<)(/?)h([1-6])(?=[ >])")
# What is set otherwise than typed: quotation marks, dashes, ellipses.
_TYPED = re.compile(r"""['"]|--|\.\.\.""")
# A page has its title as h1 and an entry's title as h2.
_TOP = 3


def render(source: str, *, lang: str) -> str:
    """Cleaned, well-formed HTML of a Markdown text; the same text and language give the same bytes.

    The highest heading used becomes h3 and the others follow. Symbols and bare addresses become links.
    Names carry a digest of the text, so that the footnotes of two entries on one page do not meet.
    Raises whatever Markdown raises and may take minutes on hostile input, so texts of strangers go through
    `worker.Renderer`.
    """
    digest = zlib.crc32(f"{lang}\n{source}".encode("utf-8", "surrogatepass"))
    html = clean(_convert(source, lang), prefix=f"{PREFIX}{digest:08x}-")
    return link_bare(_lower_headings(html), lang=lang)


def _convert(source: str, lang: str) -> str:
    converter = _converter(lang.split("-")[0].lower(), typographic=bool(_TYPED.search(source)))
    try:
        return converter.reset().convert(source)
    except BaseException:
        # reset() leaves the parser's stack of states as it was when it broke.
        _converter.cache_clear()
        raise


@cache
def _converter(lang: str, *, typographic: bool) -> "markdown.Markdown":
    """One for each language, used again: making one costs more than a short text does.

    Setting quotation marks, dashes and ellipses takes half of the time, also where there are none: only
    a `typographic` text goes through it.

    Extensions are given as values: by name, Markdown would search every installed package for them.
    `attr_list` is left out: nearly all it can add is cleaned away, and it swallows braces in a text.
    """
    import markdown
    from markdown.extensions.abbr import AbbrExtension
    from markdown.extensions.def_list import DefListExtension
    from markdown.extensions.footnotes import FootnoteExtension
    from markdown.extensions.sane_lists import SaneListExtension
    from markdown.extensions.smarty import SmartyExtension
    from markdown.extensions.tables import TableExtension

    language = find_language(lang if lang in LANGUAGES else "en")
    left, right = language.quotes or ('"', '"')
    smarty = SmartyExtension(
        smart_quotes=language.quotes is not None,
        substitutions={"left-double-quote": left, "right-double-quote": right},
    )
    return markdown.Markdown(
        extensions=[
            AbbrExtension(),
            DefListExtension(),
            # U+FE0E keeps the arrow a letter where it would be drawn as a picture.
            FootnoteExtension(
                SEPARATOR="-",
                BACKLINK_TEXT="&#8617;&#xFE0E;",
                BACKLINK_TITLE=language.footnote,
                USE_DEFINITION_ORDER=False,
            ),
            SaneListExtension(),
            # `style` would be cleaned away.
            TableExtension(use_align_attribute=True),
            *([smarty] if typographic else []),
        ]
    )


def _lower_headings(html: str) -> str:
    levels = [int(level) for _, level in _HEADING.findall(html)]
    by = _TOP - min(levels, default=_TOP)
    return _HEADING.sub(lambda found: f"{found[1]}h{min(int(found[2]) + by, 6)}", html)
