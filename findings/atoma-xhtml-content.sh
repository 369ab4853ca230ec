#!/bin/sh
# atoma 0.0.17: the text of an Atom entry of type "xhtml" is lost, without an error.
#
# Guess: RFC 4287 (4.1.3) has three types of text in an entry, and a parser of Atom gives each.
# What happens: `content` is None where its type is "xhtml"; the same words of type "html" are there.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check atoma==0.0.17
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import atoma

FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>tag:example.org,2017:journal</id><title>Journal</title><updated>2017-10-02T09:00:00-04:00</updated>
  <author><name>Secretariat</name></author>
  <entry>
    <id>tag:example.org,2017:first-reading</id><title>First reading</title>
    <updated>2017-10-02T09:00:00-04:00</updated><link href="https://example.org/first-reading"/>
    {content}
  </entry>
</feed>"""
XHTML = '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Room 1</p></div></content>'
HTML = '<content type="html">&lt;p&gt;Room 1&lt;/p&gt;</content>'
for kind, content in (("html", HTML), ("xhtml", XHTML)):
    entry = atoma.parse_atom_bytes(FEED.format(content=content).encode()).entries[0]
    print(f"{kind}:", entry.content and entry.content.value)
PYTHON
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
html: <p>Room 1</p>
xhtml: None
SEEN
