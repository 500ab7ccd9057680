#!/usr/bin/env python3
"""Writes households_91.csv: a ward officer's list of 91 invented households, five of them with a broken row.

Run it in this folder after changing it; the numbers are drawn from a fixed seed, so the file stays the same.
"""
import csv
import random
import unicodedata

rng = random.Random(91)
HEAD = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số định danh", "Giấy tờ đang có", "Thủ tục", "Đối tượng", "Đi lại",
        "Nơi thường trú", "Người đại diện", "Quan hệ người đại diện", "Người liên hệ", "Quan hệ", "Điện thoại", "Email",
        "Địa chỉ", "Thôn/Tổ dân phố", "Phường/Xã", "Địa chỉ cũ", "Khu vực", "Ghi chú"]
FAMILY = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Đào", "Lương", "Tô"]
MIDDLE = {"nam": ["Văn", "Đức", "Hữu", "Quang", "Xuân"], "nữ": ["Thị", "Thị Kim", "Ngọc", "Thị Thu"]}
GIVEN = {"nam": ["An", "Bình", "Cường", "Dũng", "Đạt", "Hải", "Hòa", "Khánh", "Long", "Minh", "Phúc", "Sơn", "Thắng", "Ước"],
         "nữ": ["Ánh", "Bích", "Chi", "Dung", "Hạnh", "Hoa", "Hòa", "Lan", "Mai", "Nga", "Oanh", "Thủy", "Út", "Yến"]}
WARDS = ["11329", "Phường Ngô Quyền", "ngo quyen", "Gia Viên", "phuong gia vien", "Phường Lê Chân", "le chan", "Hồng Bàng",
         "Kiến An", "kien an", "Phường Hải An", "Thủy Nguyên", "thuy nguyen"]
STREETS = ["Lê Lợi", "Đà Nẵng", "Lạch Tray", "Cầu Đất", "Trần Nguyên Hãn", "Hoàng Văn Thụ", "Điện Biên Phủ", "Chợ Hàng"]
GROUPS = ["khuyết tật đặc biệt nặng", "khuyết tật nặng", "người cao tuổi", "thương binh", "hộ nghèo", "ốm yếu", "gia đình chính sách"]
MOBILITY = ["nằm một chỗ", "nằm liệt", "xe lăn", "có người dìu", "đi lại khó khăn", "chống gậy"]
RELATIONS = ["con trai", "con gái", "cháu", "vợ", "chồng", "hàng xóm", "tổ trưởng"]
used_names, used_lines, used_phones = set(), set(), set()


def name(sex):
    while True:
        made = f"{rng.choice(FAMILY)} {rng.choice(MIDDLE[sex])} {rng.choice(GIVEN[sex])}"
        if made not in used_names:
            used_names.add(made)
            return made


def phone(at):
    while True:
        body = f"{rng.randrange(10**6):06d}"
        if body not in used_phones:
            used_phones.add(body)
            break
    start = rng.choice(["0912", "0983", "0904", "0936"])
    plain = start + body
    return [plain, f"{plain[:4]}.{plain[4:7]}.{plain[7:]}", f"+84 {plain[1:4]} {plain[4:7]} {plain[7:]}", "84" + plain[1:],
            f"(+84) {plain}", "0169" + "2" + body, "0225 3" + body][at % 7]


def number(sex, year, wrong=False):
    century = (0 if sex == "nam" else 1) + (2 if year >= 2000 else 0)
    return f"{rng.choice(['031', '030'])}{century}{(year + wrong) % 100:02d}{rng.randrange(10**6):06d}"


def person(at, year, **more):
    sex = rng.choice(["nam", "nữ"])
    birth = str(year) if at % 9 == 4 else f"{rng.randrange(1, 28):02d}/{rng.randrange(1, 13):02d}/{year}"
    digits = {0: "", 1: f"03{rng.randrange(10**7):07d}"}.get(at % 5, number(sex, year, wrong=at % 31 == 17))
    made = {"Họ và tên": name(sex), "Ngày sinh": birth, "Giới tính": sex, "Số định danh": digits,
            "Giấy tờ đang có": {0: "", 1: "CMND 9 số"}.get(at % 5, "CCCD mã vạch"),
            "Thủ tục": "" if at % 3 else "cấp đổi" if at % 5 else "cấp lần đầu",
            "Đối tượng": GROUPS[at % len(GROUPS)], "Đi lại": MOBILITY[at % len(MOBILITY)]}
    if at % 6 == 2:
        made["Họ và tên"] = made["Họ và tên"].upper()
    return made | more


def door(at):
    while True:
        line = f"Số {rng.randrange(1, 400)} ngõ {rng.randrange(1, 90)} phố {rng.choice(STREETS)}"
        if line not in used_lines:
            used_lines.add(line)
            break
    made = {"Địa chỉ": line, "Thôn/Tổ dân phố": f"Tổ dân phố {rng.randrange(1, 20)}", "Phường/Xã": WARDS[at % len(WARDS)],
            "Điện thoại": phone(at)}
    if at % 4 != 3:
        made |= {"Người liên hệ": name(rng.choice(["nam", "nữ"])), "Quan hệ": RELATIONS[at % len(RELATIONS)]}
    if at % 3 == 0:
        made["Email"] = f"ho{at}@example.com"
    return made


rows = []
for at in range(1, 92):
    home = door(at)
    people = [person(at, rng.randrange(1928, 1966))]
    if at in (10, 20, 30, 40, 50, 60, 70):
        people.append(person(at + 1, rng.randrange(1930, 1970)))
    if at in (30, 60):
        people.append(person(at + 2, 2014, **{"Đi lại": "xe lăn", "Đối tượng": "khuyết tật nặng", "Thủ tục": "trẻ em",
                                             "Số định danh": "", "Giấy tờ đang có": "chưa có",
                                             "Người đại diện": name("nữ"), "Quan hệ người đại diện": "mẹ"}))
    if at == 12:  # one whole unit became another: taken, with a note
        home |= {"Phường/Xã": "", "Địa chỉ cũ": "Phường Cẩm Thượng, TP Hải Dương"}
    if at in (33, 34):
        home |= {"Phường/Xã": "đặc khu Cát Hải", "Khu vực": "Cát Bà"}
    if at == 45:
        people[0]["Nơi thường trú"] = "Xã Trực Ninh, tỉnh Ninh Bình"
    # The five broken rows.
    if at == 7:
        home["Điện thoại"] = ""
    if at == 23:
        people[0]["Ngày sinh"] = "31/02/1950"
    if at == 38:
        home |= {"Phường/Xã": "", "Địa chỉ cũ": "Phường Trần Phú, TP Hải Dương"}
    if at == 52:
        home["Phường/Xã"] = "cam giang"
    if at == 77:
        people[0]["Đi lại"] = ""
        home["Điện thoại"] = "09123456789"
    rows += [one | home for one in people]

twice = rows[14]
rows.insert(40, dict(twice))
rows.insert(66, dict(twice) | {"Họ và tên": twice["Họ và tên"].upper(), "Địa chỉ": twice["Địa chỉ"].replace("Số", "số")})
rows.append(dict(rows[29]))

with open("households_91.csv", "w", encoding="utf-8-sig", newline="") as out:
    writer = csv.DictWriter(out, HEAD, restval="")
    writer.writeheader()
    for at, row in enumerate(rows, 1):
        row = {"STT": at} | row
        if at % 8 == 5:
            row = {key: unicodedata.normalize("NFD", str(text)) for key, text in row.items()}
        writer.writerow(row)
