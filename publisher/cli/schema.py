"""`publisher schema`: the JSON Schemas by which an editor helps and warns while one types."""

from pathlib import Path

import click


@click.command()
@click.argument("name", type=click.Choice(["config", "front-matter", "translation"]), required=False)
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="Write all three to a folder.")
def schema(name: str | None, into: Path | None) -> None:
    """Print the JSON Schema of config.toml, of an announcement's fields or of a translation's."""
    from publisher.config.schema import make_schemas, write_schema

    schemas = make_schemas()
    if into is None and name is None:
        raise click.UsageError("name one of " + ", ".join(schemas) + ", or a folder with --into")
    if into is None:
        click.echo(write_schema(schemas[name or ""]), nl=False)
        return
    into.mkdir(parents=True, exist_ok=True)
    for each, made in schemas.items():
        path = into / f"{each}.json"
        path.write_text(write_schema(made), encoding="utf-8")
        click.echo(str(path))
