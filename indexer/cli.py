"""The command `tracuu`: the only place that prints.

Exit codes: 0 done, 1 failed, 2 usage, 3 done but some articles were refused, 75 another indexer
holds the lock. Without a terminal nothing is said when all is well.
"""

from __future__ import annotations

import contextlib
import gc
import html
import importlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

import indexer
from indexer import settings as settings_
from indexer.errors import IndexLocked, TracuuError, UsageError
from indexer.settings import Settings

EXIT_FAILED, EXIT_USAGE, EXIT_REFUSED, EXIT_LOCKED = 1, 2, 3, 75

as_json = click.option("--json", "as_json", is_flag=True, help="In ra JSON · print JSON")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Tệp cấu hình (mặc định tracuu.toml) · settings file",
)
@click.option(
    "--index",
    type=click.Path(path_type=Path, file_okay=False, readable=False),  # unreadable is no wrong use
    help="Thư mục chỉ mục (TRACUU_INDEX) · index folder",
)
@click.version_option(package_name="tracuu", message="%(package)s %(version)s")
@click.pass_context
def tracuu(context: click.Context, config: Path | None, index: Path | None) -> None:
    """Tra cứu: tìm toàn văn trong tin tức nhà nước · full-text search for government news."""
    # What is imported is no garbage: looking through it again and again is a tenth of the start.
    gc.set_threshold(20_000)
    context.obj = settings_.load_settings(config, {"index": index})


@tracuu.command("index")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--rebuild", is_flag=True, help="Dựng lại từ đầu · build anew beside, then swap")
@click.option("--prune", is_flag=True, help="Chấp nhận xoá nhiều bài · accept that many vanished")
@click.option("--workers", type=click.IntRange(min=1), help="Số tiến trình · processes")
@click.option("--wait", is_flag=True, help="Chờ nếu đang có lượt khác · wait for the lock")
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ làm gì · change nothing")
@as_json
@click.pass_obj
def index_command(settings: Settings, /, paths: tuple[Path, ...], as_json: bool, **how: Any) -> int:
    """Lập chỉ mục: bài mới, đã sửa, đã gỡ · index what is new, changed or removed."""
    # A path that is not there is told before an index folder is made.
    reserves = not (how["wait"] or how["dry_run"]) and all(map(_exists, paths))
    locked = indexer.reserved(settings.index) if reserves else contextlib.nullcontext()
    workers = how.pop("workers") or settings.workers or os.cpu_count() or 1
    with locked, _progress("bài") as progress:
        report = indexer.index(paths, settings, workers=workers, progress=progress, **how)
    for refused in report.refused:
        where = f"{refused.path}:{refused.line}" if refused.line else str(refused.path)
        click.echo(f"{where}: {refused.vi} / {refused.en}", err=True)
    if report.repaired:
        vi = f"Chỉ mục và sổ nguồn lệch nhau {report.repaired} bài; đã sửa."
        en = f"index and list of sources differed in {report.repaired} articles; put right."
        click.echo(f"{vi} / {en}", err=True)
    if as_json:
        _print_json(indexer.report_json(report))
    elif _talkative() or report.refused:
        click.echo(_summary(report), err=not sys.stdout.isatty())
    return EXIT_REFUSED if report.refused else 0


def _exists(path: Path) -> bool:
    """Whether it is there for all that may be seen."""
    try:
        return path.exists()
    except OSError:
        return False


@tracuu.command("search")
@click.argument("query", nargs=-1)
@click.option("--from", "since", metavar="D", help="Từ ngày · from this day (2020-07-14)")
@click.option("--to", "until", metavar="D", help="Đến hết ngày · to this day")
@click.option("--undated", is_flag=True, help="Chỉ bài không rõ ngày · only without a date")
@click.option("--district", "districts", multiple=True, help="Huyện · district (name or code)")
@click.option("--province", "provinces", multiple=True, help="Tỉnh · province (name or code)")
@click.option("--commune", "communes", multiple=True, help="Xã (từ 7/2025) · commune")
@click.option("--source", "sources", multiple=True, help="Nguồn · source")
@click.option("--exact", is_flag=True, help="Đúng dấu · with exactly these diacritics")
@click.option("--sort", type=click.Choice(["relevance", "newest", "oldest"]), default="relevance")
@click.option("--limit", type=click.IntRange(1, 1000), default=10, help="Số bài một trang")
@click.option("--page", type=click.IntRange(min=1), default=1, help="Trang (từ 1) · page")
@as_json
@click.pass_obj
def search_command(
    settings: Settings, /, query: tuple[str, ...], as_json: bool, **asked: Any
) -> None:
    """Tìm bài · find articles."""
    since = _day(asked.pop("since"), indexer.first_day)
    until = _day(asked.pop("until"), indexer.last_day)
    request = indexer.SearchRequest(text=" ".join(query), since=since, until=until, **asked)
    page = indexer.answer(indexer.open_engine(settings), request)
    if as_json:
        _print_json(indexer.page_json(page))
        return
    for notice in page.notices:
        click.echo(f"{notice.vi} / {notice.en}", err=True)
    _print_hits(page)


@tracuu.command("show")
@click.argument("id")
@as_json
@click.pass_obj
def show_command(settings: Settings, /, id: str, as_json: bool) -> None:
    """In cả một bài · print one article."""
    article = indexer.article_json(indexer.fetch(indexer.open_engine(settings), id))
    if as_json:
        _print_json(article)
    else:
        _print_article(article)


@tracuu.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.pass_obj
def serve_command(settings: Settings, /, host: str, port: int) -> None:
    """Mở trang tra cứu · serve the pages."""
    indexer.hash_ahead(settings.index)  # before the engine is imported, let alone the web stack
    engine = indexer.open_engine(settings, verified=True)
    indexer.open_ahead(engine)
    # By name: the pages stand above the command line, and only this command needs the web stack.
    webui = importlib.import_module("webui")
    webui.serve(engine, settings, host, port, announce=click.echo)


@tracuu.command("status")
@as_json
@click.pass_obj
def status_command(settings: Settings, /, as_json: bool) -> None:
    """Chỉ mục có gì, chạy lần cuối khi nào · what the index holds and when it was last run."""
    status = indexer.status_json(settings)
    if as_json:
        _print_json(status)
        return
    for key, value in status.items():
        click.echo(f"{key}\t{value if not isinstance(value, dict) else json.dumps(value)}")


@tracuu.command("check")
@click.pass_obj
def check_command(settings: Settings, /) -> int:
    """Kiểm tra chỉ mục, 0 là lành · verify the index; 0 is sound."""
    faults = indexer.check(settings)
    for fault in faults:
        click.echo(f"{fault.where}: {fault.what}")
    if not faults and _talkative():
        click.echo("Chỉ mục lành. / The index is sound.")
    return EXIT_FAILED if faults else 0


@tracuu.command("rollback")
@click.pass_obj
def rollback_command(settings: Settings, /) -> None:
    """Về thế hệ trước của chỉ mục · go back to the generation before the last."""
    generation = indexer.open_engine(settings).rollback()
    if _talkative():
        click.echo(f"Thế hệ {generation} như thế hệ trước. / Generation {generation} is as before.")


@tracuu.command("harvest")
@click.argument("sources", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Chỉ xem sẽ làm gì · ask for no page, write nothing")
@as_json
@click.pass_obj
def harvest_command(settings: Settings, /, sources: Path, as_json: bool, dry_run: bool) -> int:
    """Thu thập bài từ các nguồn trong SOURCES.toml · fetch what sites have that is new."""
    # By name: only this command needs the readers of feeds and archives.
    harvest = importlib.import_module("indexer.harvest")
    options = harvest.Options(dry_run=dry_run, log=settings.log_folder)
    with _progress("trang") as progress:
        report = harvest.harvest(harvest.read(sources), options, progress=progress)
    for refused in report.refused:
        click.echo(f"{refused.source}: {refused.url}: {refused.vi} / {refused.en}", err=True)
    if as_json:
        _print_json(harvest.harvest_json(report))
    elif _talkative() or report.refused:
        click.echo(_harvest_summary(report), err=not sys.stdout.isatty())
    return EXIT_REFUSED if report.refused else 0


@tracuu.command("alert")
@click.argument("alerts", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="In ra, không gửi · print all, deliver nothing")
@click.pass_obj
def alert_command(settings: Settings, /, alerts: Path, dry_run: bool) -> int:
    """Báo tin mới của các tìm kiếm đã lưu trong ALERTS.toml · deliver news of saved searches."""
    alerting = importlib.import_module("indexer.alerts")  # by name: not needed by other commands
    engine = indexer.open_engine(settings)
    report = alerting.run(alerting.read(alerts), engine, _print_line, dry_run=dry_run)
    for name, problem in report.failed.items():
        click.echo(f"{name}: {problem}", err=True)
    if _talkative():
        for name, number in report.delivered.items():
            click.echo(f"{name}: {number} bài mới / new articles", err=True)
    return EXIT_FAILED if report.failed else 0


def main() -> None:
    """Run the command and leave with its exit code; every refusal is one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_run())


def _run() -> int:
    try:
        code = tracuu.main(standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone (`| head`): no more is wanted, and the flush at exit must not fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (click.Abort, KeyboardInterrupt):
        return _refuse("Đã dừng theo yêu cầu. / Stopped as asked.", 130)
    except click.ClickException as problem:
        usage = "Lệnh chưa đúng, xem tracuu --help / usage, see tracuu --help"
        return _refuse(f"{usage}: {problem.format_message()}", EXIT_USAGE)
    except TracuuError as problem:
        return _refuse(str(problem), _code_of(problem))
    except OSError as problem:
        return _refuse(f"Hệ thống báo lỗi / the system refused: {problem}", EXIT_FAILED)
    return code if isinstance(code, int) else 0


def _code_of(problem: TracuuError) -> int:
    if isinstance(problem, UsageError):
        return EXIT_USAGE
    return EXIT_LOCKED if isinstance(problem, IndexLocked) else EXIT_FAILED


def _refuse(sentence: str, code: int) -> int:
    click.echo(sentence, err=True)
    return code


def _talkative() -> bool:
    return sys.stdout.isatty() or sys.stderr.isatty()


def _print_json(value: Mapping[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=None if not sys.stdout.isatty() else 2))


def _print_line(value: Mapping[str, Any]) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))
    sys.stdout.flush()


@contextlib.contextmanager
def _progress(unit: str) -> Iterator[Callable[[int, int | None], None] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm  # here, as only a person at a terminal waits for it

    with tqdm(unit=f" {unit}", leave=False, dynamic_ncols=True) as bar:

        def show(done: int, total: int | None) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def _day(text: str | None, read: Callable[[str], date]) -> date | None:
    try:
        return read(text) if text else None
    except ValueError as problem:
        raise UsageError(
            f"“{text}” không phải là ngày; hãy viết như 2020-07-14, 14/7/2020, 7/2020 hoặc 2020.",
            f"“{text}” is no day; write 2020-07-14, 14/7/2020, 7/2020 or 2020.",
        ) from problem


def _summary(report: Any) -> str:
    vi = (
        f"{report.seen} bài: {report.new} mới, {report.changed} đã sửa, {report.removed} đã gỡ, "
        f"{report.unchanged} không đổi, {len(report.refused)} bị từ chối"
    )
    en = (
        f"{report.seen} articles: {report.new} new, {report.changed} changed, "
        f"{report.removed} removed, {report.unchanged} unchanged, {len(report.refused)} refused"
    )
    return f"{vi} ({report.seconds:.1f} giây). / {en}."


def _harvest_summary(report: Any) -> str:
    new, changed, unchanged, gone = map(report.count, ("new", "changed", "unchanged", "gone"))
    vi = (
        f"{report.seen} trang: {new} bài mới, {changed} đã sửa, {unchanged} không đổi, "
        f"{gone} đã gỡ, {len(report.refused)} bị từ chối, {report.waiting} để lại lượt sau"
    )
    en = (
        f"{report.seen} pages: {new} new, {changed} changed, {unchanged} unchanged, {gone} gone, "
        f"{len(report.refused)} refused, {report.waiting} left to a later run"
    )
    return f"{vi} ({report.seconds:.1f} giây). / {en}."


def _print_hits(page: Any) -> None:
    click.echo(f"{page.total} bài, {page.took_ms:.1f} ms / articles: {page.total}")
    if page.suggestion:
        click.echo(f"Ý bạn là / did you mean: {page.suggestion}")
    first = (page.request.page - 1) * page.request.limit + 1
    for number, hit in enumerate(page.hits, first):
        when = hit.published.isoformat() if hit.published else "không rõ ngày"
        places = ", ".join(d.name for d in hit.districts if d.role == "main")
        facts = " · ".join(filter(None, (when, hit.source, places, hit.id)))
        click.echo(f"\n{number}. {_plain(hit.title_html) or '(không có tiêu đề)'}\n   {facts}")
        if hit.missing:
            click.echo(f"   thiếu / lacks: {', '.join(hit.missing)}")
        click.echo(f"   {_plain(hit.snippet)}")


def _plain(marked: str | None) -> str:
    """Marked HTML as terminal text: the marks bold on a terminal, entities undone."""
    on, off = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("", "")
    return html.unescape((marked or "").replace("<mark>", on).replace("</mark>", off))


def _print_article(article: Mapping[str, Any]) -> None:
    click.echo(article["title"] or "(không có tiêu đề)")
    facts = ("id", "published", "source", "url", "author", "office", "submitted_by")
    for key in facts:
        if article.get(key):
            click.echo(f"{key}\t{article[key]}")
    for district in article["districts"]:
        click.echo(f"district\t{district['code']} {district['name']} ({district['role']})")
    for text in filter(None, (article["summary"], article["body"], *article["captions"])):
        click.echo(f"\n{text}")
