### Chọn buổi, đổi buổi, chờ được mời.

choose-title = Chọn ngày, buổi
choose-title-change = Đổi buổi
choose-held = Gia đình đang giữ { $half_day }.
choose-half-full = đã kín
choose-half-no-team = chưa có tổ
choose-half-no-time = không kịp giờ
choose-half-closed = không làm
choose-half-morning = Sáng
choose-half-afternoon = Chiều
choose-change-safe = Buổi đang giữ chỉ được trả khi đã có buổi mới.
choose-request = Đây là các buổi tổ còn nhận được. Chọn buổi là đề nghị; cán bộ sẽ báo khung giờ trước ngày hẹn.
choose-which = Gia đình muốn buổi nào?
choose-week = Tuần { $first } – { $last }
choose-yours = Buổi đang giữ
choose-nearby = tổ ở gần
choose-any = Tôi chờ. Khi có chỗ, hãy mời tôi.
choose-any-hint = Gia đình ở trong danh sách chờ và giữ nguyên thứ tự.
choose-any-hint-filed = Sau khi duyệt, hồ sơ tự vào danh sách chờ.
choose-give-back = Trả lại buổi này và chờ được mời
choose-give-back-hint = Buổi này nhường cho nhà khác ngay và có thể không lấy lại được. Hồ sơ vẫn giữ nguyên và vào danh sách chờ.
choose-send = Xác nhận
choose-nothing = Chọn một buổi, hoặc chọn dòng cuối để chờ được mời.
choose-made-up = Không có buổi này. Chọn một buổi trong danh sách.
choose-gone = Buổi này vừa hết chỗ. Chọn một buổi trong các buổi còn lại, hoặc chờ được mời.
choose-out-of-reach = Buổi này không đặt được. Gia đình đặt được từ { $first } đến { $last }, vào buổi có tổ đi làm.
choose-over-budget = Số điện thoại hoặc địa chỉ này đang giữ đủ số buổi chờ duyệt. Trả bớt một buổi, hoặc chờ cán bộ duyệt.
choose-same = Gia đình đã giữ { $half_day } rồi. Không có gì thay đổi.

choose-none-at-all = Hiện chưa có buổi nào nhận được.
choose-none-kept = Hiện chưa có buổi nào: { $half_day } chỉ còn chỗ giữ cho việc khẩn cấp và cho người đang chờ.
choose-none-full = Hiện chưa có buổi nào: { $half_day } đã kín.
choose-none-crossing = Hiện chưa có buổi nào: tổ không kịp chuyến phà đi và về trong { $half_day }.
choose-none-not-before = Gia đình đã hẹn tổ đến sau { $half_day }.
choose-none-no-team = { $weeks } tuần tới chưa có tổ nào đến { $ward }. Có tổ là chúng tôi báo ngay.
choose-none-no-time = Hiện chưa có buổi nào: tổ không đủ thời gian trong { $half_day }.

choose-closed-withdrawn = Hồ sơ đã rút, nên không chọn buổi được nữa.
choose-closed-refused = Đề nghị chưa được chấp nhận, nên chưa chọn buổi được.
choose-closed-no-visit = Hồ sơ này chưa cần hoặc chưa đủ điều kiện để tổ đến nhà. Cán bộ sẽ xem và liên hệ.
choose-closed-done = Hồ sơ này đã làm xong tại nhà.
choose-closed-on-the-way = Tổ công tác đang đến hoặc đã đến nhà, nên không đổi buổi được nữa. Xin gọi số của tổ.
choose-closed-not-on-map = Chưa tìm được vị trí nhà trên bản đồ. Xin gọi trực ban Công an phường, xã.
choose-later = Để sau
choose-gone-title = Xin chọn buổi khác
