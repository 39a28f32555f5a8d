"""Makes the compact tables of `indexer/places` from a copy of the full gazetteer.

    python -m tools.make_gazetteer ../shared/gazetteer

The facts (names, codes, what became of what) come from the MIT-licensed
vietnamese-provinces-database as kept in ../shared/gazetteer; the ceased districts and the other
spellings stand beside this script. Run it again when either changes, and commit the result.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
PLACES = HERE.parent / "indexer" / "places"
REFORM = "2025-07-01"
EVE = "2025-06-30"

Row = dict[str, str]


def main(gazetteer: Path, into: Path = PLACES) -> None:
    """Writes provinces.tsv, districts.tsv and communes.tsv, by default into indexer/places."""
    provinces = _rows(gazetteer / "provinces_63_pre2025-07.csv")
    new_provinces = _rows(gazetteer / "provinces_34_from2025-07.csv")
    districts = _rows(gazetteer / "districts_696_pre2025-07.csv")
    communes = _rows(gazetteer / "communes_3321_from2025-07.csv")
    moves = _rows(gazetteer / "ward_old_to_new_2025-07.csv")
    merged = _rows(gazetteer / "province_63_to_34.csv")
    wards = _rows(gazetteer / "wards_pre2025-07.csv")
    code = _lasting_codes(provinces, new_provinces)
    new_provinces = [row | {"code": code[row["code"]]} for row in new_provinces]
    communes = [row | {"province_code": code[row["province_code"]]} for row in communes]
    others = _other_names()

    _write(into / "provinces.tsv", _province_lines(provinces, new_provinces, merged, others))
    _write(into / "districts.tsv", _district_lines(districts, moves, communes, wards, others))
    _write(into / "communes.tsv", _commune_lines(communes))


def _lasting_codes(before: list[Row], after: list[Row]) -> dict[str, str]:
    """A code of today → the code the province of that name had before the reform.

    Six codes changed hands (24 was Bắc Giang and is Bắc Ninh): a filter needs one meaning each.
    """
    earlier = {_name(row): row["code"] for row in before}
    return {row["code"]: earlier[_name(row)] for row in after}


def _province_lines(
    before: list[Row], after: list[Row], merged: list[Row], others: dict[tuple[str, str], list[str]]
) -> Iterator[list[str]]:
    code_after = {_name(row): row["code"] for row in after}
    became = {_plain(row["old_province"]): row["new_province"] for row in merged}
    for row in before:
        taken_over = code_after[_plain(became[_name(row)])]
        spellings = ";".join(others.get(("province", row["code"]), []))
        yield [row["code"], row["full_name"], "", EVE, taken_over, spellings]
    for row in after:
        old = {r["code"] for r in before if _name(r) == _name(row)}
        spellings = ";".join(s for code in old for s in others.get(("province", code), []))
        yield [row["code"], row["full_name"], REFORM, "", "", spellings]


def _district_lines(
    districts: list[Row],
    moves: list[Row],
    communes: list[Row],
    wards: list[Row],
    others: dict[tuple[str, str], list[str]],
) -> Iterator[list[str]]:
    became: dict[str, set[str]] = defaultdict(set)
    known = {row["code"] for row in communes}
    by_name = {(row["full_name"], row["province"]): row["code"] for row in communes}
    for move in moves:
        code = move["new_ward_code"]
        if code not in known:  # xã Ba Chẽ bears two codes in the source's tables
            code = by_name[move["new_ward"], move["new_province"]]
        became[move["district_code"]].add(code)
    islands = {row["name"]: row["code"] for row in communes if row["full_name"].startswith("Đặc")}
    held: dict[str, set[str]] = defaultdict(set)
    for ward in wards:
        held[ward["district_code"]].add(ward["name"])
    for row in districts:
        code = row["code"]
        successors = became[code] or {islands[row["name"]]}
        spellings = ";".join(others.get(("district", code), []))
        yield [
            code, row["full_name"], row["province_code"], "", EVE,
            " ".join(sorted(successors)), spellings, ";".join(sorted(held[code])),
        ]  # fmt: skip
    for code, name, province, since, until, successors_ in _hand("ceased_districts.tsv"):
        yield [code, name, province, since, until, successors_, "", ""]


def _commune_lines(communes: list[Row]) -> Iterator[list[str]]:
    for row in communes:
        name = row["full_name"][0].upper() + row["full_name"][1:]
        yield [row["code"], name, row["province_code"]]


def _other_names() -> dict[tuple[str, str], list[str]]:
    others: dict[tuple[str, str], list[str]] = defaultdict(list)
    for level, code, spelling in _hand("other_names.tsv"):
        others[level, code].append(spelling)
    return others


def _hand(name: str) -> Iterator[list[str]]:
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _plain(full_name: str) -> str:
    """The name without its title, with one spelling of oà (the two lists differ there)."""
    plain = full_name.removeprefix("Tỉnh ").removeprefix("Thành phố ")
    return plain.replace("oà", "òa").replace("oá", "óa")


def _name(row: Row) -> str:
    return _plain(row["full_name"])


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _write(path: Path, rows: Iterable[list[str]]) -> None:
    lines = ["\t".join(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
