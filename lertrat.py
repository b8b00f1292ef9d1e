"""The front door: the command `lertrat`, and `connect` for programs. Everything else is inside."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from graph_api.token_app import token
from ingest.backup_app import backup, restore
from ingest.given_options import AllowOption, FollowOption, MappingOption, PathsArgument
from ingest.review_app import review
from queries.home_option import DEFAULT_HOME, HomeOption
from queries.versions_app import versions

if TYPE_CHECKING:
    from ingest.given import Given
    from queries.client import Client
    from queries.engine import EmbeddedEngine
    from queries.versions import Home

__all__ = ["app", "connect", "main"]

REFUSED = 1

errors = Console(stderr=True, highlight=False, soft_wrap=True)
app = typer.Typer(
    help="The knowledge graph of Thai government bodies and of the award รางวัลเลิศรัฐ.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

HostOption = Annotated[
    str | None, typer.Option("--host", help="The address to listen on (127.0.0.1, or LERTRAT_HOST).")
]
PortOption = Annotated[
    int | None, typer.Option("--port", min=0, max=65535, help="The port (8000, or LERTRAT_PORT).")
]
WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, max=64, help="Processes that answer queries.")
]
PairsArgument = Annotated[list[str] | None, typer.Argument(metavar="[KEY=VALUE]...", help="Parameters.")]


def connect(home_or_url: str | Path) -> "Client":
    """A client of a home's current version, or of the SPARQL endpoint at an http(s) address."""
    from queries.client import connect as open_client

    return open_client(home_or_url)


@app.command()
def up(
    home: HomeOption = DEFAULT_HOME,
    host: HostOption = None,
    port: PortOption = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the home page in the browser.")] = False,
) -> None:
    """Build the graph if there is none yet, or of older facts, then serve it.

    Example: `lertrat up --port 8080`
    """
    from ingest.build import is_current

    if not is_current(_home(home)):
        _build(home)
    _serve(home, host, port, None, open_)


@app.command()
def build(home: HomeOption = DEFAULT_HOME) -> None:
    """Build a new version from the shipped sources and the kept texts.

    Example: `lertrat build --home /tmp/graph`
    """
    _build(home)


@app.command()
def ingest(
    paths: PathsArgument = None,
    follow_list: FollowOption = None,
    allow_host: AllowOption = None,
    mapping: MappingOption = None,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Read texts and add what they state to the graph; files that did not change are not read again.

    Example: `lertrat ingest news/ page.html letters.zip`
    """
    from ingest.build import ingest as ingest_paths
    from queries.terminal import report_on

    given = _given(paths, follow_list, allow_host, mapping)
    report = report_on(errors, lambda watch: ingest_paths(_home(home), given, watch, watch.advance))
    if report.intake.refused:
        raise typer.Exit(REFUSED)


@app.command()
def forget(
    names: Annotated[
        list[str], typer.Argument(metavar="PATH|KEY...", help="Files, folders, or keys of texts.")
    ],
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Take texts out of the graph again, with all that rests on them alone.

    Example: `lertrat forget news/2566.txt`
    """
    from ingest.build import forget as forget_texts
    from queries.terminal import report_on

    report_on(errors, lambda watch: forget_texts(_home(home), names, watch))


@app.command()
def extract(
    paths: PathsArgument = None,
    follow_list: FollowOption = None,
    allow_host: AllowOption = None,
    mapping: MappingOption = None,
) -> None:
    """Print what texts state, one JSON object a document; nothing is kept.

    Example: `lertrat extract news/ > found.jsonl`
    """
    from ingest.extraction import write_lines

    def tell(refusal: object) -> None:
        errors.print(f"refused: {refusal}", style="red", markup=False)

    given = _given(paths, follow_list, allow_host, mapping)
    read, refused = write_lines(given, sys.stdout.write, tell)
    if refused:
        errors.print(f"{read} read, {refused} refused")
        raise typer.Exit(REFUSED)


@app.command()
def columns(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A list of winners.")],
    write: Annotated[bool, typer.Option("--write", help="Keep it beside the list, to be corrected.")] = False,
) -> None:
    """Show how the columns of a list of winners are read, and why.

    Example: `lertrat columns winners.xlsx --write`
    """
    from ingest.tabular.proposal import FIELDS, keep_mapping, propose_columns_of
    from queries.terminal import print_table

    print_table(FIELDS, propose_columns_of(file))
    if write:
        errors.print(f"{keep_mapping(file)}: correct the roles there; they are obeyed from now on")


@app.command()
def serve(
    home: HomeOption = DEFAULT_HOME,
    host: HostOption = None,
    port: PortOption = None,
    workers: WorkersOption = None,
) -> None:
    """Serve the current version: pages, linked data, SPARQL and REST.

    Example: `lertrat serve --workers 4`
    """
    _home(home).current()
    _serve(home, host, port, workers, False)


@app.command()
def sparql(
    file: Annotated[
        str, typer.Argument(metavar="[FILE|-]", help="A file with a query, or - for standard input.")
    ] = "-",
    format_: Annotated[
        str, typer.Option("--format", "-f", help="table, csv, tsv, json, xml, ttl, nt, jsonld.")
    ] = "table",
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Answer a SPARQL query.

    Example: `echo 'ASK { ?s ?p ?o }' | lertrat sparql`
    """
    from queries.terminal import print_answer

    text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
    print_answer(_engine(home), text, format_)


@app.command()
def query(
    name: Annotated[str | None, typer.Argument(help="A question of the catalogue; none: list them.")] = None,
    pairs: PairsArgument = None,
    format_: Annotated[
        str, typer.Option("--format", "-f", help="table, csv, tsv, json, xml, ttl, nt, jsonld.")
    ] = "table",
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Ask a question of the catalogue.

    Example: `lertrat query awards body=tisi edition=2566`
    """
    from queries.catalogue import catalogue, find
    from queries.terminal import print_answer, print_table, split_pairs

    if name is None:
        lists = [q for q in catalogue().values() if q.folder == "lists"]  # the others are panels of pages
        rows = [[q.name, ", ".join(q.params), q.summary] for q in lists]
        print_table(["question", "parameters", "summary"], rows)
        return
    print_answer(_engine(home), find(name).bind(**split_pairs(pairs)), format_)


@app.command()
def draw(
    name: Annotated[str, typer.Argument(help="A picture: body, ...")],
    pairs: PairsArgument = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", dir_okay=False, help="The HTML file to write.")
    ] = Path("picture.html"),
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Draw a picture that opens offline in any browser.

    Example: `lertrat draw body body=msdhs -o msdhs.html`
    """
    from queries.terminal import split_pairs
    from visualizations.pictures import draw as draw_picture

    page = draw_picture(name, _engine(home).rows, **split_pairs(pairs))
    output.write_text(page, encoding="utf-8")
    errors.print(f"{output} ({len(page) // 1024} kB)")


@app.command()
def export(
    format_: Annotated[str, typer.Option("--format", "-f", help="nq, trig, jsonld, ttl, nt, rdf.")] = "nq",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", dir_okay=False, help="None: standard output.")
    ] = None,
    home: HomeOption = DEFAULT_HOME,
) -> None:
    """Write the current version as RDF; formats without graphs hold the settled statements alone.

    Example: `lertrat export --format ttl -o lertrat.ttl`
    """
    from queries.export import write_export, write_export_file

    version = _home(home).current()
    if output is None:
        write_export(version, format_, sys.stdout.buffer)
    else:
        write_export_file(version, format_, output)


@app.command()
def check(home: HomeOption = DEFAULT_HOME) -> None:
    """Check the facts, then the current version: its dump, its store, its shapes, every question's example.

    Example: `lertrat check`
    """
    from ingest.examination import examine

    sys.stdout.writelines(f"{line}\n" for line in examine(_home(home)))


app.command()(review)


@app.command()
def tidy() -> None:
    """Write the tables of facts in canonical form, and mint a key for every award that has none.

    Example: `lertrat tidy`
    """
    from ingest.canonical import tidy as tidy_sources

    changed = tidy_sources()
    errors.print(
        "\n".join([*(f"{path}: written anew" for path in changed), f"{len(changed)} tables changed"])
    )


@app.command()
def status(
    home: HomeOption = DEFAULT_HOME,
    quality: Annotated[
        bool, typer.Option("--quality", help="Tell how complete and how well founded it is.")
    ] = False,
) -> None:
    """Tell what the home holds, and how good it is.

    Example: `lertrat status --quality`
    """
    from queries.overview import describe_home, quality_questions
    from queries.terminal import print_answer, print_table

    print_table(["", ""], describe_home(_home(home)))
    for text in quality_questions() if quality else ():
        sys.stdout.write("\n")
        print_answer(_engine(home), text)


@app.command()
def docs(
    output: Annotated[
        Path, typer.Option("-o", "--output", file_okay=False, help="The folder to write.")
    ] = Path("docs"),
) -> None:
    """Write the documentation of the ontology and of every concept scheme, as pages that need no server.

    Example: `lertrat docs -o site`
    """
    from graph_api.documentation import export_documentation

    errors.print(f"open {export_documentation(output)}")


app.command()(versions)
app.command()(backup)
app.command()(token)
app.command()(restore)


def main() -> None:
    """The command; an error that is meant for people is told in one line, with exit code 1."""
    try:
        app()
    except BrokenPipeError:  # the reader of our output has left: nothing to tell
        sys.stderr.close()
    except Exception as error:
        from queries.terminal import describe_error

        told = describe_error(error)
        if told is None:
            raise
        errors.print(f"lertrat: {told}", style="red", markup=False)
        raise SystemExit(REFUSED) from None


def _home(path: Path) -> "Home":
    from queries.versions import Home

    return Home(path)


def _engine(home: Path) -> "EmbeddedEngine":
    from queries.engine import EmbeddedEngine

    return EmbeddedEngine.on_disk(_home(home).current().store_folder)


def _build(home: Path) -> None:
    from ingest.build import build as build_version
    from queries.terminal import report_on

    report_on(errors, lambda watch: build_version(_home(home), watch))


def _serve(home: Path, host: str | None, port: int | None, workers: int | None, open_browser: bool) -> None:
    from graph_api.server import serve as serve_settings
    from graph_api.server import tell_and_open
    from graph_api.settings import Settings

    settings = Settings.from_environment(home=home, host=host, port=port, workers=workers)
    serve_settings(settings, tell_and_open if open_browser else print)


def _given(
    paths: list[str] | None, follow_list: Path | None, hosts: list[str] | None, mapping: Path | None
) -> "Given":
    from ingest.given import Given

    return Given(paths or (), follow_list, hosts or (), mapping)


if __name__ == "__main__":
    main()
