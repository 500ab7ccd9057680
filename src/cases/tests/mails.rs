//! The receipt: code, link, what comes next, and nothing that a scammer would write.
use super::{Office, grandmother};
use crate::cases::emails::{Receipt, receipt_mail};
use crate::cases::new_case::parse;
use crate::text::messages::Words;

#[test]
fn r33_the_receipt_says_code_ward_next_step_and_how_to_check() {
    let office = Office::new();
    let parsed = parse(&grandmother(), &office.tables, office.desk.now().date()).unwrap();
    let triage = parsed.people[0].triage(office.desk.now().date());
    let ward = office.tables.ward_name("11329");
    let receipt = Receipt {
        words: Words::VIETNAMESE,
        contact: &parsed.contact,
        code: "K7MQ-2XPT",
        secret: "204-118-736-950-482-117-305",
        link: "http://x/follow/K7MQ-2XPT/s",
        ward,
        triage: &triage,
        has_place: false,
        no_visit: &parsed.no_visit,
    };
    let mail = receipt_mail("lan@example.com".to_owned(), &receipt).unwrap();
    assert_eq!(mail.subject, "Đã nhận đề nghị làm căn cước tại nhà – mã hồ sơ K7MQ-2XPT");
    for body in [&mail.text, &mail.html] {
        for words in [
            "K7MQ-2XPT",
            "http://x/follow/K7MQ-2XPT/s",
            "Phường Ngô Quyền",
            "chưa phải lịch hẹn",
            &Words::VIETNAMESE.say("follow-next-filed-choose"),
            "không hỏi mã OTP",
            "7 ngày làm việc",
        ] {
            assert!(body.contains(words), "{words} is missing in {body}");
        }
        for words in ["đăng nhập", "chuyển khoản", "Nguyễn Thị Hòa", "{{", "{%"] {
            assert!(!body.contains(words), "{words} is in {body}");
        }
    }
}
