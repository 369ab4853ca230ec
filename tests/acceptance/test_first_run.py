"""The first `run` on the shipped sample: an old roadmap is archived, and the Journal is served."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup

from tests.acceptance.publication import (
    BASE_URL,
    SAMPLE,
    Publication,
    Running,
    files_of,
    find_feeds,
    make_sample,
    read_feed,
    slug_of,
)

LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Publication]:
    publication = make_sample(tmp_path_factory.mktemp("first-run"))
    publication.serve()
    yield publication
    publication.close()


@pytest.fixture
def site(published: Publication) -> Running:
    return published.started[0]


def test_the_bare_address_is_the_journal(site: Running) -> None:
    reply = site.get("/")
    soup = BeautifulSoup(reply.body, "html.parser")
    assert reply.status == 200
    assert soup.title is not None
    assert soup.title.text == "Journal of Consultations"
    shown = {slug_of(str(link["href"])) for link in soup.select("main .entry a[href]")}
    assert shown == set(SAMPLE)


def test_every_page_announces_the_feed_of_its_language(site: Running) -> None:
    for page in ("/", "/fr/index.html", "/ar/entries/first-reading.html", "/en/roadmaps/modalities.html"):
        language = page.split("/")[1] or "en"
        assert find_feeds(site, page)[language] == f"/{language}/journal.rss"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_feed_found_through_the_page_parses(site: Running, language: str) -> None:
    reply = site.get(find_feeds(site, f"/{language}/index.html")[language])
    feed = read_feed(reply.body)
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert feed.feed.language == language
    assert feed.feed.title == "Journal of Consultations"


def test_the_english_feed_has_an_item_for_each_archived_entry(published: Publication, site: Running) -> None:
    plan = {item["announcement"]: item for item in published.json("plan")}
    archived = {slug: item for slug, item in plan.items() if item["state"] == "archived"}
    entries = {slug_of(entry.link): entry for entry in read_feed(site.get("/en/journal.rss").body).entries}
    assert set(archived) == set(SAMPLE)
    assert set(entries) == set(archived)
    for slug, item in archived.items():
        due = datetime.fromisoformat(item["at"])
        assert entries[slug].published_parsed[:6] == due.timetuple()[:6], slug


def test_every_page_that_a_feed_links_to_is_served(site: Running) -> None:
    for language in LANGUAGES:
        entries = read_feed(site.get(f"/{language}/journal.rss").body).entries
        assert len(entries) == len(SAMPLE)
        for entry in entries:
            assert entry.link.startswith(BASE_URL + language)
            reply = site.get("/" + entry.link.removeprefix(BASE_URL))
            assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_every_link_leads_somewhere_and_every_page_is_linked(published: Publication, site: Running) -> None:
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        page = waiting.pop()
        seen.add(page)
        reply = site.get(page)
        assert reply.status == 200, page
        if reply.headers["content-type"].startswith("text/html"):
            soup = BeautifulSoup(reply.body, "html.parser")
            targets = (urljoin(page, str(link["href"])) for link in soup.select("a[href], link[href]"))
            inside = (target.removeprefix(BASE_URL[:-1]).partition("#")[0] for target in targets)
            waiting += [path for path in inside if path.startswith("/") and path not in {*seen, *waiting}]
    pages = {f"/{path}" for path in files_of(published.public) if path.endswith(".html")}
    assert pages - seen <= {"/index.html", "/404.html"}
    assert len(pages) >= 6 * 6 + 1


@pytest.mark.parametrize(
    "path",
    [
        "/.printing.json",
        "/%2eprinting.json",
        "/en/../.printing.json",
        "/../config.toml",
        "/..%2fconfig.toml",
        "/%2e%2e/ledger.sqlite",
        "/en/%2e%2e/%2e%2e/ledger.sqlite",
        "//etc/passwd",
        "/%00",
    ],
)
def test_what_is_not_for_readers_is_not_there(site: Running, path: str) -> None:
    assert site.get(path).status == 404


@pytest.mark.parametrize(
    "path", ["/", "/en/journal.rss", "/assets/journal.css", "/assets/icon.svg", "/en/nothing.html"]
)
def test_every_answer_carries_the_security_headers(site: Running, path: str) -> None:
    headers = site.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_a_reader_that_has_the_feed_is_told_so_in_a_few_bytes(site: Running) -> None:
    first = site.get("/en/journal.rss")
    again = site.get("/en/journal.rss", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_only_reading_is_possible(site: Running) -> None:
    assert site.get("/", "HEAD").status == 200
    assert site.get("/", "HEAD").body == b""
    for method in ("POST", "PUT", "DELETE"):
        assert site.get("/", method).status == 405


def test_the_terminal_and_not_the_page_says_what_to_do_next(site: Running) -> None:
    site.wait_for("Nothing is planned. `make demo`.*`publisher new`")
    assert b"make demo" not in site.get("/").body


def test_a_reader_sees_that_these_entries_were_archived_and_when_they_were_due(site: Running) -> None:
    page = BeautifulSoup(site.get("/en/entries/first-reading.html").body, "html.parser")
    history = page.select_one(".history")
    assert history is not None
    assert "27 September 2017" in history.text
    assert history.select_one(".archived") is not None
