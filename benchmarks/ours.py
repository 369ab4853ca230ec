"""Our own command line for the benchmarks: `python -m benchmarks.ours COMMAND…`.

After `--pages-only` it prints what the peers print and no more: a page each, an index and one feed.
"""

import sys

from publisher.cli.main import main


def print_pages_only() -> None:
    """Leaves the printers whose documents the peers have too."""
    from benchmarks import one_feed
    from publisher import press
    from publisher.journal.pages import entry_page, home_page

    press.PRINTERS = (entry_page, home_page, one_feed)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--pages-only"]:
        del sys.argv[1]
        print_pages_only()
    main()
