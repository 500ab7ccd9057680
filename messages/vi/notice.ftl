### Bảng niêm yết công khai: những điều chung, trang của từng phường, xã, tờ A4.

notice-apply = Gửi đề nghị làm tại nhà
notice-apply-hint = Mất khoảng 5 phút
notice-follow = Xem hồ sơ đã gửi
notice-follow-hint = Bằng mã hồ sơ và mật mã
notice-check = Có người hẹn? Kiểm tra thật giả
notice-check-hint = Trước khi mở cửa cho ai
notice-not-a-promise = Đề nghị chưa phải là lịch hẹn. Cán bộ xem đề nghị, rồi báo ngày cho gia đình.
notice-date = { $date } ({ $lunar })

notice-who = Ai được đề nghị
notice-who-disabled = Người khuyết tật, người ốm nằm tại giường, người ngồi xe lăn, người đang nằm viện.
notice-who-old = Người cao tuổi đi lại khó.
notice-who-merit = Người có công, gia đình chính sách, người hưởng trợ cấp xã hội, hộ nghèo mà đi lại khó.
notice-who-anywhere = Người đang ở { $province }, dù hộ khẩu thường trú ở tỉnh khác.
notice-who-others = Người đi lại được thì xin đến trụ sở Công an phường, xã, đặc khu.
notice-who-gist = Người khuyết tật, người ốm, người cao tuổi đi lại khó

notice-steps = Từ lúc gửi đến lúc có thẻ
notice-step-send = Gia đình gửi đề nghị
notice-step-send-more = Nhận một mã hồ sơ.
notice-step-day = Cán bộ xem, hẹn ngày
notice-step-day-more = Thứ Hai đến Thứ Sáu, hoặc sáng Thứ Bảy, trừ ngày lễ. Thiếu gì, cán bộ gọi điện hoặc gửi thư.
notice-step-visit = Tổ lưu động đến nhà
notice-step-visit-more = Lấy vân tay, chụp ảnh mặt và mắt.
notice-step-card = Có thẻ
notice-step-card-more = Nhận ở trụ sở Công an phường, xã hoặc qua bưu điện.
notice-minutes = Tổ ở nhà khoảng { $usual } phút. Với người nằm liệt thì khoảng { $bedridden } phút.

notice-prepare = Cần chuẩn bị
notice-prepare-card = Thẻ cũ nếu có: CMND, CCCD hoặc căn cước. Cán bộ sẽ thu thẻ cũ.
notice-prepare-representative = Trẻ dưới 14 tuổi và người mất năng lực hành vi (không tự quyết định được) thì cha mẹ hoặc người đại diện hợp pháp phải có mặt.
notice-prepare-room = Một ổ cắm điện, một cái bàn và một bức tường sáng màu.
notice-prepare-papers = Không cần nộp giấy tờ đã có trên VNeID.
notice-prepare-gist = Thẻ cũ nếu có, một ổ cắm, một cái bàn

notice-fees = Lệ phí
notice-fees-home = Đến tận nhà không thu thêm tiền.
notice-fees-caption = Lệ phí hôm nay, { $date }
notice-fees-caption-change = Lệ phí hôm nay, { $date }, và từ ngày { $change }
notice-fees-what = Việc cần làm
notice-fees-today = Hôm nay
notice-fees-later = Từ { $date }
notice-fees-exempt = Có người được miễn tiền. Cán bộ xác nhận tại chỗ.
notice-fee-free = Không mất tiền
notice-fee-ask = Cán bộ xác nhận tại chỗ
notice-fee-amount = { $amount } đồng
notice-fee-mark = .
notice-procedure-first = Làm thẻ lần đầu
notice-procedure-child6_13 = Làm thẻ cho trẻ từ 6 đến dưới 14 tuổi
notice-procedure-age = Đổi thẻ khi đủ 14, 25, 40, 60 tuổi
notice-procedure-cccd_to_cc = Đổi CMND hoặc CCCD sang thẻ căn cước
notice-procedure-info = Đổi thẻ vì thông tin thay đổi
notice-procedure-lost = Làm lại thẻ bị mất (thường làm được trên mạng, không cần tổ đến nhà)

notice-card = Bao lâu có thẻ
notice-card-rule = Thẻ có trong { $days } ngày làm việc, tính từ sau ngày tổ lấy đủ thông tin. Thứ Bảy, Chủ nhật và ngày lễ không tính.
notice-card-today = Ví dụ: tổ lấy đủ thông tin hôm nay, { $captured }, thì thẻ có vào { $due }.
notice-card-today-estimate = Ví dụ: tổ lấy đủ thông tin hôm nay, { $captured }, thì thẻ dự kiến có vào { $due }. Lịch nghỉ lễ chưa công bố nên ngày này có thể đổi.
notice-card-on = Ví dụ: tổ lấy đủ thông tin vào { $captured } thì thẻ có vào { $due }.
notice-card-on-estimate = Ví dụ: tổ lấy đủ thông tin vào { $captured } thì thẻ dự kiến có vào { $due }. Lịch nghỉ lễ chưa công bố nên ngày này có thể đổi.
notice-card-gist = Tính theo ngày làm việc, từ sau ngày tổ đến

notice-call = Số điện thoại
notice-call-own = Số điện thoại của { $ward }

notice-real = Nhận ra cán bộ thật
notice-real-uniform = Cán bộ mặc cảnh phục và đưa giấy chứng minh Công an nhân dân.
notice-real-code = Cán bộ đọc đúng mã hồ sơ và 4 số có trong trang hồ sơ hoặc trong thư báo của gia đình.
notice-real-call = Nghi ngờ thì đừng làm theo. Gọi lại số niêm yết ở trụ sở Công an phường, xã.
notice-real-gist = Nói đúng bốn số, không bao giờ đòi tiền trước
notice-never = Không cán bộ nào được đòi
notice-never-money = Tiền chuyển trước, hay tiền qua điện thoại.
notice-never-otp = Mã OTP hay mật khẩu.
notice-never-app = Cài ứng dụng lên điện thoại.
notice-never-link = Bấm vào liên kết lạ rồi đăng nhập.

notice-complaint = Không hài lòng? Khiếu nại
notice-complaint-first = Trước hết, gia đình có thể gọi số điện thoại trên trang này.
notice-complaint-where = Gửi đơn cho Trưởng Công an phường, xã, đặc khu nơi tổ làm việc. Nộp tại trụ sở hoặc gửi qua bưu điện.
notice-complaint-file = Gửi đơn trong { $days } ngày kể từ ngày biết việc.
notice-complaint-accept = Trong { $days } ngày, cơ quan báo có nhận giải quyết hay không.
notice-complaint-decide = Sau khi nhận, cơ quan giải quyết trong { $days } ngày; việc phức tạp thì trong { $complex } ngày.

notice-title = Làm căn cước tại nhà: { $ward }
notice-lead = Lịch làm việc và số điện thoại cho người đang ở { $ward }.
notice-print = Tờ niêm yết để in (A4)
notice-other-ward = Tìm phường, xã khác
notice-schedule = Các buổi trong bốn tuần tới
notice-schedule-rule = Thứ Bảy chỉ làm buổi sáng. Chủ nhật và ngày lễ không làm.
notice-schedule-room = “Còn chỗ” nghĩa là hôm nay vẫn nhận thêm được. Chỗ có thể hết.
notice-schedule-none = Bốn tuần tới chưa xếp tổ nào đến { $ward }. Gia đình vẫn gửi đề nghị được. Khi có tổ, cán bộ báo ngày.
notice-week = Từ { $first } đến { $last }
notice-half = { $half ->
    [morning] Buổi sáng
    [afternoon] Buổi chiều
   *[full] Cả ngày
 }
notice-standing-no_team = { $half }: chưa xếp tổ
notice-standing-team = { $half }: có tổ đến
notice-standing-room = { $half }: có tổ đến, còn chỗ
notice-standing-full = { $half }: có tổ đến, đã kín
notice-standing-mission = { $half }: có chuyến ra đảo
notice-closed = Không làm việc
notice-closed-beyond = Chưa nhận hẹn: chưa có lịch làm việc của năm này
notice-closed-sunday = Không làm việc: Chủ nhật
notice-closed-holiday = Nghỉ:
notice-label-work = Làm việc:
notice-estimate = dự kiến, có thể đổi

notice-island = Ra đảo
notice-parts = Khi gửi đề nghị, xin chọn đúng nơi ở: { $parts }.
notice-ferry = Tổ đi phà ra { $parts }. Tổ chỉ đến khi kịp cả chuyến đi và chuyến về. Trời xấu thì có thể hoãn.
notice-ferry-room = “Còn chỗ” là còn chỗ ở ít nhất một trong các nơi trên.
notice-mission = Không có tàu đi về trong ngày. Tổ ra đảo theo chuyến nhiều ngày và báo trước. Chuyến đi tuỳ thời tiết.

notice-poster-title = Tờ niêm yết: { $ward }
notice-poster-how = Tờ này vừa một trang A4. Để in: trên máy tính bấm Ctrl và P; trên điện thoại mở mục Chia sẻ hoặc mục ⋮ rồi chọn In.
notice-poster-back = Về trang của { $ward }
notice-poster-who = Người khuyết tật, người ốm, người cao tuổi đi lại khó: Công an đến tận nhà. Không thu thêm tiền.
notice-poster-days = Tổ đến khi nào
notice-poster-saturdays = Sáng Thứ Bảy có tổ đến:
notice-poster-week = Thứ Hai đến Thứ Sáu: cả ngày. Thứ Bảy: buổi sáng. Ngày lễ nghỉ.
notice-poster-scan = Gửi đề nghị: quét mã này bằng điện thoại, hoặc vào
notice-poster-scan-alt = Mã QR dẫn đến { $address }
notice-poster-ask = Không có điện thoại? Nhờ con cháu, hàng xóm hoặc tổ trưởng gửi giúp. Mất khoảng 5 phút.
notice-poster-warning = Coi chừng kẻ giả danh. Cán bộ thật KHÔNG:
notice-poster-printed = Lịch tính đến { $date }.
notice-poster-never-money = đòi tiền trước
notice-poster-never-otp = hỏi mã OTP
notice-poster-never-app = bảo cài ứng dụng
notice-poster-never-link = bảo bấm liên kết lạ
notice-poster-check = Có người hẹn? Kiểm tra: { $domain }/check
notice-know = Cần biết trước
