"""The words before a name that say what it names."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["province", "city", "town", "quarter", "rural", "commune", "other", ""]
#: province: tỉnh; city: thành phố (of a province or of the state); town: thị xã; quarter: quận;
#: rural: huyện; commune and anything below; other: a street, person, company, river…

DISTRICT_KINDS: frozenset[Kind] = frozenset({"city", "town", "quarter", "rural"})

#: The words in front of a name, in lower case; the longest that fits is taken.
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("tỉnh", "tỉnh ủy", "tỉnh uỷ", "tỉnh đoàn", "tinh"), "province"),
    **dict.fromkeys(
        (
            "thành phố", "tp", "tp.", "t.p", "t.p.", "thành ủy", "thành uỷ", "thành đoàn",
            "thanh pho", "thành phồ", "t p", "tp .",
        ),
        "city",
    ),
    **dict.fromkeys(("thị xã", "tx", "tx.", "t.x", "t.x.", "thị ủy", "thị uỷ", "thi xa"), "town"),
    **dict.fromkeys(
        ("quận", "q", "q.", "quận ủy", "quận uỷ", "quận đoàn", "quan", "quân"), "quarter"
    ),
    **dict.fromkeys(
        ("huyện", "h", "h.", "huyện ủy", "huyện uỷ", "huyện đoàn", "huyen", "huyên"), "rural"
    ),
    **dict.fromkeys(
        (
            "xã", "phường", "thị trấn", "thị tứ", "tt", "tt.", "p", "p.", "x.", "thôn", "ấp",
            "bản", "làng", "buôn", "khu phố", "khóm", "tổ dân phố", "xóm", "tổ", "khu",
            "tiểu khu", "đặc khu", "xa", "phuong", "sóc", "plei", "nước", "đảng ủy", "hợp tác xã",
            "htx",
        ),
        "commune",
    ),
    **dict.fromkeys(
        (
            "đường", "phố", "đại lộ", "quốc lộ", "tỉnh lộ", "hương lộ", "ngõ", "hẻm", "ngách",
            "kiệt", "cầu", "chợ", "sông", "suối", "hồ", "núi", "đồi", "đèo", "dốc", "ga", "bến",
            "bến xe", "bến phà", "phà", "sân bay", "cảng", "cửa khẩu", "trường", "thpt", "thcs",
            "tiểu học", "mầm non", "đại học", "cao đẳng", "công ty", "cty", "tnhh", "cp",
            "cổ phần", "tập đoàn", "ngân hàng", "khách sạn", "nhà hàng", "chùa", "đền", "đình",
            "miếu", "nhà thờ", "giáo xứ", "nhà máy", "thủy điện", "thuỷ điện", "nhiệt điện",
            "cao tốc", "kcn", "khu công nghiệp", "cụm công nghiệp", "kđt", "khu đô thị", "kdc",
            "khu dân cư", "chung cư", "dự án", "tàu", "clb", "hãng", "xe", "vườn quốc gia", "vqg",
            "rạch", "kênh", "mương", "cống", "đập", "vịnh", "hang", "động", "vòng xoay", "ngã tư",
            "ngã ba", "ngã năm", "bùng binh", "công viên", "nghĩa trang", "trạm", "bot", "tuyến",
            "hầm", "đội", "siêu thị", "tháp", "báo", "tạp chí", "hòn", "cồn", "cù lao", "thác",
            "mỏ", "lò", "gạo", "quảng trường", "rừng", "thung lũng", "bưởi", "vải", "chè",
            "cà phê", "nước mắm", "mắm", "bánh", "cam", "sâm", "nem", "rượu", "vua", "chúa",
            "thánh", "nhà xuất bản", "nxb", "giải", "cúp", "nút giao", "lễ hội", "bán đảo",
            "quốc tế", "thương mại", "nước sâu", "hàng không", "kinh tế", "thiên nhiên", "phủ",
            "tổng", "lấn biển", "trâu", "hướng", "trấn", "hội quán", "tòa nhà", "toà nhà",
            "xi măng", "lọc dầu", "cao ốc", "hồ chứa",
        ),
        "other",
    ),
    **dict.fromkeys(
        (
            "ông", "bà", "anh", "chị", "em", "cô", "chú", "cụ", "cháu", "bé", "đồng chí", "đ/c",
            "bác sĩ", "bs", "bs.", "ts", "ts.", "pgs", "gs", "gs.", "thạc sĩ", "tiến sĩ",
            "luật sư", "nghệ sĩ", "ca sĩ", "diễn viên", "cầu thủ", "thủ môn", "tiền đạo",
            "hậu vệ", "trung vệ", "tiền vệ", "hlv", "nhà thơ", "nhà văn", "nhạc sĩ", "đạo diễn",
            "hoạ sĩ", "họa sĩ", "đại tá", "thượng tá", "trung tá", "thiếu tá", "đại úy",
            "thượng úy", "trung úy", "thiếu úy", "đại tướng", "trung tướng", "thiếu tướng",
            "thượng tướng", "nghi can", "bị cáo", "nạn nhân", "tên", "gã", "vợ", "chồng", "mẹ",
            "cha", "bố", "thầy", "nghi phạm", "pv", "phóng viên", "cậu", "chàng", "nàng",
            "thủ tướng", "liệt sĩ", "anh hùng", "bạn",
        ),
        "other",
    ),
}  # fmt: skip

#: What may stand between a title and the name (`huyện miền núi Quế Phong`).
_QUALIFIER = re.compile(
    r"(?:\s(?:đảo|miền núi|biên giới|vùng cao|vùng biên|vùng sâu|vùng xa|vùng biển|nghèo|ven biển|"
    r"cù lao|ngoại thành|nội thành|lân cận|trẻ|mới|cũ|núi|cực nam|phía \w+|trung tâm|trung du|"
    r"đồng bằng|anh hùng|du lịch|biển|gồm|là|như|có tên|của|[:\"“'‘(])){1,3}$"
)
_PUNCTUATION = str.maketrans(dict.fromkeys("(\"'“‘[–—,;:\n\xa0", " "))
_PLURAL = re.compile(
    r"(?:\b(?:các|những|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|nhiều|giữa|liên|một số|\d+)\s)"
    r"(?:UBND |HĐND |TAND |công an |đảng bộ )?$",
    re.IGNORECASE,
)


def kind_before(text: str, end: int) -> tuple[Kind, bool, int]:
    """The kind of the name that begins at `end`, whether it is one of several, where it starts.

    Only the 40 characters before are read. The title may stand on the line before (`TP.` and
    `Bảo Lộc`), as lines are broken in some exports.
    """
    before = text[max(0, end - 40) : end]
    stripped = before.rstrip(" \n\xa0")
    if stripped and stripped[-1] in ":(\"“‘'":
        stripped = stripped[:-1].rstrip()
    found = _last_title(stripped)
    if found is None or found[0] == "other":
        qualified = _qualified(stripped)
        if qualified is not None:
            return _with_start(qualified[0], qualified[1], end - len(before))
    if found is None or (found[0] == "city" and before.rstrip().endswith(("(", ":"))):
        return "", False, end  # `21 tỉnh, thành phố (Hưng Yên, Thái Bình…)`
    return _with_start(stripped, found, end - len(before))


def _qualified(before: str) -> tuple[str, tuple[Kind, int]] | None:
    """`huyện miền núi`: the text up to the title, and the title; None where it is none."""
    lowered = before.lower()
    if not any(title in lowered for title in ("huyện", "quận", "thị xã", "thành phố", "tp", "tx")):
        return None
    match = _QUALIFIER.search(lowered)
    if match is None:
        return None
    head = before[: match.start()]
    found = _last_title(head)
    return (head, found) if found is not None and found[0] in DISTRICT_KINDS else None


def _with_start(stripped: str, found: tuple[Kind, int], offset: int) -> tuple[Kind, bool, int]:
    kind, length = found
    head = stripped[: len(stripped) - length]
    if kind == "city" and head.endswith(("tỉnh, ", "tỉnh và ", "tỉnh ")):
        kind = "province"  # `các tỉnh, thành phố Hưng Yên, Thái Bình`
    return kind, _PLURAL.search(head) is not None, offset + len(head)


def _last_title(before: str) -> tuple[Kind, int] | None:
    """The kind and length of the title at the very end, of at most three words."""
    tail = before[-24:].lower().translate(_PUNCTUATION)
    words = tail.split()
    for count in (3, 2, 1):
        if len(words) < count:
            continue
        title = " ".join(words[-count:])
        kind = KINDS.get(title)
        if kind is not None and tail.endswith(title):
            return kind, len(title)
    return None
