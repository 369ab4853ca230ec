"""The years of which dates are read: any other is a slip of the finger, or beyond what can be counted."""

YEARS = range(1900, 2200)
SPAN = f"{YEARS.start} to {YEARS.stop - 1}"
"""The same in words, for messages."""
