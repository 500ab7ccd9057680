//! Bad files: exit status 2, one Vietnamese sentence that names the place, nothing printed, nothing written.
use std::path::Path;

use luudong::instances::{self, InstanceFormat};
use planner::{Settings, Unwatched};
use serde_json::Value;

use crate::{luudong, made, path, reader};

/// What is in the file, and what the sentence must say.
type Case = (&'static str, Vec<u8>, &'static str);

/// A small home-visit file with one thing changed.
fn home(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut file = made::home(1, 5, 1);
    change(&mut file);
    file.to_string().into()
}

/// A small file in Solomon's format with one piece replaced.
fn solomon(from: &str, to: &str) -> Vec<u8> {
    let file = made::solomon(1, 5);
    assert!(file.contains(from), "{file}");
    file.replacen(from, to, 1).into()
}

fn half(file: &str) -> Vec<u8> {
    file.as_bytes()[..file.len() / 2].into()
}

fn bad_home_files() -> Vec<Case> {
    let file = made::home(1, 5, 1).to_string();
    vec![
        ("home", Vec::new(), "dòng 1: tệp trống"),
        ("home", half(&file), "dòng 1: JSON bị cắt ngang"),
        ("home", vec![0xff, 0xfe, 0, 1, 2], "không phải văn bản UTF-8"),
        ("home", vec![0, 1, 2], "dòng 1, cột 1: không phải là JSON"),
        ("home", file.replacen("\"service\":", "\"service\":NaN,\"x\":", 1).into(), "không phải là JSON"),
        ("home", b"7".into(), "visits: cần một danh sách"),
        ("home", made::solomon(1, 5).into(), "không phải là JSON"),
        ("home", home(|file| file["visits"] = Value::Array(vec![])), "visits: cần ít nhất một"),
        ("home", home(|file| file["visits"][2] = 7.into()), "visit 2: wins: cần một danh sách"),
        ("home", home(|file| file["visits"][2]["service"] = Value::Null), "visit 2: service: cần số nguyên, thấy null"),
        ("home", home(|file| file["visits"][2]["service"] = (-5).into()), "visit 2: có khoảng thời gian âm"),
        ("home", home(|file| file["visits"][2]["demand"] = (-1).into()), "visit 2: demand: số âm"),
        ("home", home(|file| file["visits"][2]["service"] = 1_000_000_000_000_i64.into()), "số 1000000000000 quá lớn"),
        ("home", home(|file| file["visits"][2]["prio"] = 0.into()), "visit 2: có mức ưu tiên 0"),
        ("home", home(|file| file["visits"][2]["pin"] = 99.into()), "visit 2: nhắc đến một ca không có"),
        ("home", home(|file| file["visits"][2]["pin"] = (-2).into()), "visit 2: pin: -2 không phải là số xe"),
        ("home", home(|file| file["visits"][2]["skills"] = vec![64].into()), "visit 2: skills: 64 không nằm trong"),
        ("home", home(|file| file["visits"][2]["wins"] = Value::Array(vec![])), "visit 2: không có khung giờ nào"),
        (
            "home",
            home(|file| file["visits"][2]["wins"][0][1] = 80_000.into()),
            "visit 2: có khung giờ đóng trước khi mở",
        ),
        (
            "home",
            home(|file| file["visits"][2]["wins"][0][0] = 2_000_000_000.into()),
            "visit 2: có thời điểm âm hoặc xa",
        ),
        ("home", home(|file| file["vehicles"][1]["s"] = 99.into()), "vehicle 1: s: địa điểm 99 không có trong matrix"),
        ("home", home(|file| file["vehicles"][1]["b"] = 0.into()), "vehicle 1: có ca kết thúc trước khi bắt đầu"),
        ("home", home(|file| file["vehicles"][1]["brk"] = vec![1].into()), "vehicle 1: brk: cần [sớm nhất"),
        ("home", home(|file| file["matrix"][3][4] = (-60).into()), "matrix row 3: -60 giây: có thời gian đi âm"),
        ("home", home(|file| drop(file["matrix"].as_array_mut().expect("rows").pop())), "matrix row 0: cần 6 số"),
        (
            "home",
            home(|file| file["matrix"].as_array_mut().expect("rows").truncate(3)),
            "matrix: có 3 hàng, cần ít nhất 5",
        ),
        ("home", home(|file| drop(file["matrix"][6].as_array_mut().expect("a row").pop())), "matrix row 6: cần 7 số"),
    ]
}

fn bad_solomon_files() -> Vec<Case> {
    let file = made::solomon(1, 5);
    let cut = file[..file.len() - 40].into();
    vec![
        ("solomon", Vec::new(), "dòng 1: tệp không có số nào"),
        ("solomon", b"VEHICLE\nNUMBER CAPACITY\n".into(), "dòng 1: tệp không có số nào"),
        ("solomon", half("VEHICLE\n 12 60\n"), "dòng 1: tệp không có số nào"),
        ("solomon", b"\n 12 60\n".into(), "dòng 2: không có khách nào phía sau"),
        ("solomon", cut, "dòng 15: cần 7 số cho mỗi khách, thấy 3"),
        ("solomon", vec![0xff, 0xfe, 0, 1, 2], "không phải văn bản UTF-8"),
        ("solomon", made::home(1, 5, 1).to_string().into(), "dòng 1: tệp không có số nào"),
        ("solomon", solomon("  12         60", "  12"), "dòng 5: cần số xe và sức chứa"),
        ("solomon", solomon("  12         60", "  -1         60"), "dòng 5: số xe hoặc sức chứa vô lý"),
        ("solomon", solomon("\n    3 ", "\n    x "), "dòng 13: «x» không phải là số"),
        ("solomon", solomon("\n    3 ", "\n    NaN "), "dòng 13: «NaN» không phải là số"),
        ("solomon", solomon("\n    3 ", "\n    4 "), "dòng 13: cần khách số 3, thấy 4"),
        ("solomon", solomon("\n    3 ", "\n    3 -1e12 "), "dòng 13: số -1e12 quá lớn"),
        ("solomon", solomon("\n    3 ", "\n    3 9e6 "), "dòng 13: cần 7 số"),
        ("solomon", solomon("        10\n    2", "       -10\n    2"), "dòng 11: có số âm"),
        ("solomon", solomon(" 0        400 ", " 500      400 "), "dòng 10: có ca kết thúc trước khi bắt đầu"),
    ]
}

/// The command's own sentence, after everything that must hold for any refusal.
fn refusal(arguments: &[&str], out: &Path) -> String {
    let refused = luudong(&[arguments, &["--out", path(out)]].concat());
    let said = String::from_utf8(refused.stderr).expect("text");
    assert_eq!(refused.status.code(), Some(2), "{arguments:?}: {said}");
    assert!(refused.stdout.is_empty(), "{arguments:?}: {}", String::from_utf8_lossy(&refused.stdout));
    assert!(said.starts_with("luudong: ") && said.lines().count() == 1, "{arguments:?}: {said}");
    assert!(!out.exists(), "{arguments:?} wrote a plan");
    said
}

#[test]
fn a_bad_file_gets_its_place_and_its_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, out) = (folder.path().join("bad"), folder.path().join("plan.json"));
    for (format, content, wanted) in bad_home_files().into_iter().chain(bad_solomon_files()) {
        std::fs::write(&file, content).expect("written");
        let said = refusal(&["solve", path(&file), "--format", format, "--steps", "16"], &out);
        assert!(said.contains(wanted) && said.contains(path(&file)), "«{wanted}» is not in: {said}");
    }
    let missing = refusal(&["solve", path(&folder.path().join("none")), "--format", "home"], &out);
    assert!(missing.contains("không có tệp hoặc thư mục này"), "{missing}");
    let a_folder = refusal(&["solve", path(folder.path()), "--format", "home"], &out);
    assert!(a_folder.contains("đây là thư mục, không phải tệp"), "{a_folder}");
}

/// Reads a text; what is accepted must also be solved, into a plan that the independent reader accepts.
fn must_hold(format: InstanceFormat, text: &str) {
    let Ok(problem) = instances::read(format, text) else { return };
    let settings = Settings { seed: 1, threads: 1, iterations: Some(16) };
    let solution = planner::solve(&problem, &settings, None, &Unwatched).expect("nothing is frozen");
    let instance = if format == InstanceFormat::Home { reader::home(text) } else { reader::solomon(text) };
    let verdict = instance.validate(&instances::plan_json(&solution.plan));
    assert!(verdict.faults.is_empty(), "{:?}\n{text}", verdict.faults);
}

#[test]
fn a_file_cut_anywhere_is_refused_or_solved() {
    let (home, solomon) = (made::home(3, 6, 2).to_string(), made::solomon(3, 6));
    for cut in 0..home.len() {
        assert!(instances::read(InstanceFormat::Home, &home[..cut]).is_err(), "cut at {cut}");
    }
    for cut in 0..solomon.len() {
        must_hold(InstanceFormat::Solomon, &solomon[..cut]);
    }
}

#[test]
fn any_number_may_be_absurd() {
    let absurd = ["-1", "0", "1", "2.5", "63", "99999", "2147483647", "-2147483648", "1000000000000", "1e300", "x", ""];
    let (home, solomon) = (made::home(2, 5, 1).to_string(), made::solomon(2, 5));
    for (format, text) in [(InstanceFormat::Home, home), (InstanceFormat::Solomon, solomon)] {
        let digit = |c: char| c.is_ascii_digit() || c == '-';
        let mut end = 0;
        while let Some(start) = text[end..].find(digit).map(|at| end + at) {
            end = text[start..].find(|c| !digit(c)).map_or(text.len(), |length| start + length);
            for other in absurd {
                must_hold(format, &format!("{}{other}{}", &text[..start], &text[end..]));
            }
        }
    }
}
