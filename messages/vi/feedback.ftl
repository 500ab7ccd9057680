### Góp ý sau lượt đến.

feedback-title = Góp ý về lượt đến nhà
feedback-lead = Chỉ mất một phút. Góp ý không ảnh hưởng đến hồ sơ.
feedback-thanks = Cảm ơn gia đình. Đã ghi góp ý.
feedback-change = Trong 7 ngày, gia đình còn sửa được.
feedback-early = Tổ công tác chưa đến nhà, nên chưa có gì để góp ý. Xin mở lại trang này sau lượt đến.
feedback-ease = Làm căn cước lần này dễ hay khó?
feedback-ease-easy = Dễ
feedback-ease-hard = Khó
feedback-ease-missing = Chọn dễ hoặc khó.
feedback-on-time = Tổ công tác đến đúng giờ không?
feedback-on-time-hint = Đúng giờ là đến trong khung giờ đã hẹn.
feedback-on-time-yes = Đúng giờ
feedback-on-time-no = Không đúng giờ
feedback-on-time-missing = Chọn đúng giờ hoặc không đúng giờ.
feedback-text = Điều gì nên làm tốt hơn?
feedback-text-hint = Không bắt buộc, nhiều nhất 1000 chữ cái. Xin đừng ghi tên, số điện thoại hay địa chỉ của ai.
feedback-text-long = Góp ý dài { $length } chữ cái, nhiều nhất là { $most }. Xin viết ngắn lại.
feedback-text-signs = Góp ý có ký tự không đọc được. Xin gõ lại.
feedback-send = Gửi góp ý
feedback-back = Về trang hồ sơ
feedback-link = Góp ý về lượt đến này

feedback-month-title = Gia đình góp ý tháng { $month }
feedback-month-other = Tháng { $month }
feedback-month-nothing = Tháng này chưa có góp ý nào.
feedback-month-given = { $given } góp ý.
feedback-month-ease = Thấy dễ: { $easy }, thấy khó: { $hard }.
feedback-month-time = Tổ đến đúng giờ: { $on_time }, không đúng giờ: { $late }.
