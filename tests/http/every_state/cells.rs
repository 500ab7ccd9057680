//! What is to be said, cell by cell: the states of a case by what became of its half-day.

/// What stands in one cell.
pub struct Cell {
    pub case: &'static str,
    /// How the first sentence of the family's page begins.
    pub page: &'static str,
    /// State of the visit in the API; "-" for none.
    pub visit: &'static str,
    /// Window, names and words are told, on the page and in the API.
    pub promise: bool,
    /// The officers' roster has the stop, on the page and in the API.
    pub roster: bool,
    pub check: &'static str,
    /// METHOD and STATUS of the newest calendar entry; "-" for none.
    pub calendar: &'static str,
    /// On the dispatcher's list of kept places.
    pub listed: bool,
}

const fn cell(case: &'static str, page: &'static str, visit: &'static str) -> Cell {
    Cell { case, page, visit, promise: false, roster: false, check: "no", calendar: "-", listed: false }
}

impl Cell {
    const fn promise(self) -> Self {
        Self { promise: true, ..self }
    }

    const fn roster(self) -> Self {
        Self { roster: true, ..self }
    }

    const fn check(self, check: &'static str) -> Self {
        Self { check, ..self }
    }

    const fn calendar(self, calendar: &'static str) -> Self {
        Self { calendar, ..self }
    }

    const fn listed(self) -> Self {
        Self { listed: true, ..self }
    }
}

const FILED: &str = "Đã nhận đề nghị. Công an phường, xã đang xem xét.";
const ASKED: &str = "Công an phường, xã cần hỏi thêm trước khi duyệt.";
const KEPT: &str = "Đang giữ chỗ buổi sáng Thứ Năm 26/11/2026, chờ cán bộ duyệt.";
const KEPT_ASKED: &str =
    "Đang giữ chỗ buổi sáng Thứ Năm 26/11/2026, chờ cán bộ duyệt. Công an phường, xã cần hỏi thêm trước.";
const REFUSED: &str = "Rất tiếc, lần này tổ chưa đến nhà được.";
const WITHDRAWN: &str = "Hồ sơ đã được rút theo yêu cầu của gia đình.";
const JOINED: &str = "Hồ sơ này được gộp với hồ sơ gửi trước của cùng người.";
const ERASED: &str = "Dữ liệu đã được xóa ngày Thứ Hai 23/11/2026.";
const WAITING: &str = "Đề nghị đã được duyệt, đang chờ xếp lịch.";
const BOOKED: &str = "Đã đặt buổi chiều Thứ Năm 26/11/2026. Khung giờ báo sau.";
const PROMISED: &str = "Tổ công tác đến nhà Thứ Năm 26/11/2026, từ ";

/// No half-day is taken, whether or not a place was held before the case was filed.
pub const UNBOOKED: [Cell; 7] = [
    cell("filed", FILED, "-").check("no_hour_yet"),
    cell("asked", ASKED, "-").check("no_hour_yet"),
    cell("refused", REFUSED, "-"),
    cell("withdrawn", WITHDRAWN, "-"),
    cell("erased", ERASED, "-"),
    cell("approved", WAITING, "waiting").check("no_hour_yet"),
    cell("joined", JOINED, "-"),
];

/// A half-day of a duty whose families do not know their windows yet.
pub const UNPUBLISHED: [Cell; 7] = [
    cell("filed", KEPT, "kept").check("no_hour_yet").calendar("REQUEST TENTATIVE").listed(),
    cell("asked", KEPT_ASKED, "kept").check("no_hour_yet").calendar("REQUEST TENTATIVE").listed(),
    cell("refused", REFUSED, "cancelled").calendar("CANCEL CANCELLED"),
    cell("withdrawn", WITHDRAWN, "cancelled").calendar("CANCEL CANCELLED"),
    cell("erased", ERASED, "cancelled").calendar("CANCEL CANCELLED"),
    cell("approved", BOOKED, "booked").roster().check("no_hour_yet").calendar("REQUEST CONFIRMED"),
    cell("joined", JOINED, "cancelled").calendar("CANCEL CANCELLED"),
];

/// A half-day of a duty that was published while it was empty: only the approved family is told its window.
pub const PUBLISHED: [Cell; 7] = [
    cell("filed", KEPT, "kept").check("no_hour_yet").calendar("REQUEST TENTATIVE").listed(),
    cell("asked", KEPT_ASKED, "kept").check("no_hour_yet").calendar("REQUEST TENTATIVE").listed(),
    cell("refused", REFUSED, "cancelled").calendar("CANCEL CANCELLED"),
    cell("withdrawn", WITHDRAWN, "cancelled").calendar("CANCEL CANCELLED"),
    cell("erased", ERASED, "cancelled").calendar("CANCEL CANCELLED"),
    cell("approved", PROMISED, "published").promise().roster().check("yes").calendar("REQUEST CONFIRMED"),
    cell("joined", JOINED, "cancelled").calendar("CANCEL CANCELLED"),
];

/// A half-day that we took back: the duty was cancelled.
pub const POSTPONED: [Cell; 7] = [
    cell("filed", FILED, "waiting").check("no_hour_yet").calendar("CANCEL CANCELLED"),
    cell("asked", ASKED, "waiting").check("no_hour_yet").calendar("CANCEL CANCELLED"),
    cell("refused", REFUSED, "cancelled").calendar("CANCEL CANCELLED"),
    cell("withdrawn", WITHDRAWN, "cancelled").calendar("CANCEL CANCELLED"),
    cell("erased", ERASED, "cancelled").calendar("CANCEL CANCELLED"),
    cell("approved", WAITING, "waiting").check("no_hour_yet").calendar("CANCEL CANCELLED"),
    cell("joined", JOINED, "cancelled").calendar("CANCEL CANCELLED"),
];
