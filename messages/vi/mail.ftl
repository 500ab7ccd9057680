### Thư gửi gia đình.

mail-dear = Kính gửi gia đình,
mail-band = Lưu Động · Làm căn cước tại nhà
mail-demonstration = (Bản trình diễn)
mail-foot-case = Xem hồ sơ:
mail-foot-secret = (gia đình nhập mật mã trong thư nhận hồ sơ; trang này không hỏi mã OTP).
mail-foot-telephone = Điện thoại trực ban:
mail-foot-machine = Thư này do máy gửi.

mail-warning = Phòng lừa đảo:
mail-warning-money = Cán bộ không thu tiền qua điện thoại, không hỏi mã OTP, không yêu cầu cài ứng dụng, không bao giờ gửi liên kết để đòi tiền hay đăng nhập.
mail-warning-door = Cán bộ đến nhà phải xuất trình giấy chứng minh Công an nhân dân, đọc đúng mã hồ sơ ở trên và nói đúng bốn số ghi ở trang hồ sơ.
mail-warning-doubt = Nghi ngờ, xin gọi trực ban Công an phường, xã.

mail-code = Mã hồ sơ
mail-code-for = Mã hồ sơ · { $people } người làm căn cước
mail-secret = Mật mã
mail-see = Xem hồ sơ
mail-no-strangers = Đừng gửi thư này cho người lạ.
mail-half-day = Ngày, buổi
mail-window = Khung giờ đến
mail-team = Tổ công tác
mail-officers = Cán bộ
mail-hot-line = Điện thoại của tổ
mail-people = Số người làm căn cước
mail-prepare = Gia đình chuẩn bị

mail-received-subject = Đã nhận đề nghị làm căn cước tại nhà – mã hồ sơ { $code }
mail-received = Công an { $ward } đã nhận đề nghị làm căn cước tại nhà của gia đình.
mail-received-see = Xem hồ sơ ở địa chỉ này (không cần mật khẩu, đừng gửi cho người lạ):
mail-received-next = Việc tiếp theo
mail-received-request = Đây là đề nghị, chưa phải lịch hẹn: cán bộ còn kiểm tra hồ sơ.
mail-received-add = Gia đình bổ sung ở địa chỉ xem hồ sơ hoặc gọi trực ban Công an { $ward }.
mail-received-no-visit = Người không có trong lần đến nhà này
mail-received-no-visit-line = { $people } người: { $reason }
mail-received-no-visit-names = Tên từng người và cách làm có ở địa chỉ xem hồ sơ.
mail-received-card = Làm xong, thẻ được trả trong 7 ngày làm việc kể từ ngày thu nhận đủ hồ sơ.
mail-received-warning = Đề phòng lừa đảo
mail-received-warning-money = Cán bộ không thu tiền qua điện thoại, không hỏi mã OTP, không yêu cầu cài ứng dụng.
mail-received-warning-check = Muốn kiểm tra, gọi trực ban Công an { $ward } và đọc mã hồ sơ.
mail-received-signature = Công an { $ward } – Lưu Động
mail-triage-online-r8 = Trẻ dưới 6 tuổi không phải thu nhận sinh trắc học nên tổ lưu động không cần đến; người đại diện hợp pháp làm thủ tục trực tuyến trên Cổng dịch vụ công quốc gia hoặc VNeID.
mail-triage-online-r10 = Thủ tục này dùng lại sinh trắc học đã thu nhận lần gần nhất nên gia đình có thể làm trực tuyến, tổ lưu động không cần đến.
mail-triage-incomplete-r9 = Người dưới 14 tuổi hoặc mất năng lực hành vi dân sự phải có người đại diện hợp pháp cùng có mặt; đề nghị ghi rõ họ tên người đại diện.
mail-triage-desk-art27_3 = Người làm căn cước tự đi lại được và không thuộc nhóm ưu tiên nên mời đến trụ sở Công an phường, xã.

mail-question-subject = Cần hỏi thêm về hồ sơ làm căn cước tại nhà (hồ sơ { $code })
mail-question-title = Cần hỏi thêm về hồ sơ
mail-question = Trước khi duyệt hồ sơ { $code }, Công an phường, xã cần hỏi thêm:
mail-question-how = Gia đình trả lời ngay trên trang hồ sơ, hoặc gọi trực ban Công an phường, xã. Hồ sơ và buổi đã đặt (nếu có) vẫn giữ nguyên.

mail-secret-subject = Mật mã mới của hồ sơ { $code }
mail-secret-open = Mở hồ sơ ở địa chỉ này (không cần mật khẩu, đừng gửi cho người lạ):
mail-secret-lost = Có người vừa báo mất mật mã của hồ sơ này. Dưới đây là mật mã mới.
mail-secret-lost-after = Mật mã cũ, nếu tìm thấy, vẫn dùng được. Muốn bỏ mật mã cũ, mở hồ sơ rồi bấm “Đổi mật mã”.
mail-secret-lost-otherwise = Gia đình không báo mất thì không phải làm gì. Thư này chỉ gửi đến địa chỉ đã ghi trong hồ sơ.
mail-secret-changed = Mật mã của hồ sơ này vừa được đổi trên trang hồ sơ.
mail-secret-changed-otherwise = Gia đình không đổi thì có người khác đã mở được hồ sơ. Xin mở liên kết trên, xem lại và đổi mật mã lần nữa.
mail-secret-issued = Cán bộ vừa cấp mật mã mới cho hồ sơ này, theo yêu cầu của người gọi điện hoặc đến trụ sở.
mail-secret-issued-otherwise = Người trong nhà không yêu cầu thì xin gọi ngay trực ban Công an phường, xã.
mail-secret-ends = Mật mã và liên kết cũ không mở được hồ sơ nữa.
mail-secret-stays = Mật mã và liên kết cũ vẫn dùng được.

mail-deletion-planned-title = Đã nhận yêu cầu xóa dữ liệu
mail-deletion-planned = Công an phường, xã đã nhận yêu cầu xóa dữ liệu của hồ sơ { $code }. Dữ liệu được giữ đến khi thẻ đã làm xong, rồi xóa vào { $on }. Gia đình không phải làm gì thêm.
mail-deletion-done-title = Đã xóa dữ liệu
mail-deletion-done = Theo yêu cầu của gia đình, dữ liệu của hồ sơ { $code } đã được xóa: họ tên, số điện thoại, địa chỉ và giấy tờ. Hệ thống chỉ còn giữ con số để thống kê. Khi cần làm căn cước tại nhà, gia đình gửi đề nghị mới.

mail-booked-subject = { $opening }: { $half_day } (hồ sơ { $code })
mail-booked-opening = { $why ->
    [changed-kept] Đã đổi buổi, chờ duyệt
    [changed-firm] Đã đổi buổi làm căn cước tại nhà
    [confirmed-firm] Hồ sơ đã duyệt, buổi làm căn cước tại nhà
    [place-kept] Đã ghi lại nơi đến, giữ nguyên buổi, chờ duyệt
    [place-firm] Đã ghi lại nơi đến, giữ nguyên buổi làm căn cước tại nhà
    [new-kept] Đang giữ chỗ, chờ duyệt
    [address-kept] Đang giữ chỗ, chờ duyệt
   *[new-firm] Đã đặt buổi làm căn cước tại nhà
 }
mail-booked-title = { $why ->
    [changed-kept] Buổi giữ chỗ của gia đình đã đổi. Buổi mới:
    [changed-firm] Buổi hẹn của gia đình đã đổi. Buổi mới:
    [confirmed-firm] Hồ sơ của gia đình đã được duyệt. Buổi tổ công tác lưu động đến nhà làm căn cước:
    [place-kept] Nơi đến đã ghi lại theo địa chỉ gia đình vừa sửa, buổi đang giữ chỗ giữ nguyên:
    [place-firm] Nơi đến đã ghi lại theo địa chỉ gia đình vừa sửa, buổi hẹn giữ nguyên:
    [address-kept] Buổi đang giữ chỗ của gia đình, gửi lại đến địa chỉ thư này:
    [address-firm] Buổi hẹn của gia đình, gửi lại đến địa chỉ thư này:
    [new-kept] Gia đình đang được giữ chỗ để tổ công tác lưu động đến nhà làm căn cước:
   *[new-firm] Gia đình đã đặt được buổi tổ công tác lưu động đến nhà làm căn cước:
 }
mail-booked-later = giờ đến báo sau
mail-booked-kept = Đây chưa phải lịch hẹn, chưa có ai đến nhà:
mail-booked-kept-means = cán bộ còn phải duyệt hồ sơ. Duyệt xong, gia đình nhận thêm một thư báo khung giờ và tên cán bộ. Nếu đến { $approve_by } chưa duyệt được thì chỗ này nhường cho nhà khác, và gia đình được báo.
mail-booked-firm = Trước ngày hẹn, gia đình sẽ nhận thêm một thư báo khung giờ và tên cán bộ đến nhà.
mail-booked-busy = Nếu gia đình bận hoặc người làm căn cước mệt, xin đổi buổi ở trang theo dõi hồ sơ hoặc gọi trực ban Công an phường, xã.

mail-published-subject = { $opening }: { $team } đến làm căn cước { $date }, { $window } (hồ sơ { $code })
mail-published-opening = { $why ->
    [changed] Lịch hẹn mới
    [officers] Đổi cán bộ đến nhà
    [place] Đã ghi lại nơi đến
   *[new] Lịch hẹn
 }
mail-published-title-new = Tổ công tác lưu động sẽ đến nhà làm căn cước:
mail-published-title-changed = Lịch hẹn của gia đình đã thay đổi. Lịch mới:
mail-published-title-officers = Cán bộ đến nhà đã đổi, ngày giờ giữ nguyên. Chỉ những cán bộ có tên dưới đây đến nhà:
mail-published-title-place = Nơi đến đã ghi lại theo địa chỉ gia đình vừa sửa, ngày giờ giữ nguyên:
mail-published-title-again = Lịch hẹn của gia đình, gửi lại đến địa chỉ thư này:
mail-published-title-confirmed = Tổ công tác lưu động sẽ đến nhà làm căn cước:
mail-published-about = Tổ đến khoảng
mail-published-who = Ai đến · { $team }
mail-published-call = Gọi tổ: { $hot_line }
mail-published-where = Đến nhà · { $people } người làm căn cước
mail-published-busy = Nếu gia đình bận hoặc người làm căn cước mệt, xin gọi số của tổ công tác để hẹn lại.

mail-plain-subject = { $title } (hồ sơ { $code })
mail-plain-about = Hồ sơ { $code }:
mail-ended-postponed = Hoãn lịch hẹn làm căn cước tại nhà
mail-ended-given-back = Đã trả lại buổi hẹn làm căn cước tại nhà
mail-ended-not-approved = Chưa giữ được buổi làm căn cước tại nhà
mail-ended-not-needed = Không cần đến nhà lần nữa
mail-ended-refused = Đề nghị làm căn cước tại nhà chưa được chấp nhận
mail-ended-joined = Hồ sơ được gộp với hồ sơ gửi trước của cùng người
mail-ended-withdrawn = Đã rút hồ sơ làm căn cước tại nhà
mail-failed = Tổ công tác chưa làm xong căn cước tại nhà
mail-notice = Báo về hồ sơ làm căn cước tại nhà
mail-entry-gone = Gỡ lịch làm căn cước tại nhà khỏi địa chỉ này
mail-entry-gone-means = Gia đình đã đổi địa chỉ thư hoặc không nhận thư báo nữa, nên lịch đã gửi đến địa chỉ này được gỡ. Người nhận không phải làm gì thêm.

mail-invited-subject = Có chỗ { $half_day }, giữ đến { $until } (hồ sơ { $code })
mail-invited-title = Đã đến lượt gia đình trong danh sách chờ làm căn cước tại nhà. Tổ công tác lưu động vừa có chỗ:
mail-invited-kept = Giữ chỗ đến
mail-invited-kept-until = Chỗ được giữ cho gia đình đến { $until }
mail-invited-answer = Trả lời lời mời
mail-invited-take = Muốn nhận buổi này, gia đình mở hồ sơ rồi bấm “Nhận buổi này”:
mail-invited-or-call = hoặc gọi trực ban
mail-invited-open = Mở hồ sơ rồi bấm “Nhận buổi này”, hoặc gọi trực ban
mail-invited-read = và đọc mã hồ sơ, cán bộ nhận giúp. Không nhận thì bấm “Không nhận” để nhường cho nhà khác.
mail-invited-else = Không nhận hoặc không kịp trả lời, gia đình vẫn giữ nguyên thứ tự chờ và sẽ được mời vào buổi khác.

mail-entry-published = { $team } đến làm căn cước (hồ sơ { $code })
mail-entry-approved = Tổ lưu động đến làm căn cước (hồ sơ { $code })
mail-entry-firm = Tổ lưu động đến làm căn cước trong buổi (hồ sơ { $code })
mail-entry-kept = Giữ chỗ, chờ duyệt: làm căn cước tại nhà trong buổi (hồ sơ { $code })
mail-entry-cancelled = Đã hủy: làm căn cước tại nhà ({ $code })
