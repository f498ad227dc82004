"""A tiny catalogue without a mistake, as texts of its files."""

import pytest

UNITS = """\
kind = "units"
units = [
  { code = "12", kind = "tinh", name = "Tỉnh A", parent = "", valid_from = 2021-01-01, region = "nui", agency = "UBND tỉnh A", place = "A", source = "s", confidence = "seed" },
  { code = "106", kind = "huyen", name = "Huyện B", parent = "12", valid_from = 2021-01-01, valid_to = 2025-06-30, region = "nui", agency = "UBND huyện B", place = "B", source = "s", confidence = "seed" },
]
"""  # noqa: E501
GROUND = """\
kind = "measures"
measures = [
  { id = "ho", label = "hộ" },
  { id = "phan-tram", label = "%", decimals = 2 },
  { id = "trieu-dong", label = "triệu đồng", factor = "1000000", decimals = 3, money = true },
]
"""
REGIONS = 'kind = "regions"\nregions = [\n  { id = "nui", label = "Miền núi" },\n]\n'
CALENDARS = """\
kind = "calendars"
calendars = [
  { id = "thuong", title = "Thường", first_day = 1, deadline_days = 5, source = "s", confidence = "seed" },
]
"""  # noqa: E501
PROGRAMME = """\
kind = "programme"
id = "ntm"
title = "Nông thôn mới"
short = "NTM"
valid_from = 2021-01-01
valid_to = 2025-12-31
source = "s"
confidence = "seed"
projects = [
  { id = "da1", code = "1", name = "Dự án 1", source = "s", confidence = "seed" },
  { id = "tda1", code = "1.1", name = "Tiểu dự án 1", source = "s", confidence = "seed", parent = "da1" },
]
"""  # noqa: E501
GOES_ON = """\
kind = "lifetimes"
continuations = [
  { form = "von", why = "còn dùng", source = "s", confidence = "seed" },
]
"""
CRITERIA = """\
kind = "criteria-set"
id = "bo"
version = 1
title = "Bộ tiêu chí"
programme = "ntm"
unit_kinds = ["xa"]
valid_from = 2022-01-01
source = "s"
confidence = "seed"

[[criteria]]
code = "1"
name = "Một"
source = "s"
confidence = "seed"
subcriteria = [
  { code = "1.1", judged = "percent", measure = "phan-tram", wordings = [{ text = "Tỷ lệ", valid_from = 2022-01-01, source = "s", confidence = "seed" }], thresholds = [{ operator = ">=", figure = "50", source = "s", confidence = "seed" }] },
  { code = "1.2", judged = "met", measure = "", wordings = [{ text = "Có", valid_from = 2022-01-01, source = "s", confidence = "seed" }] },
]
"""  # noqa: E501
REPORT_SET = """\
kind = "report-set"
id = "thang"
version = 1
title = "Báo cáo"
short = "BC"
document_kind = "BÁO CÁO"
document_code = "BC"
summary = "Kết quả"
periods = ["month", "year"]
calendar = "thuong"
source = "s"
confidence = "seed"
valid_from = 2021-01-01
"""
FORM = """\
kind = "form"
id = "von"
version = 1
title = "Vốn và tiêu chí"
short = "Vốn"
programme = "ntm"
project = "tda1"
source = "s"
confidence = "seed"
valid_from = 2021-01-01
paper = "landscape"
report_sets = [
  { id = "thang", order = 1, unit_kinds = ["xa"] },
]

[[sections]]
id = "chung"
kind = "fields"
rows = [
  { id = "so_ho", label = "Số hộ", type = "integer", measure = "ho", aggregate = "sum", required = true },
  { id = "loai", label = "Loại", type = "choice", choices = [{ id = "a", label = "A" }, { id = "b", label = "B" }] },
]

[[sections]]
id = "nguon"
kind = "grid"
columns = [
  { id = "ke_hoach", label = "Kế hoạch", number = "1", type = "money", measure = "trieu-dong", aggregate = "sum" },
  { id = "luy_ke", label = "Lũy kế", number = "2", type = "money", measure = "trieu-dong", aggregate = "sum" },
  { id = "ty_le", label = "Tỷ lệ", number = "3=2/1", type = "percent", measure = "phan-tram", aggregate = "formula", formula = "tỷ_lệ(luy_ke, ke_hoach)" },
]
rows = [
  { id = "tong", label = "Tổng", level = 0, formula = "tổng(tw, dp)" },
  { id = "tw", label = "Trung ương" },
  { id = "tw_dt", label = "Trong đó: đầu tư", level = 2 },
  { id = "dp", label = "Địa phương" },
]

[[sections]]
id = "tieu_chi"
kind = "grid"
criteria = "bo"
columns = [
  { id = "ket_qua", label = "Kết quả", type = "number", role = "result" },
  { id = "tu_danh_gia", label = "Tự đánh giá", type = "met", role = "judgement" },
  { id = "dat", label = "Đạt", type = "met", aggregate = "count", role = "verdict" },
]

[[sections]]
id = "danh_sach"
kind = "roster"
columns = [
  { id = "ten", label = "Tên" },
  { id = "nhom", label = "Nhóm", type = "choice", choices = [{ id = "moi", label = "Mới" }, { id = "cu", label = "Cũ" }] },
]

[[rules]]
id = "von-1"
section = "nguon"
each = "row"
only = ["tw", "dp"]
cell = "luy_ke"
check = "luy_ke <= ke_hoach"
severity = "justify"
missing = "skip"
message = "{row}: {luy_ke} vượt {ke_hoach}."
source = "s"
"""  # noqa: E501
OTHER = """\
kind = "form"
id = "phu"
version = 1
title = "Phụ"
short = "Phụ"
programme = "ntm"
source = "s"
confidence = "seed"
valid_from = 2021-01-01
valid_to = 2025-12-31
report_sets = [
  { id = "thang", order = 2, unit_kinds = ["xa"] },
]

[uses]
von = "von"

[[sections]]
id = "chung"
kind = "fields"
rows = [
  { id = "ghi", label = "Ghi" },
]
"""
PLAN = """\
kind = "plan"
id = "ke-hoach"
title = "Kế hoạch"
issuer = "UBND"
source = "s"
confidence = "seed"
targets = [
  { id = "T1", quote = "10 hộ", unit = "106", period = "2024", indicator = "Số hộ", operator = ">=", figure = "10", measure = "ho", kind = "target", source = "s", confidence = "seed", answer = { by = "cell", form = "von", cell = "chung.so_ho.value" } },
  { id = "T2", quote = "mới", unit = "106", period = "2024", indicator = "Số mới", operator = ">=", figure = "3", measure = "ho", kind = "target", source = "s", confidence = "seed", answer = { by = "count-rows", form = "von", cell = "danh_sach.*.ten", where = { nhom = "moi" } } },
  { id = "T3", quote = "sạch", unit = "106", period = "2024", indicator = "Sạch", operator = "met", figure = "", measure = "ho", kind = "qualitative", source = "s", confidence = "seed", answer = { why_not = "Chưa có biểu." } },
]
"""  # noqa: E501
GAZETTEER = """\
kind = "gazetteer"
id = "bang"
tables = [
  { file = "cu.csv", valid_from = 2021-01-01, valid_to = 2025-06-30, source = "s", confidence = "seed" },
  { file = "moi.csv", valid_from = 2025-07-01, source = "s", confidence = "seed" },
]
successions = [
  { file = "sap-nhap.csv", day = 2025-07-01, source = "s", confidence = "seed" },
]
"""  # noqa: E501
OLD = """\
code,name,parent,region,mark
02,Tỉnh C,,nui
200,Huyện D,02
00001,Xã E,200
00002,Xã G,200
"""
NEW = "code,name,parent,region,mark\n02,Tỉnh C,,nui\n00001,Xã H,02\n"
SUCCESSION = "old,new,share,mark\n02,02\n00001,00001\n00002,00001\n"

FILES = {
    "units.toml": UNITS,
    "measures.toml": GROUND,
    "regions.toml": REGIONS,
    "calendars.toml": CALENDARS,
    "ntm.toml": PROGRAMME,
    "dung-tiep.toml": GOES_ON,
    "bo.toml": CRITERIA,
    "thang.toml": REPORT_SET,
    "von.v1.toml": FORM,
    "phu.v1.toml": OTHER,
    "ke-hoach.toml": PLAN,
    "bang.toml": GAZETTEER,
    "cu.csv": OLD,
    "moi.csv": NEW,
    "sap-nhap.csv": SUCCESSION,
}


@pytest.fixture
def clean_files() -> dict[str, str]:
    """Return the files of a small catalogue without a mistake."""
    return dict(FILES)
