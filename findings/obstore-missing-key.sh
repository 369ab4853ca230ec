#!/bin/sh
# obstore 0.12.1: a missing key raises no exception of obstore's own.
#
# Guess: `obstore.exceptions` has a NotFoundError beneath its BaseError, so a missing key raises that one.
# What happens: it raises Python's FileNotFoundError, which is no BaseError; `except NotFoundError` and
# `except BaseError` both let it through. A key that is there already raises AlreadyExistsError, as one would guess.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check obstore==0.12.1
"$folder/venv/bin/python" - >"$folder/seen" <<'PYTHON'
import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import MemoryStore

store = MemoryStore()
print("NotFoundError is a BaseError:", issubclass(NotFoundError, BaseError))
try:
    obstore.get(store, "journal.rss")
except Exception as error:
    print("missing key:", type(error).__name__, "is a BaseError:", isinstance(error, BaseError))
obstore.put(store, "journal.rss", b"first", mode="create")
try:
    obstore.put(store, "journal.rss", b"second", mode="create")
except Exception as error:
    print("taken key:", type(error).__name__, "is a BaseError:", isinstance(error, BaseError))
PYTHON
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
NotFoundError is a BaseError: True
missing key: FileNotFoundError is a BaseError: False
taken key: AlreadyExistsError is a BaseError: True
SEEN
