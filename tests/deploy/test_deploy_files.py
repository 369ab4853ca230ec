"""The files of deploy/ say what the program says: types, lifetimes, refusals, security headers."""

import re

from publisher.releases.keys import FORMATS
from publisher.web.cache_control import LONGEST
from publisher.web.responses import NOT_KEPT, SECURITY
from publisher.web.site import METHODS, TEXT
from publisher.web.versions import WORTH_PACKING
from tests.deploy.servers import CADDY, NGINX

BARE = {str(form): row.media_type for form, row in FORMATS.items()}
ALWAYS = {"text/html"}
"""nginx compresses these, and names their charset, without being told."""


def read_nginx() -> str:
    """Without comments, in one line."""
    return " ".join(re.sub(r"#.*", "", NGINX.read_text(encoding="utf-8")).split())


def find_words(directive: str) -> list[str]:
    """What follows a directive of nginx that stands there once."""
    [words] = re.findall(rf"[;{{}}] {directive} ([^;]*);", read_nginx())
    return str(words).split()


def test_nginx_gives_each_document_its_type() -> None:
    [block] = re.findall(r" types \{([^}]*)\}", read_nginx())
    assert {suffix: kind for kind, suffix in re.findall(r"(\S+) (\S+);", block)} == BARE


def test_nginx_names_the_charset_where_we_do() -> None:
    assert find_words("charset") == ["utf-8"]
    wanted = {row.media_type for row in FORMATS.values() if row.charset == "utf-8"}
    assert set(find_words("charset_types")) | ALWAYS == wanted


def test_nginx_compresses_what_we_compress() -> None:
    assert set(find_words("gzip_types")) | ALWAYS == {BARE[suffix] for suffix in TEXT}
    assert find_words("gzip_min_length") == [str(WORTH_PACKING)]
    assert find_words("gzip_static") == find_words("gzip_vary") == ["on"]


def test_nginx_sends_our_headers_with_every_answer() -> None:
    added = dict(re.findall(r'add_header (\S+) (?:"([^"]*)"|\S+) always;', read_nginx()))
    # They are inherited by no block that has one of its own.
    assert read_nginx().count("add_header") == len(added)
    assert {name: text for name, text in added.items() if text} == SECURITY
    assert added.keys() - SECURITY.keys() == {"Cache-Control", "Allow"}


def test_nginx_lets_copies_be_kept_as_long_as_we_do() -> None:
    caching = re.findall(r"map \$status \$journal_caching \{([^}]*)\}", read_nginx())[0]
    assert f'default "{NOT_KEPT["Cache-Control"]}";' in caching
    assert f'"max-age={LONGEST}";' in caching
    assert f'405 "{", ".join(METHODS)}";' in read_nginx()


def test_caddy_gives_each_document_its_type() -> None:
    found = re.findall(r'@(\w+) path \*\.(\w+)\n\theader @\1 Content-Type "([^"]*)"', CADDY.read_text())
    assert {suffix: kind for _, suffix, kind in found} == {
        form: row.content_type for form, row in FORMATS.items()
    }


def test_caddy_compresses_what_we_compress() -> None:
    [block] = re.findall(r"encode @whole \{(.*?)\n\t\}", CADDY.read_text(), re.DOTALL)
    patterns = re.findall(r"header Content-Type (\S+)\*", block)
    assert {form for form, kind in BARE.items() if kind.startswith(tuple(patterns))} == TEXT
    assert f"minimum_length {WORTH_PACKING}\n" in block


def test_caddy_sends_our_headers_with_every_answer() -> None:
    text = CADDY.read_text()
    [block] = re.findall(r"\(security\) \{\n\theader \{(.*?)\n\t\}", text, re.DOTALL)
    assert dict(re.findall(r'(\S+) "([^"]*)"', block)) == SECURITY
    assert text.count("import security\n") == 2


def test_caddy_lets_copies_be_kept_as_long_as_we_do() -> None:
    kept = re.findall(r'header Cache-Control "([^"]*)"', CADDY.read_text())
    assert kept == [f"max-age={LONGEST}", NOT_KEPT["Cache-Control"]]
    assert f'Allow "{", ".join(METHODS)}"' in CADDY.read_text()
