//! A mail carries the office's picture inside, because mail programs show no SVG and fetch nothing from elsewhere.
use data_encoding::BASE64;
use luudong::config::OWN_MARK;
use serde_json::{Value, json};

use crate::support::TestApp;
use crate::support::households::{HOUSEHOLDS, day};
use crate::support::office::Office;
use crate::support::smtp::read_mail;

/// What a well-known receiver takes before it cuts a mail; here for the whole of it, with its picture.
const BYTES_MAX: usize = 102 * 1024;

/// A PNG of 8 × 8 with so many bytes.
fn png(bytes: usize) -> Vec<u8> {
    let mut png = OWN_MARK.to_vec();
    png.resize(bytes, 7);
    png
}

/// The receipt and the mail about the published appointment of an office with these settings, with their bytes.
fn mails_of(settings: &str) -> Vec<(Value, usize)> {
    let app = TestApp::with(settings);
    let office = Office::of(&app);
    office.approved(&HOUSEHOLDS[..1]);
    let crew = office.crew(1, &["11329"], None);
    office.duty(crew, day("2026-11-28"), "morning");
    office.publish(&office.plan(day("2026-11-28"), day("2026-11-28"), 1));
    app.deliver();
    let read = |path: &std::path::PathBuf| {
        let bytes = std::fs::metadata(path).expect("a mail").len();
        (read_mail(path), usize::try_from(bytes).expect("a length"))
    };
    app.mail_files().iter().map(read).collect()
}

fn html(mail: &Value) -> &str {
    mail["html"].as_str().expect("HTML")
}

/// The one picture of a mail, which its HTML shows beside the name that it stands for.
fn picture(mail: &Value) -> Vec<u8> {
    let pictures = mail["pictures"].as_array().expect("a list");
    assert_eq!(pictures.len(), 1, "{}", mail["shape"]);
    let id = pictures[0]["content_id"].as_str().expect("its id");
    let named = format!("<img src=\"cid:{}\"", id.trim_matches(['<', '>']));
    let (_, image) = html(mail).split_once(&named).unwrap_or_else(|| panic!("{id} is not in {}", html(mail)));
    let (image, _) = image.split_once('>').expect("a tag");
    assert!(image.contains("alt=\"\"") && id.starts_with('<'), "{image}");
    assert_eq!(html(mail).matches("<img").count(), 1, "nothing is fetched from elsewhere");
    assert_eq!((&pictures[0]["kind"], &pictures[0]["disposition"]), (&json!("image/png"), &json!("inline")));
    BASE64.decode(pictures[0]["base64"].as_str().expect("base64").as_bytes()).expect("base64")
}

#[test]
fn our_own_mark_stands_in_every_mail_where_the_office_has_no_picture() {
    let mails = mails_of("office.domain = 'thu.example.vn'");
    for (mail, bytes) in &mails {
        assert_eq!(mail["faults"], json!([]));
        assert!(picture(mail) == OWN_MARK && *bytes < BYTES_MAX, "{bytes}");
        let band = html(mail).split("class=\"band").nth(1).and_then(|rest| rest.split("</table>").next());
        assert!(band.is_some_and(|band| band.contains("thu.example.vn")), "{band:?}");
        assert!(mail["text"].as_str().expect("a text").contains("Tên miền: thu.example.vn."), "{mail}");
    }
    let shapes: Vec<&Value> = mails.iter().map(|(mail, _)| &mail["shape"]).collect();
    let (receipt, entry) =
        ("alternative(plain, related(html, png))", "mixed(alternative(plain, related(html, png), calendar), ics)");
    assert!(shapes.contains(&&json!(receipt)) && shapes.contains(&&json!(entry)), "{shapes:?}");
    let (published, _) = mails.iter().find(|(mail, _)| mail["shape"] == entry).expect("it is there");
    assert_eq!(published["event"]["method"], "REQUEST", "calendars read it as before");
    assert_eq!(published["attachments"], json!(["lich-hen.ics"]), "the picture is no attachment");
}

#[test]
fn the_office_s_png_goes_as_it_is_and_one_for_mails_takes_the_place_of_an_svg() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).expect("a file");
        folder.path().join(name).display().to_string()
    };
    let svg = at("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 8 8'></svg>");
    let (largest, small) = (png(40_960), png(6_000));
    for (settings, carried) in [
        (format!("office.emblem = '{}'", at("largest.png", &largest)), &largest),
        (format!("office.emblem = '{svg}'\noffice.mail_emblem = '{}'", at("small.png", &small)), &small),
    ] {
        for (mail, bytes) in mails_of(&settings) {
            assert_eq!(mail["faults"], json!([]));
            assert!(picture(&mail) == *carried && bytes < BYTES_MAX, "{settings}: {bytes}");
        }
    }
    for settings in [format!("office.emblem = '{svg}'"), format!("office.emblem = '{}'", at("large.png", &png(40_961)))]
    {
        for (mail, _) in mails_of(&settings) {
            let shape = mail["shape"].as_str().expect("its shape");
            assert!(!html(&mail).contains("<img") && !shape.contains("related"), "{settings}: {shape}");
        }
    }
}

#[test]
fn every_form_of_a_mail_names_the_office_of_the_settings() {
    for (mail, _) in mails_of("office.name = 'Công an tỉnh Thử'\noffice.address = 'Số 1 đường Thử'") {
        let text = mail["text"].as_str().expect("a text");
        assert!(text.contains("\nLưu Động – Công an tỉnh Thử, Số 1 đường Thử. "), "{text}");
        assert!(html(&mail).contains("Lưu Động – Công an tỉnh Thử, Số 1 đường Thử."), "{}", html(&mail));
        assert!(!text.contains("Công an thành phố"), "{text}");
        let entry = mail["event"]["description"].as_str();
        assert!(entry.is_none_or(|entry| entry.ends_with("\nLưu Động – Công an tỉnh Thử")), "{entry:?}");
    }
}
