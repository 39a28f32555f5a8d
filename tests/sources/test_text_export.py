"""The text export of a portal."""

from __future__ import annotations

from pathlib import Path

from indexer.sources import Received, Refused, read

EXPORT = """\
Huyện Cao Lộc tổng kết phong trào thi đua

Submitted by admin on T3, 07/14/2020 - 22:46

     Sáng nay, UBND huyện Cao Lộc tổ chức hội nghị.

18
Quang cảnh hội nghị

     Hội nghị khen thưởng 12 tập thể.
  Hoàng Quốc Thịnh
  Ban Thi đua - Khen thưởng"""


def read_text(folder: Path, text: str, encoding: str = "utf-8") -> Received | Refused:
    path = folder / "bài.txt"
    path.write_bytes(text.encode(encoding))
    (item,) = read(path)
    return item


def article_of(folder: Path, text: str) -> Received:
    item = read_text(folder, text)
    assert isinstance(item, Received), item
    return item


def test_the_real_export_is_read_in_full(shared: Path) -> None:
    (item,) = read(shared / "seed" / "cum-thi-dua-5-huyen-bien-gioi.txt")
    assert isinstance(item, Received)
    article = item.article
    assert article.title is not None
    assert article.title.startswith("Cụm Thi đua 5 huyện Biên giới tổ chức Hội nghị sơ kết")
    assert article.published is not None
    assert article.published.isoformat() == "2020-07-14T22:46+07:00"
    assert article.submitted_by == "admin"
    assert article.author == "Hoàng Quốc Thịnh"
    assert article.office == "Ban Thi đua - Khen thưởng"
    assert [caption.split(" ")[0] for caption in article.captions] == ["Quang", "Thăm"]
    paragraphs = article.body.split("\n")
    assert len(paragraphs) == 5
    assert paragraphs[0].startswith("Sáng ngày 14/7/2020, Cụm thi đua")
    assert paragraphs[-1].endswith("vươn lên làm giàu chính đáng.")


def test_each_part_finds_its_field(tmp_path: Path) -> None:
    article = article_of(tmp_path, EXPORT).article
    assert article.title == "Huyện Cao Lộc tổng kết phong trào thi đua"
    assert article.body == (
        "Sáng nay, UBND huyện Cao Lộc tổ chức hội nghị.\nHội nghị khen thưởng 12 tập thể."
    )
    assert article.captions == ("Quang cảnh hội nghị",)
    assert (article.author, article.office) == ("Hoàng Quốc Thịnh", "Ban Thi đua - Khen thưởng")


def test_windows_newlines_nbsp_and_decomposed_letters_change_nothing(tmp_path: Path) -> None:
    import unicodedata

    plain = article_of(tmp_path, EXPORT)
    odd = EXPORT.replace("     ", "\u00a0 \u00a0 \u00a0 ").replace("\n", "\r\n")
    assert article_of(tmp_path, "\ufeff" + unicodedata.normalize("NFD", odd)) == plain


def test_a_signature_without_indent_is_still_one(tmp_path: Path) -> None:
    text = EXPORT.replace("  Hoàng", "\nHoàng").replace("\n  Ban", "\nBan")
    article = article_of(tmp_path, text).article
    assert (article.author, article.office) == ("Hoàng Quốc Thịnh", "Ban Thi đua - Khen thưởng")


def test_a_lone_last_line_is_the_office_or_the_author(tmp_path: Path) -> None:
    office = article_of(tmp_path, EXPORT.replace("  Hoàng Quốc Thịnh\n", "")).article
    assert (office.author, office.office) == ("", "Ban Thi đua - Khen thưởng")
    author = article_of(tmp_path, EXPORT.replace("\n  Ban Thi đua - Khen thưởng", "")).article
    assert (author.author, author.office) == ("Hoàng Quốc Thịnh", "")


def test_an_article_without_signature_keeps_its_last_sentence(tmp_path: Path) -> None:
    text = EXPORT.split("  Hoàng", maxsplit=1)[0]
    article = article_of(tmp_path, text).article
    assert article.body.endswith("Hội nghị khen thưởng 12 tập thể.")
    assert (article.author, article.office) == ("", "")


def test_a_photo_without_caption_leaves_the_next_paragraph_whole(tmp_path: Path) -> None:
    article = article_of(tmp_path, EXPORT.replace("Quang cảnh hội nghị\n", "")).article
    assert article.captions == ()
    assert article.body.count("\n") == 1


def test_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    text = EXPORT.replace("huyện Cao Lộc tổ chức", "huyện Cao Lộc\ntổ chức")
    assert article_of(tmp_path, text).article.body == article_of(tmp_path, EXPORT).article.body


def test_an_unreadable_date_leaves_the_article_undated_with_the_reason(tmp_path: Path) -> None:
    article = article_of(tmp_path, EXPORT.replace("07/14/2020", "99/99/2020")).article
    assert article.published is None
    assert "99/99/2020" in article.undated_because


def test_text_without_submission_line_is_refused(tmp_path: Path) -> None:
    item = read_text(tmp_path, "Giấy phép\n\nBản quyền thuộc về ai đó.\n")
    assert isinstance(item, Refused)
    assert "Submitted by" in item.vi
    assert item.line is None


def test_an_export_cut_after_its_head_is_refused(tmp_path: Path) -> None:
    item = read_text(tmp_path, EXPORT.split("     ", maxsplit=1)[0])
    assert isinstance(item, Refused)
    assert "cut short" in item.en


def test_utf_16_is_read(tmp_path: Path) -> None:
    item = read_text(tmp_path, EXPORT, "utf-16")
    assert isinstance(item, Received)
    assert item.article == article_of(tmp_path, EXPORT).article
