"""The style sheet of the timeline, and the digest by which a browser is told that it is ours."""

import hashlib
from base64 import b64encode
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "static" / "timeline.css"


@cache
def read_style() -> str:
    """What a page links to, and what a picture that stands alone brings along."""
    return SOURCE.read_text(encoding="utf-8")


def style_source() -> str:
    """Its entry in a `style-src` of a Content-Security-Policy: "sha256-…" over the text of the element."""
    digest = b64encode(hashlib.sha256(read_style().encode()).digest()).decode()
    return f"'sha256-{digest}'"
