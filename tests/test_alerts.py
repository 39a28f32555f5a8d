"""Saved searches: what is new is delivered once, wherever it goes."""

from __future__ import annotations

import contextlib
import email
import email.policy
import json
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from xml.etree import ElementTree

import pytest

from indexer import Settings, index
from indexer.alerts.state import opened

ATOM = "{http://www.w3.org/2005/Atom}"


class Library:
    """Articles in a file, their index, and alerts on it."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.settings = Settings(index=place / "index")
        self.toml = place / "alerts.toml"
        self._lines: list[str] = []

    def add(self, *titles: str, **more: str) -> None:
        """New articles, by title."""
        for title in titles:
            record = {
                "id": str(len(self._lines)),
                "title": title,
                "body": f"Tin về {title}.",
                "province": "Lạng Sơn",
            }
            self._lines.append(json.dumps({**record, "published": "2024-05-06", **more}))
        file = self.place / "articles.jsonl"
        file.write_text("\n".join(self._lines) + "\n")
        assert index([file], self.settings).refused == ()

    def alert(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from indexer.cli import main; main()"]
        command += ["--index", str(self.settings.index), "alert", str(self.toml), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    def news(self) -> list[list[str]]:
        """The titles that an alert on standard output tells now, by line."""
        done = self.alert()
        assert (done.returncode, done.stderr) == (0, "")
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        return [[hit["title"] for hit in line["new"]] for line in lines]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library(tmp_path)
    library.add("Thi đua ở Cao Lộc", "Thời tiết hôm nay")
    return library


class MailServer:
    """A real SMTP server on loopback that keeps what it is sent."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.port = 0

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        keep = self.messages

        class Session(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 here\r\n")
                while line := self.rfile.readline():
                    word = line[:4].upper()
                    if word == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        text = b"".join(iter(self.rfile.readline, b".\r\n"))
                        policy = email.policy.default
                        keep.append(email.message_from_bytes(text, policy=policy))  # type: ignore[arg-type]
                    self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 OK\r\n")
                    if word == b"QUIT":
                        break

        with socketserver.ThreadingTCPServer(("127.0.0.1", self.port), Session) as server:
            self.port = server.server_address[1]
            thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
            thread.start()
            yield
            server.shutdown()
            thread.join()


def test_news_come_once(library: Library) -> None:
    library.toml.write_text('[[alert]]\nname = "A"\nquery = "thi đua"\n')
    assert library.news() == [["Thi đua ở Cao Lộc"]]
    assert library.news() == []
    library.add("Phong trào thi đua mới", "Bóng đá")
    assert library.news() == [["Phong trào thi đua mới"]]
    assert library.news() == []


def test_an_article_with_an_old_date_is_news_when_it_comes(library: Library) -> None:
    library.toml.write_text('[[alert]]\nname = "A"\nquery = "thi đua"\n')
    library.news()
    library.add("Thi đua năm xưa", published="1999-01-02")
    assert library.news() == [["Thi đua năm xưa"]]


def test_an_alert_narrows_by_place_and_day(library: Library) -> None:
    library.add("Thi đua ở Đình Lập", published="2020-01-02")
    library.toml.write_text(
        '[[alert]]\nname = "A"\nquery = "thi đua"\ndistricts = ["Cao Lộc"]\n'
        '[[alert]]\nname = "B"\nquery = "thi đua"\nto = "2020"\n'
        '[[alert]]\nname = "C"\nquery = "thi đua"\nfrom = 2024-05-07\n'
    )
    assert library.news() == [["Thi đua ở Cao Lộc"], ["Thi đua ở Đình Lập"]]


def test_an_alert_without_words_tells_every_new_article(library: Library) -> None:
    library.toml.write_text('[[alert]]\nname = "A"\n')
    assert sorted(library.news()[0]) == ["Thi đua ở Cao Lộc", "Thời tiết hôm nay"]


def test_of_very_many_the_newest_are_told_and_the_rest_counted(library: Library) -> None:
    library.add(*(f"Hội nghị số {n}" for n in range(130)))
    library.toml.write_text('[[alert]]\nname = "A"\nquery = "hội nghị"\n')
    line = json.loads(library.alert().stdout)
    assert (len(line["new"]), line["more"]) == (100, 30)
    assert library.news() == []


def test_an_atom_file_keeps_its_news_and_gains_new_ones(library: Library) -> None:
    library.toml.write_text(
        'site = "https://tra.cuu/goc"\n[[alert]]\nname = "A"\nquery = "thi đua"\natom = "a.atom"\n'
    )
    assert library.alert().stdout == ""
    library.add("Thi đua <mới> & khác")
    assert library.alert().returncode == 0
    root = ElementTree.parse(library.place / "a.atom").getroot()
    entries = root.findall(f"{ATOM}entry")
    assert {e.findtext(f"{ATOM}title") for e in entries} == {
        "Thi đua ở Cao Lộc",
        "Thi đua <mới> & khác",
    }
    links = {link.get("href") for link in root.iter(f"{ATOM}link")}
    assert links == {f"https://tra.cuu/goc/articles/?id={n}" for n in (0, 2)}
    before = (library.place / "a.atom").stat().st_mtime_ns
    library.alert()
    assert (library.place / "a.atom").stat().st_mtime_ns == before


def test_a_mail_tells_the_news(library: Library) -> None:
    server = MailServer()
    with server.open():
        library.toml.write_text(
            f'[smtp]\nport = {server.port}\nhost = "127.0.0.1"\nsender = "tracuu@example.vn"\n'
            '[[alert]]\nname = "Của tôi"\nquery = "thi đua"\nmail = "a@example.vn"\n'
        )
        assert library.alert().returncode == 0
        assert library.alert().returncode == 0
    (message,) = server.messages
    assert message["Subject"] == "Tra cứu: 1 bài mới – Của tôi"
    assert (message["From"], message["To"]) == ("tracuu@example.vn", "a@example.vn")
    assert message["Message-ID"]
    assert "Thi đua ở Cao Lộc\n2024-05-06" in message.get_content().replace("\r", "")


def test_a_mail_that_could_not_be_sent_is_sent_at_the_next_run(library: Library) -> None:
    server = MailServer()
    with server.open():
        pass
    library.toml.write_text(
        f'[smtp]\nport = {server.port}\nhost = "127.0.0.1"\nsender = "tracuu@example.vn"\n'
        '[[alert]]\nname = "A"\nquery = "thi đua"\nmail = "a@example.vn"\n'
        '[[alert]]\nname = "B"\nquery = "thời tiết"\n'
    )
    done = library.alert()
    assert done.returncode == 1
    assert done.stderr.startswith("A: không gửi được")
    assert json.loads(done.stdout)["alert"] == "B"
    socketserver.ThreadingTCPServer.allow_reuse_address = True
    with server.open():
        assert library.alert().returncode == 0
    assert len(server.messages) == 1


def test_a_dry_run_prints_and_remembers_nothing(library: Library) -> None:
    library.toml.write_text('[[alert]]\nname = "A"\nquery = "thi đua"\natom = "a.atom"\n')
    assert json.loads(library.alert("--dry-run").stdout)["new"][0]["id"] == "0"
    assert not (library.place / "a.atom").exists()
    assert json.loads(library.alert("--dry-run").stdout)["new"][0]["id"] == "0"


def test_two_runs_at_once_do_not_tell_twice(library: Library) -> None:
    library.toml.write_text('[[alert]]\nname = "A"\nquery = "thi đua"\n')
    with opened(library.place / "alerts.db"):
        done = library.alert()
    assert (done.returncode, done.stdout) == (75, "")
    assert "lượt báo tin khác" in done.stderr


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("", "chưa có bảng [[alert]]"),
        ('[[alert]]\nquery = "a"\n', "thiếu “name”"),
        ('[[alert]]\nname = "A"\nqery = "a"\n', "không có khoá “qery”. Ý bạn là “query”?"),
        ('[[alert]]\nname = "A"\n[[alert]]\nname = "A"\n', "có hai báo tin “A”"),
        ('[[alert]]\nname = "A"\nfrom = "hôm qua"\n', "“from” phải là ngày"),
        ('[[alert]]\nname = "A"\nmail = "a@b"\n', "“sender”"),
        ("[[alert", "Không đọc được tệp báo tin"),
    ],
)
def test_a_wrong_alerts_file_is_one_sentence(library: Library, toml: str, said: str) -> None:
    library.toml.write_text(toml)
    done = library.alert()
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
