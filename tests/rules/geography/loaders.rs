//! The loaders refuse what is wrong, naming file, line and reason (R17).
use crate::with_file;
use luudong::geography::Geography;

const WARDS: &str = "code,name,kind,lat,lng\n11329,Phường Ngô Quyền,phường,20.866,106.704\n";
const ZONES: &str = "code,name,access,ward,stop_lat,stop_lng,outline\nmainland,Đất liền,road,,,,\n";
const CROSSINGS: &str = "from_zone,to_zone,from_lat,from_lng,to_lat,to_lng,crossing_minutes,waiting_minutes,first_departure,last_departure,valid_from,valid_to\n";
const BRIDGES: &str = "river,name,lat,lng\n";
const RIVERS: &str = "code,points\n";

/// What loading says when one file is replaced by a text.
fn refusal(file: &str, text: &str) -> String {
    let (files, _folder) = with_file(file, text);
    match Geography::load(&files) {
        Ok(_) => panic!("{file} was accepted:\n{text}"),
        Err(error) => error.to_string(),
    }
}

fn refuses(file: &str, head: &str, cases: &[(&str, &str)]) {
    for (rows, expected) in cases {
        assert_eq!(refusal(file, &format!("{head}{rows}")), *expected);
    }
}

#[test]
fn r17_wards_are_refused_with_file_line_and_reason() {
    let again = "11329,Phường Hai,phường,20.8,106.7\n";
    refuses(
        "wards.csv",
        WARDS,
        &[
            (again, "wards.csv:3: mã 11329 bị lặp"),
            ("1132,X,phường,20.8,106.7\n", "wards.csv:3: mã đơn vị “1132” phải gồm đúng 5 chữ số"),
            ("113290,X,phường,20.8,106.7\n", "wards.csv:3: mã đơn vị “113290” phải gồm đúng 5 chữ số"),
            ("11330,X,quận,20.8,106.7\n", "wards.csv:3: loại “quận” không có; phải là xã, phường hoặc đặc khu"),
            ("11330,,xã,20.8,106.7\n", "wards.csv:3: mã 11330 thiếu tên"),
            ("11330,X,xã,10.77,106.7\n", "wards.csv:3: tọa độ 10.77, 106.7 nằm ngoài phạm vi của Thành phố Hải Phòng"),
            ("11330,X,xã,106.7,20.8\n", "wards.csv:3: tọa độ 106.7, 20.8 không hợp lệ"),
            ("11330,X,xã,NaN,106.7\n", "wards.csv:3: tọa độ NaN, 106.7 không hợp lệ"),
        ],
    );
    assert_eq!(refusal("wards.csv", "code,name,kind,lat,lng\n"), "wards.csv: không có đơn vị nào");
    let words = refusal("wards.csv", &format!("{WARDS}11330,X,xã,hai,106.7\n"));
    assert!(words.starts_with("wards.csv:3: cột “lat”"), "{words}");
}

#[test]
fn r17_old_wards_are_refused_with_file_line_and_reason() {
    let head = "old_code,old_name,old_district,old_province,new_code,overlap\n\
        10528,Phường Trần Phú,Thành phố Hải Dương,Tỉnh Hải Dương,10532,partial\n";
    refuses(
        "old_wards.csv",
        head,
        &[
            (
                "10528,Phường Trần Phú,Thành phố Hải Dương,Tỉnh Hải Dương,10532,partial\n",
                "old_wards.csv:3: cặp 10528 → 10532 bị lặp",
            ),
            ("1,Xã A,Huyện B,Tỉnh C,11341,full\n", "old_wards.csv:3: mã mới 11341 không có trong wards.csv"),
            (
                "10529,Xã A,Huyện B,Tỉnh C,10532,half\n",
                "old_wards.csv:3: overlap “half” không có; phải là full hoặc partial",
            ),
            ("1052,Xã A,Huyện B,Tỉnh C,10532,full\n", "old_wards.csv:3: mã cũ “1052” phải gồm 5 (hoặc 3) chữ số"),
            ("10529,,Huyện B,Tỉnh C,10532,full\n", "old_wards.csv:3: mã cũ 10529 thiếu tên hoặc thiếu huyện cũ"),
        ],
    );
}

#[test]
fn r24_zones_are_refused_with_file_line_and_reason() {
    let ring = "20.7 106.8;20.9 106.8;20.9 106.9;20.7 106.9";
    let zone = |access: &str, ward: &str, stop: &str| format!("a,A,{access},{ward},{stop},{ring}\n");
    refuses(
        "zones.csv",
        ZONES,
        &[
            (
                "a,A,road,11914,20.8,106.7,20.7 106.8;20.9 106.8;20.9 106.9\n",
                "zones.csv:3: điểm dừng của a nằm ngoài đường bao của nó",
            ),
            ("b,B,road,,,,\n", "zones.csv:3: chỉ được có một khu vực chung (cột ward để trống)"),
            (
                &zone("bay", "11914", "20.8,106.85"),
                "zones.csv:3: cách đến “bay” không có; phải là road, ferry hoặc mission",
            ),
            (&zone("ferry", "11341", "20.8,106.85"), "zones.csv:3: mã 11341 không có trong wards.csv"),
            (&zone("ferry", "11914", ","), "zones.csv:3: khu vực a thiếu điểm dừng mặc định"),
            (
                "a,A,ferry,11914,20.8,106.85,20.7 106.8;đây\n",
                "zones.csv:3: tọa độ “đây” không phải hai số “vĩ độ, kinh độ”",
            ),
        ],
    );
    let twice = format!("{}{}", zone("ferry", "11914", "20.8,106.85"), zone("ferry", "11914", "20.8,106.85"));
    refuses("zones.csv", ZONES, &[(&twice, "zones.csv:4: khu vực a bị lặp")]);
    let none = ZONES.replace("road", "ferry");
    let words = refusal("zones.csv", &none);
    assert_eq!(words, "zones.csv: thiếu khu vực chung đến được bằng đường bộ (cột ward để trống)");
}

#[test]
fn r23_crossings_are_refused_with_file_line_and_reason() {
    let row =
        |zones: &str, times: &str, dates: &str| format!("{zones},20.82,106.9,20.81,106.91,20,30,{times},{dates}\n");
    let good = row("cat_hai,cat_ba", "05:30,18:30", "2023-08-25,");
    refuses(
        "crossings.csv",
        CROSSINGS,
        &[
            (
                &row("cat_hai,sao_hoa", "05:30,18:30", "2023-08-25,"),
                "crossings.csv:2: khu vực “sao_hoa” không có trong zones.csv",
            ),
            (
                &row("cat_hai,cat_hai", "05:30,18:30", "2023-08-25,"),
                "crossings.csv:2: khu vực “cat_hai” nối với chính nó",
            ),
            (&row("cat_hai,cat_ba", "19:00,18:30", "2023-08-25,"), "crossings.csv:2: chuyến đầu muộn hơn chuyến cuối"),
            (&row("cat_hai,cat_ba", "5h30,18:30", "2023-08-25,"), "crossings.csv:2: giờ “5h30” phải viết dạng 05:30"),
            (&good.repeat(2), "crossings.csv:3: hai lịch tàu cat_hai → cat_ba trùng ngày hiệu lực"),
            (&good.replace(",20,30,", ",90000,30,"), "crossings.csv:2: số phút trên tàu và chờ không được quá 24 giờ"),
        ],
    );
}

#[test]
fn rivers_and_bridges_are_refused_with_file_line_and_reason() {
    let no_bridge = format!("{RIVERS}x,20.8 106.7;20.9 106.7\n");
    let words = refusal("rivers.csv", &no_bridge);
    assert_eq!(words, "bridges.csv:2: sông “cam” không có trong rivers.csv");
    let words = refusal("bridges.csv", BRIDGES);
    assert_eq!(words, "rivers.csv:2: sông “cam” không có cầu nào");
    let far = format!("{BRIDGES}cam,cầu Xa,10.8,106.7\n");
    let words = refusal("bridges.csv", &far);
    assert_eq!(words, "bridges.csv:2: tọa độ 10.8, 106.7 nằm ngoài phạm vi của Thành phố Hải Phòng");
    let short = format!("{RIVERS}cam,20.8 106.7\n");
    let words = refusal("rivers.csv", &short);
    assert!(words.contains("bridges.csv") || words.contains("hai điểm"), "{words}");
}

#[test]
fn r17_the_province_is_data() {
    let head = "name,south,west,north,east\n";
    let words = refusal("province.csv", head);
    assert_eq!(words, "province.csv: thiếu dòng mô tả tỉnh, thành phố");
    let row = "Thành phố Hải Phòng,19.95,106.05,21.3,107.9\n";
    let words = refusal("province.csv", &format!("{head}{row}{row}"));
    assert_eq!(words, "province.csv:3: chỉ được có một tỉnh, thành phố");
    let words = refusal("province.csv", &format!("{head}X,21.3,106.05,19.95,107.9\n"));
    assert_eq!(words, "province.csv:2: hộp tọa độ rỗng: cần south < north và west < east");
}
