"""Settings that say what a portal's articles do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.article import Article
from indexer.errors import UsageError
from indexer.settings import Portal, load_settings
from indexer.sources import Received, Refused, credit, digest

LANG_SON = Portal(name="Cổng Lạng Sơn", path=Path("/tin/ls"), province="Lạng Sơn", office="Ban X")


def credited(article: Article, *portals: Portal, path: str = "/tin/ls/a.txt") -> Article:
    item = Received(article, Path(path), None, digest(article))
    (done,) = credit([item], portals)
    assert isinstance(done, Received)
    assert done.digest == digest(done.article)
    return done.article


def test_an_article_in_a_portals_folder_bears_its_name_province_and_office() -> None:
    article = credited(Article("1"), LANG_SON)
    assert (article.source, article.province, article.office) == (
        "Cổng Lạng Sơn", "Lạng Sơn", "Ban X",
    )  # fmt: skip


def test_what_the_article_says_itself_stays() -> None:
    own = Article("1", source="Báo Y", province="Cao Bằng", office="Phòng Z")
    assert credited(own, LANG_SON) == own


def test_the_deepest_folder_decides() -> None:
    inner = Portal(name="Huyện", path=Path("/tin/ls/cao-loc"))
    assert credited(Article("1"), LANG_SON, inner, path="/tin/ls/cao-loc/a").source == "Huyện"


def test_a_portal_is_known_by_its_host_and_names_articles_that_bear_only_the_host() -> None:
    portal = Portal(name="Cổng tỉnh", host="langson.example", province="Lạng Sơn")
    url = "https://www.langson.example/tin/1"
    article = credited(Article("1", url=url, source="langson.example"), portal)
    assert (article.source, article.province) == ("Cổng tỉnh", "Lạng Sơn")
    other = Article("1", url="https://notlangson.example/1")
    assert credited(other, portal).province == ""


def test_a_portal_is_known_by_its_name() -> None:
    portal = Portal(name="Báo Y", province="Cao Bằng")
    assert credited(Article("1", source="Báo Y"), portal).province == "Cao Bằng"


def test_refusals_pass_unchanged() -> None:
    refused = Refused(Path("/tin/ls/x"), 3, "hỏng", "broken")
    assert list(credit([refused], [LANG_SON])) == [refused]


def test_portals_are_read_from_the_settings_file_with_paths_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "tracuu.toml"
    file.write_text('[[portals]]\npath = "ls"\nprovince = "20"\n')
    assert load_settings(file).portals == (Portal(path=tmp_path / "ls", province="20"),)


@pytest.mark.parametrize("table", ['provinces = "20"', "name = 3", 'province = "20"'])
def test_a_portal_with_an_unknown_key_or_nothing_to_know_it_by_is_refused(
    tmp_path: Path, table: str
) -> None:
    file = tmp_path / "tracuu.toml"
    file.write_text(f"[[portals]]\n{table}\n")
    with pytest.raises(UsageError, match="portals"):
        load_settings(file)
