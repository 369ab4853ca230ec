#!/bin/sh
# SQLAlchemy 2.1.9: the warning about Row.tuple() recommends Row._tuple(), which warns in its turn.
#
# Guess: who follows the advice of a deprecation is rid of the warning.
# What happens: Row.tuple() is "deprecated in favor of Row._tuple()", and Row._tuple() is deprecated since 2.1.0 too:
# a row is a tuple now and is unpacked as it is. Result.tuples() warns as well. Where warnings are errors (pytest's
# filterwarnings), all three raise; no type checker says so beforehand, for none is marked with typing.deprecated.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sqlalchemy==2.1.9
"$folder/venv/bin/python" -W error - >"$folder/seen" <<'PYTHON'
import sqlalchemy as sa

with sa.create_engine("sqlite://").connect() as connection:
    query = sa.select(sa.literal(1), sa.literal("first reading"))
    row = connection.execute(query).one()
    number, title = row
    print("unpacked:", number, title)
    for name, call in (
        ("Row.tuple()", row.tuple),
        ("Row._tuple()", row._tuple),
        ("Result.tuples()", connection.execute(query).tuples),
    ):
        try:
            call()
            print(name, "is silent")
        except sa.exc.SADeprecationWarning as warning:
            advice = "use Row._tuple()" if "in favor of Row._tuple()" in str(warning) else "unpack the row"
            print(name, "is deprecated:", advice)
        print("  marked for type checkers:", hasattr(call, "__deprecated__"))
PYTHON
cat "$folder/seen"
diff - "$folder/seen" <<'SEEN'
unpacked: 1 first reading
Row.tuple() is deprecated: use Row._tuple()
  marked for type checkers: False
Row._tuple() is deprecated: unpack the row
  marked for type checkers: False
Result.tuples() is deprecated: unpack the row
  marked for type checkers: False
SEEN
