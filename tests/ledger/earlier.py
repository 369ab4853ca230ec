"""Ledgers as earlier versions of the program left them, made by undoing the migrations since."""

from sqlalchemy import create_engine

from publisher.ledger.schema import list_schemas, migrate_back

EARLIER = list_schemas()[:-1]


def turn_back(url: str, schema: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        migrate_back(connection, schema)
    engine.dispose()
