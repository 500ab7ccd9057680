//! The drawings under the pin: well-formed for every ward, small, the same for everybody; Plus Codes as a peer has them.
use std::io::Write;
use std::process::Stdio;

use luudong::dice::Dice;
use luudong::geography::Geography;
use luudong::reference::ReferenceFiles;

use super::*;

fn python(file: &str) -> Command {
    let mut command = Command::new(environment::python());
    command.arg(format!("{}/tests/peers/{file}", env!("CARGO_MANIFEST_DIR")));
    command
}

fn lines(command: &mut Command) -> Vec<String> {
    let output = command.output().expect("Python starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

#[test]
fn every_ward_has_a_well_formed_drawing_without_scripts_styles_or_links() {
    let app = TestApp::start();
    let geography = Geography::load(&ReferenceFiles::embedded()).expect("the places");
    let folder = tempfile::tempdir().expect("a folder");
    let mut names = Vec::new();
    for ward in geography.wards.iter() {
        for zoom in [MapView::zoom_for(ward.center, ward.radius_metres()), 16] {
            let view = MapView::around(ward.center, zoom);
            let path = format!("/map/vi/{}/{zoom}/{}/{}.svg", ward.code, view.column, view.row);
            let answer = app.public().get(&path).expect(200);
            assert_eq!(answer.header("content-type"), "image/svg+xml; charset=utf-8");
            assert_eq!(answer.header("cache-control"), "public, max-age=3600");
            assert!(answer.text.contains(&format!(">{}</text>", ward.name)), "{} is named", ward.name);
            let name = format!("{}-{zoom}", ward.code);
            std::fs::write(folder.path().join(format!("{name}.svg")), &answer.text).expect("it is written");
            names.push(name);
        }
    }
    names.sort();
    names.dedup();
    let read = lines(python("read_svg.py").arg(folder.path()));
    assert_eq!(read.len(), names.len());
    for line in read {
        let parts: Vec<&str> = line.split('\t').collect();
        assert!(parts[1].parse::<usize>().expect("bytes") < 12_000, "{line}");
        assert_eq!(parts[2], "clean", "{line}");
        assert!(parts[3].starts_with("Bản đồ quanh "), "{line}");
    }
}

#[test]
fn there_is_no_drawing_of_what_is_not_ours() {
    let app = TestApp::start();
    for path in [
        "/map/vi/11329/14/0/0.svg",
        "/map/vi/11329/14/99999999/12837.svg",
        "/map/vi/11329/14/4294967295/4294967295.svg",
        "/map/vi/11329/99/23197/12837.svg",
        "/map/vi/11329/8/23197/12837.svg",
        "/map/vi/00000/14/23197/12837.svg",
        "/map/xx/11329/14/23197/12837.svg",
        "/map/vi/11329/14/-1/12837.svg",
        "/map/vi/11329/14/x/12837.svg",
    ] {
        let answer = app.public().get(path).expect(404);
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
    let english = app.public().get("/map/en/11329/14/23197/12837.svg").expect(200);
    assert!(english.text.contains("<title id=\"map-title\">Map around Phường Ngô Quyền</title>"));
}

#[test]
fn plus_codes_are_those_of_another_program() {
    let dice = Dice::seeded(2026);
    let number = |from: f64, to: f64| from + (to - from) * f64::from(dice.between(0, 999_999_999)) / 1e9;
    let mut asked = String::new();
    let mut points = Vec::new();
    for at in 0..10_000 {
        // Half of them anywhere, half in the province.
        let (lat, lng) = match at % 2 {
            0 => (number(-89.0, 89.0), number(-179.0, 179.0)),
            _ => (number(19.95, 21.30), number(106.05, 107.90)),
        };
        let near = (lat + number(-0.45, 0.45), lng + number(-0.45, 0.45));
        asked.push_str(&format!("{lat} {lng} {} {}\n", near.0, near.1));
        points.push((Point::new(lat, lng).expect("a point"), Point::new(near.0, near.1).expect("a point")));
    }
    let mut peer = python("plus_codes.py").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("Python starts");
    let mut input = peer.stdin.take().expect("its input");
    let sends = std::thread::spawn(move || input.write_all(asked.as_bytes()).expect("it reads"));
    let output = peer.wait_with_output().expect("it ends");
    sends.join().expect("all was sent");
    let said = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(said.lines().count(), points.len());
    for (line, (place, near)) in said.lines().zip(points) {
        let parts: Vec<&str> = line.split(' ').collect();
        let code = plus_code::encode(place, 10);
        assert_eq!((&*code, &*plus_code::encode(place, 11)), (parts[0], parts[1]), "{place:?}");
        let middle = |at: usize| {
            let number = |at: usize| parts[at].parse::<f64>().expect("a number");
            Point::new(number(at), number(at + 1)).expect("a point")
        };
        let area = plus_code::decode(&code).expect("a code");
        let own = Point::new(area.south + area.height / 2.0, area.west + area.width / 2.0).expect("a point");
        assert!(own.metres_to(middle(2)) < 0.01, "{code}");
        let short = plus_code::read(&code[4..], near).expect("a short code");
        assert!(short.metres_to(middle(4)) < 0.01, "{} near {near:?}: {short:?} {line}", &code[4..]);
    }
}
