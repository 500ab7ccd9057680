### Điều báo cho gia đình, thành câu: người gọi đọc, và thư viết lại.

say-when = { $half_day }, { $window }
say-appointment-new = { $team } sẽ đến nhà làm căn cước vào { $when }.
say-appointment-changed = Lịch hẹn của gia đình đã đổi. Lịch mới: { $team } đến nhà vào { $when }.
say-appointment-officers = Cán bộ đến nhà đã đổi; lịch hẹn { $when } giữ nguyên.
say-appointment-place = Nơi đến đã ghi lại là { $door }; lịch hẹn { $when } giữ nguyên.
say-appointment-who = Cán bộ đến nhà: { $officers }. Gia đình bận hoặc người làm căn cước mệt thì gọi số của tổ, { $hot_line }, để hẹn lại.

say-half-day-new = Gia đình đã có chỗ { $when } để tổ lưu động đến nhà làm căn cước.
say-half-day-confirmed = Hồ sơ đã được duyệt: tổ lưu động đến nhà làm căn cước { $when }.
say-half-day-changed = Buổi hẹn của gia đình đã đổi sang { $when }.
say-half-day-place = Nơi đến đã ghi lại là { $door }; { $when } giữ nguyên.
say-half-day-kept = Đây mới là giữ chỗ: cán bộ còn xem hồ sơ, duyệt xong gia đình sẽ được báo khung giờ và tên cán bộ đến nhà.

say-gone-appointment = Lịch hẹn { $when } không còn nữa.
say-gone-place = Chỗ đang giữ { $when } không còn nữa.
say-ended-postponed = Rất xin lỗi gia đình. Hồ sơ vẫn giữ nguyên và được ưu tiên xếp lịch mới; có lịch mới gia đình sẽ được báo. Gia đình không phải gửi lại.
say-ended-given-back = Đã nhận lại buổi hẹn. Hồ sơ vẫn giữ nguyên và vào danh sách chờ; khi có chỗ phù hợp gia đình sẽ được báo.
say-ended-not-approved = Hồ sơ chưa được duyệt kịp trước ngày hẹn nên chỗ đã giữ phải trả lại. Rất xin lỗi gia đình. Hồ sơ vẫn giữ nguyên; duyệt xong gia đình sẽ được báo để nhận buổi khác.
say-ended-not-needed = Tổ công tác không phải đến lần nữa: việc đã làm xong ở lần trước. Gia đình không phải làm gì thêm.
say-ended-joined = Người làm căn cước đã có hồ sơ gửi trước, nên hai hồ sơ được gộp làm một. Tổ đến theo hồ sơ kia; gia đình không phải gửi lại.
say-ended-withdrawn = Hồ sơ đã được rút. Khi cần, gia đình có thể gửi đề nghị mới.
say-ended-refused = Đề nghị chưa được chấp nhận. Lý do: { $reason } Gia đình cần hỏi thêm thì gọi trực ban Công an phường, xã.

say-sorry = Rất xin lỗi gia đình.
say-failed = Tổ công tác chưa làm xong căn cước cho gia đình: { $reasons }.
say-failed-when = Tổ công tác chưa làm xong căn cước cho gia đình trong lịch hẹn { $when }: { $reasons }.
say-failed-ours = Gia đình được ưu tiên xếp lịch mới và sẽ được báo; không phải gửi lại hồ sơ.
say-failed-next = Hồ sơ vẫn giữ nguyên và chờ lịch mới; có lịch gia đình sẽ được báo. Gia đình có gì thay đổi thì báo trực ban Công an phường, xã.
say-outcome-not_home = vắng nhà
say-outcome-wrong_address = sai địa chỉ hoặc địa chỉ cũ
say-outcome-health_today = sức khỏe hôm nay không cho phép
say-outcome-missing_papers = thiếu giấy tờ
say-outcome-missing_representative = vắng người đại diện hợp pháp
say-outcome-data_correction = dữ liệu dân cư sai, phải điều chỉnh trước
say-outcome-kit_failure = lỗi máy, mạng hoặc nguồn điện
say-outcome-weather_ferry = thời tiết xấu hoặc không có phà
say-outcome-not_reached = tổ công tác không đến kịp
say-outcome-refused = người dân từ chối
say-outcome-died_or_moved = người làm căn cước đã mất hoặc chuyển đi

say-corrected = Kết quả của lần đến đã được sửa lại.
say-corrected-done = Tổ công tác không phải đến lần nữa.
say-corrected-due = Thẻ dự kiến có vào { $date }.
say-corrected-slip = Tin báo chưa làm xong là do ghi nhầm; tổ công tác vẫn đến theo lịch hẹn.

say-question = Trước khi duyệt hồ sơ, chúng tôi cần hỏi thêm: { $question } Hồ sơ và buổi đã đặt, nếu có, vẫn giữ nguyên; gia đình trả lời xong chúng tôi xem tiếp.
say-secret = Đề nghị của gia đình đã có người điền giúp, và xin được báo mật mã mở hồ sơ qua điện thoại. Trước hết xin hỏi hai điều: người làm thẻ sinh ngày nào, và nhà mình ở số mấy, đường hoặc thôn nào?
say-invited = Đã đến lượt gia đình trong danh sách chờ: tổ lưu động có chỗ { $half_day }, giữ cho gia đình đến { $until }. Gia đình có nhận buổi này không? Không nhận hoặc không kịp trả lời thì vẫn giữ nguyên thứ tự chờ và sẽ được mời vào buổi khác.
say-until = { $time } ngày { $date }
