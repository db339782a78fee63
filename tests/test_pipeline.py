"""The road from text to graph, with the real models."""

from dataclasses import replace
from pathlib import Path

import pytest

import graphkit
from graphkit.building import build
from graphkit.errors import GraphkitError, UsageError
from graphkit.facts import Status
from graphkit.pipeline import Failure, Pipeline, extract
from graphkit.settings import Settings, load
from graphkit.store.store import GraphStore
from graphkit.text import Article

# Plain sentences, far above what the scorer asks for.
ENGLISH = "The United States imposed sanctions on Iran.\nNorth Korea threatened South Korea."
INDONESIAN = "Amerika Serikat menjatuhkan sanksi kepada Iran.\nKorea Utara mengancam Korea Selatan."
CLAIMS = {("USA", "sanctions", "IRN"), ("PRK", "threatens", "KOR")}


def articles(count: int) -> list[Article]:
    both = (("en", ENGLISH), ("id", INDONESIAN))
    return [
        Article(f"a{n}", both[n % 2][0], "", both[n % 2][1] + "\nThe end." * (n // 2)) for n in range(count)
    ]


@pytest.fixture(scope="module")
def road() -> Pipeline:
    return Pipeline(load())


def test_an_unknown_language_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match='no language pack for "jv"') as caught:
        Pipeline(Settings(language="jv"))
    assert "id" in (caught.value.hint or "")


def test_the_name_of_a_language_is_understood() -> None:
    assert Pipeline(Settings(language="Indonesian")).language == "id"


def test_without_models_articles_fail_and_the_store_is_whole(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{ENGLISH} {name}")
    report = build([tmp_path], Settings(store=tmp_path / "kg", models=str(tmp_path)))
    assert report.read == 0
    assert all("no Stanza models for 'en'" in failure.reason for failure in report.failures)
    assert len({failure.reason for failure in report.failures}) == 2
    assert "graphkit models fetch en" in (report.failures[0].hint or "")
    with GraphStore.open(tmp_path / "kg") as store:
        assert store.stats().articles == 0


def test_two_articles_with_one_id_are_not_mixed_up(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id":"1","text":"one","lang":"en"}\n{"id":"1","text":"two","lang":"en"}\n')
    failures: list[Failure] = []
    found = list(Pipeline().read([path], on_failure=failures.append))
    assert [article.text for article in found] == ["one"]
    assert [str(failure) for failure in failures] == ["article 1: the id belongs to another article"]


def test_the_line_of_versions_changes_with_what_is_known(tmp_path: Path) -> None:
    plain = Pipeline().run
    assert plain == Pipeline(Settings(threads=3)).run
    assert plain.startswith("graphkit 0.")
    (tmp_path / "actors.toml").write_text("")
    assert Pipeline(Settings(actors=tmp_path)).run != plain
    (tmp_path / "en" / "pos").mkdir(parents=True)
    (tmp_path / "en" / "pos" / "any.pt").write_bytes(b"weights")
    assert Pipeline(Settings(models=str(tmp_path))).run != plain


@pytest.mark.model
def test_articles_of_two_languages_come_out_in_their_order(road: Pipeline) -> None:
    given = articles(6)
    found = list(road.readings(given, on_failure=lambda failure: pytest.fail(str(failure))))
    assert [reading.document.article for reading in found] == given
    for reading in found:
        claims = {(s.source.principal.code, s.relation, s.target.principal.code) for s in reading.statements}
        assert claims >= CLAIMS


@pytest.mark.model
def test_workers_find_the_same_in_the_same_order(road: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphkit.pipeline._WINDOW", 2)
    crew = Pipeline(replace(road.settings, jobs=2))
    failures: list[Failure] = []
    found = list(crew.readings(articles(5), on_failure=failures.append))
    assert found == list(road.readings(articles(5), on_failure=failures.append))
    assert failures == []


def test_failures_come_back_from_workers(tmp_path: Path) -> None:
    crew = Pipeline(Settings(models=str(tmp_path), jobs=2))
    failures: list[Failure] = []
    assert list(crew.readings(articles(2), on_failure=failures.append)) == []
    assert sorted(failure.reason.split(":")[0] for failure in failures) == ["article a0", "article a1"]
    assert all(failure.hint for failure in failures)


@pytest.mark.model
def test_a_failing_article_costs_only_itself(road: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = road.interpret

    def interpret(document: object) -> object:
        if document.article.id == "a1":  # type: ignore[attr-defined]
            raise IndexError("out of range")
        return whole(document)  # type: ignore[arg-type]

    monkeypatch.setattr(road, "interpret", interpret)
    failures: list[Failure] = []
    found = [r.document.article.id for r in road.readings(articles(4), on_failure=failures.append)]
    assert found == ["a0", "a2", "a3"]
    assert [str(failure) for failure in failures] == ["article a1: IndexError: out of range"]


@pytest.mark.model
def test_building_in_two_steps_gives_the_graph_of_one(tmp_path: Path) -> None:
    for name, text in (("a.txt", ENGLISH), ("b.txt", INDONESIAN)):
        (tmp_path / name).write_text(text)
    settings = load()
    both, first, second = tmp_path / "a.txt", tmp_path / "a.txt", tmp_path / "b.txt"
    steps = Settings(store=tmp_path / "steps", models=settings.models)
    assert build([first], steps).read == 1
    report = build([first, second], steps)
    assert (report.read, report.skipped) == (1, 1)
    once = Settings(store=tmp_path / "once", models=settings.models)
    report = build([second, both, both], once)
    assert (report.read, report.skipped) == (2, 1)
    with GraphStore.open(tmp_path / "steps") as one, GraphStore.open(tmp_path / "once") as other:
        assert list(one.reports()) == list(other.reports())
        assert sorted(map(str, one.quads())) == sorted(map(str, other.quads()))


@pytest.mark.model
def test_one_text_is_read_without_a_store(road: Pipeline) -> None:
    reading = extract(INDONESIAN, pipeline=road, published="2024-03-04")
    assert reading.document.article.language == "id"
    assert reading.document.article.published == "2024-03-04"
    assert reading.statements


@pytest.mark.model
def test_text_in_another_language_is_refused(road: Pipeline) -> None:
    with pytest.raises(GraphkitError, match='no language pack for "de"'):
        extract("Der Bundeskanzler hat den französischen Präsidenten in Berlin getroffen.", pipeline=road)


@pytest.mark.model
def test_the_names_of_the_package_walk_the_same_road(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ENGLISH)
    report = graphkit.build(tmp_path / "a.txt", store=tmp_path / "kg")
    assert (report.read, report.failures) == (1, [])
    found = graphkit.extract(ENGLISH, language="en", date="2024-03-04")
    assert {statement.status for statement in found} == {Status.ACTUAL}
    graph = graphkit.to_networkx(tmp_path / "kg")
    assert graph.has_edge("United_States", "Iran")
    page = graphkit.view(tmp_path / "kg", title="One article")
    page.save(tmp_path / "graph.html")
    assert "One article" in (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert sorted(page._repr_mimebundle_()) == ["image/svg+xml", "text/html"]


def test_a_room_does_not_hide_the_function_of_its_name() -> None:
    from graphkit.extract import rules

    assert rules.__name__ == "graphkit.extract.rules"
    with pytest.raises(UsageError, match='no language pack for "jv"'):
        graphkit.extract("NATO", language="jv")


def test_the_package_has_no_other_names() -> None:
    assert set(graphkit.__all__) <= set(dir(graphkit))
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = graphkit.nonsense  # type: ignore[attr-defined]
