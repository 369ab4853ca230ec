"""The tables of config.toml that most tests have; a test replaces words in them, or adds its own."""

import json

PUBLICATION = """[publication]
id = "example.org,2017:test"
title = "Test Journal"
base_url = "https://example.org/journal/"
timezone = "America/New_York"
languages = ["en", "fr"]
"""
SITE = """
[outlets.site]
kind = "directory"
path = "public"
serves = true
"""
ROADMAP = """
[roadmaps.modalities]
title = "Modalities"
letter = 2017-09-13
"""
FIRST_READING = {"when": "2 October (afternoon)", "what": "1st reading"}


def write_milestone(milestone: str, **keys: str) -> str:
    """A line of the roadmap `modalities`, to stand below ROADMAP."""
    values = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items())
    return f'\n[[roadmaps.modalities.milestones]]\nid = "{milestone}"\n{values}'
