//! Every kind of refusal that the API knows: stable code, status, Vietnamese title. `docs/problems.md` lists the same.
use actix_web::http::StatusCode;

/// One kind of problem; its `type` is `/problems/<code>`.
#[derive(Debug, PartialEq, Eq)]
pub struct ProblemType {
    /// Stable code, English, kebab-case.
    pub code: &'static str,
    /// HTTP status.
    pub status: u16,
    /// Vietnamese title, the same for every occurrence.
    pub title: &'static str,
    /// What to do about it, Vietnamese.
    pub advice: &'static str,
}

impl ProblemType {
    /// The status as actix wants it.
    pub fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

macro_rules! problem_types {
    ($($name:ident = $status:literal $code:literal, $title:literal, $advice:literal;)*) => {
        $(#[doc = $title] pub static $name: ProblemType = ProblemType { code: $code, status: $status, title: $title, advice: $advice };)*
        /// All of them, for the documentation and the test that compares it.
        pub static ALL: &[&ProblemType] = &[$(&$name),*];
    };
}

problem_types! {
    MALFORMED = 400 "malformed", "Yêu cầu không đọc được", "Kiểm tra cú pháp JSON hoặc biểu mẫu rồi gửi lại.";
    SIGN_IN_NEEDED = 401 "sign-in-needed", "Cần đăng nhập", "Đăng nhập rồi gửi lại, kèm access token còn hạn.";
    WRONG_CREDENTIALS = 401 "wrong-credentials", "Sai tên đăng nhập hoặc mật khẩu", "Nhập lại; quên mật khẩu thì liên hệ quản trị viên.";
    SECOND_FACTOR_NEEDED = 401 "second-factor-needed", "Cần mã xác thực", "Gửi lại kèm code: 6 chữ số trong ứng dụng xác thực, hoặc một mã dự phòng.";
    WRONG_CODE = 401 "wrong-code", "Mã xác thực không đúng", "Mã không đúng hoặc đã dùng rồi. Chờ ứng dụng hiện mã mới rồi nhập lại.";
    SECOND_FACTOR_MISSING = 403 "second-factor-missing", "Cần bật xác thực hai lớp", "Bật ở trang Tài khoản, mục Xác thực hai lớp, rồi đăng nhập lại.";
    PROOF_NEEDED = 403 "proof-needed", "Cần mã xác thực lần nữa", "Đăng nhập lại kèm code rồi gửi lại ngay.";
    NOT_ALLOWED = 403 "not-allowed", "Không có quyền", "Việc này không thuộc quyền hoặc địa bàn của tài khoản đang dùng.";
    FOREIGN_FORM = 403 "foreign-form", "Biểu mẫu gửi từ trang khác", "Mở lại trang trên chính hệ thống này rồi gửi lại.";
    PASSWORD_CHANGE_NEEDED = 403 "password-change-needed", "Cần đổi mật khẩu tạm", "Đổi mật khẩu ở trang Tài khoản hoặc bằng PUT /api/v1/me/password rồi làm tiếp.";
    NOT_FOUND = 404 "not-found", "Không tìm thấy", "Kiểm tra lại địa chỉ hoặc mã.";
    METHOD_NOT_ALLOWED = 405 "method-not-allowed", "Địa chỉ này không nhận phương thức đó", "Xem tài liệu API ở /docs.";
    NOT_ACCEPTABLE = 406 "not-acceptable", "Không có định dạng được yêu cầu", "Bỏ hoặc đổi tiêu đề Accept.";
    TOO_SLOW = 408 "too-slow", "Nội dung gửi đến quá chậm", "Kiểm tra đường truyền rồi gửi lại.";
    CONFLICT = 409 "conflict", "Dữ liệu đã thay đổi", "Đọc lại dữ liệu mới nhất rồi quyết định lại.";
    ALREADY_DONE = 409 "already-done", "Việc này đã làm rồi", "Không cần gửi lại.";
    OWN_ACCOUNT = 409 "own-account", "Không tự đổi quyền của mình", "Nhờ quản trị viên khác, hoặc người vận hành máy chủ bằng lệnh luudong user.";
    KIT_OR_OFFICER_TAKEN = 409 "kit-or-officer-taken", "Bộ thiết bị hoặc cán bộ đã có ca khác", "Chọn bộ thiết bị, cán bộ hoặc buổi khác.";
    INPUTS_CHANGED = 409 "inputs-changed", "Phương án đã cũ", "Hồ sơ hoặc ca công tác đã thay đổi sau khi xếp lịch. Hãy xếp lịch lại.";
    HALF_DAY_GONE = 409 "half-day-gone", "Buổi này đã hết chỗ", "Chọn một trong các buổi còn nhận nêu trong offers, hoặc để hồ sơ chờ.";
    HALF_DAY_OUT_OF_REACH = 409 "half-day-out-of-reach", "Buổi này không nhận đặt", "Chọn một trong các buổi còn nhận nêu trong offers; lý do ghi ở detail.";
    INVITATION_OVER = 409 "invitation-over", "Lời mời không còn hiệu lực", "Hồ sơ vẫn giữ nguyên thứ tự chờ và sẽ được mời khi có chỗ khác.";
    VISIT_ENDED = 409 "visit-ended", "Lượt đến này đã có kết quả", "Đọc kết quả đang đứng trong report; nếu sai, gửi kết quả mới với replaces nêu báo cáo ấy và lý do.";
    EDIT_REFUSED = 409 "edit-refused", "Sắp xếp này không đi được", "Chọn chỗ khác; điều cản và số phút ghi ở detail.";
    PROMISE_BREAKS = 409 "promise-breaks", "Gia đình đã biết giờ khác", "Nếu đồng ý để gia đình được báo lại, gửi lại với confirm là true.";
    VISITS_HURT = 409 "visits-hurt", "Có lượt đến bị mất chỗ", "Xem trước bằng change-preview, rồi gửi lại với accept gồm đúng các lượt nêu trong visits.";
    IN_PROGRESS = 409 "in-progress", "Yêu cầu giống hệt đang được xử lý", "Chờ vài giây rồi gửi lại với cùng Idempotency-Key.";
    FORM_SENT = 409 "form-sent", "Yêu cầu này đã được nhận", "Không cần gửi lại. Mở lại trang trước để xem kết quả.";
    HOLD_OVER = 410 "hold-over", "Chỗ giữ không còn", "Xem lại các buổi còn nhận rồi giữ hoặc đặt buổi khác.";
    OUT_OF_DATE = 412 "out-of-date", "Bản đang sửa đã cũ", "Đọc lại (GET) để lấy ETag mới rồi sửa lại.";
    TOO_LARGE = 413 "too-large", "Nội dung gửi quá lớn", "Chia nhỏ nội dung.";
    WRONG_MEDIA_TYPE = 415 "wrong-media-type", "Sai loại nội dung", "Gửi với Content-Type: application/json.";
    INVALID = 422 "invalid", "Dữ liệu chưa hợp lệ", "Sửa các ô được nêu trong errors rồi gửi lại.";
    KEY_REUSED = 422 "key-reused", "Idempotency-Key đã dùng cho nội dung khác", "Tạo khoá mới cho yêu cầu mới.";
    CANNOT_VERIFY = 422 "cannot-verify", "Chưa thể duyệt hồ sơ", "Bổ sung điều được nêu trong detail.";
    FACTS_WRONG = 422 "facts-wrong", "Điều người gọi nói không khớp hồ sơ", "Hỏi lại hai điều khác; không nói cho người gọi biết điều nào sai.";
    HALF_DAY_CLOSED = 422 "half-day-closed", "Buổi này không làm việc", "Chọn buổi khác, hoặc mở buổi ngoại lệ có lý do.";
    BEYOND_CALENDAR = 422 "beyond-calendar", "Chưa có lịch làm việc cho ngày này", "Chọn ngày sớm hơn. Người quản trị bổ sung ngày nghỉ của năm sau vào calendar.csv.";
    PRECONDITION_NEEDED = 428 "precondition-needed", "Thiếu If-Match", "Gửi kèm If-Match với ETag đã đọc.";
    TOO_MANY = 429 "too-many", "Quá nhiều lần thử", "Chờ rồi thử lại.";
    TOO_MANY_CASES = 429 "too-many-cases", "Hôm nay đã nhận nhiều hồ sơ cùng liên hệ này", "Gửi tiếp vào ngày mai, hoặc gọi trực ban Công an phường, xã để cán bộ nhập giúp.";
    TOO_MANY_CHECKS = 429 "too-many-checks", "Hôm nay đã hỏi sai quá nhiều lần", "Đừng cho người lạ vào, đừng trả tiền. Gọi trực ban Công an phường, xã theo số niêm yết; ngày mai hỏi lại được ở đây.";
    BUSY = 429 "busy", "Đang có quá nhiều đề nghị mới", "Chờ ít phút rồi gửi lại, hoặc gọi trực ban Công an phường, xã.";
    TOO_MANY_HOLDS = 429 "too-many-holds", "Đang giữ quá nhiều buổi", "Gửi hồ sơ cho buổi đang giữ, trả bớt một buổi, hoặc chờ cán bộ duyệt hồ sơ đã đặt.";
    INTERNAL = 500 "internal", "Hệ thống gặp lỗi", "Thử lại sau; nếu vẫn lỗi, báo quản trị viên kèm mã yêu cầu.";
    UNAVAILABLE = 503 "unavailable", "Hệ thống tạm thời chưa phục vụ được", "Thử lại sau ít phút.";
}

/// The kind that fits a bare status, for answers that a library made.
pub fn of_status(status: StatusCode) -> &'static ProblemType {
    let by_status = |kind: &&&ProblemType| kind.status == status.as_u16();
    let otherwise = if status.is_client_error() { &MALFORMED } else { &INTERNAL };
    ALL.iter().find(by_status).copied().unwrap_or(otherwise)
}
