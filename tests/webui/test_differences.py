"""An edited article tells what was changed, word by word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import Settings, index, open_engine
from webui import create_app


class Edited:
    """An article that changes, and its page."""

    def __init__(self, place: Path) -> None:
        self.file = place / "a.jsonl"
        self.settings = Settings(index=place / "index")

    def say(self, title: str, body: str, **more: str) -> None:
        self.file.write_text(json.dumps({"id": "a", "title": title, "body": body, **more}))
        assert index([self.file], self.settings).refused == ()

    def page(self, client: FlaskClient | None = None) -> str:
        client = client or create_app(open_engine(self.settings)).test_client()
        return client.get("/articles/a").get_data(as_text=True)


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    edited = Edited(tmp_path)
    edited.say("Hội nghị", "Có 12 người dự.\nKết thúc lúc 9 giờ.")
    return edited


def test_an_article_never_changed_says_nothing_of_it(edited: Edited) -> None:
    assert "đã sửa" not in edited.page()


def test_a_changed_word_is_shown_as_gone_and_come(edited: Edited) -> None:
    edited.say("Hội nghị", "Có 15 người dự.\nKết thúc lúc 9 giờ.")
    page = edited.page()
    assert "đã sửa 1 lần" in page
    assert "<p>Có <del>12</del><ins>15</ins> người dự.</p>" in page
    assert page.count("Kết thúc lúc 9 giờ.") == 1


def test_every_change_is_shown_the_newest_first(edited: Edited) -> None:
    edited.say("Hội nghị (sửa)", "Có 12 người dự.\nKết thúc lúc 9 giờ.")
    edited.say("Hội nghị (sửa)", "Có 12 người dự.\nKết thúc lúc 9 giờ.\nTin thêm.")
    page = edited.page()
    assert "đã sửa 2 lần" in page
    assert page.index("<ins>Tin thêm.</ins>") < page.index("<ins> (sửa)</ins>")


def test_what_was_changed_is_escaped(edited: Edited) -> None:
    edited.say("Hội nghị", "Có <script>alert(1)</script> người dự.")
    edited.say("Hội nghị", "Có <b>15</b> người dự.")
    page = edited.page()
    assert "<script>alert" not in page
    assert "&lt;b&gt;15&lt;/b&gt;" in page


def test_a_vanished_article_says_when_it_was_last_seen(edited: Edited) -> None:
    edited.say("Hội nghị", "Có 12 người dự.", gone="2024-05-06T07:08:09+07:00")
    assert '<time datetime="2024-05-06T07:08:09+07:00">' in edited.page()
    client = create_app(open_engine(edited.settings)).test_client()
    assert "nguồn đã gỡ, thấy lần cuối 6/5/2024" in client.get("/?q=hoi+nghi").text
