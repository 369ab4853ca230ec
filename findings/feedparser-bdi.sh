#!/bin/sh
# feedparser 6.0.14: <bdi> is taken out of an item, so a symbol in an Arabic sentence loses its isolation.
#
# Guess: a sanitizer that keeps dir, <bdo>-like marks of direction and HTML5's <time> keeps <bdi> too (HTML 4.5.24).
# What happens: the tag goes and its words stay; <span dir="ltr"> with the same effect passes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check feedparser==6.0.14
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import feedparser

FEED = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Journal</title><link>https://example.org/</link><description>d</description>
<item><guid isPermaLink="false">tag:example.org,2017:first-reading</guid><title>First reading</title>
<description>{words}</description></item></channel></rss>"""
for tag in ("<time>A</time>", "<bdi>A</bdi>", '<span dir="ltr">A</span>'):
    words = f'<p dir="rtl">{tag}</p>'.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    print(tag, "becomes", feedparser.parse(FEED.format(words=words)).entries[0].summary)
PYTHON
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
<time>A</time> becomes <p dir="rtl"><time>A</time></p>
<bdi>A</bdi> becomes <p dir="rtl">A</p>
<span dir="ltr">A</span> becomes <p dir="rtl"><span dir="ltr">A</span></p>
SEEN
