"""Our own command line for the benchmarks: `python -m benchmarks.ours [--pages-only] COMMAND…`.

With `--pages-only` it prints what the peers print and no more: a page each, an index and one feed.
"""

import sys

from publisher import press
from publisher.cli.main import main
from publisher.feeds import rss
from publisher.journal.pages import entry_page, home_page

if __name__ == "__main__":
    if sys.argv[1:2] == ["--pages-only"]:
        del sys.argv[1]
        press.PRINTERS = (entry_page, home_page, rss)
    main()
