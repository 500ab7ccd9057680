### "Lượt hẹn này có thật không?"

check-title = Lượt hẹn này có thật không?
check-lead = Có người gọi điện hoặc gửi thư nói sẽ đến nhà làm căn cước? Nhập mã hồ sơ họ nói để kiểm tra. Trang này không cho biết tên hay địa chỉ của ai.
check-code = Mã hồ sơ
check-code-hint = 8 ký tự, ví dụ K7MQ-2XPT
check-code-wrong = Mã hồ sơ có 8 ký tự, ví dụ K7MQ-2XPT. Nghe lại hoặc xem lại từng chữ.
check-word = Bốn số mà người gọi tự nói ra
check-word-hint = Không bắt buộc. Người gọi không nói thì để trống.
check-word-wrong = Nhập đủ bốn chữ số, hoặc để trống.
check-ask = Kiểm tra
check-yes-today = Có. Hôm nay có một lượt đến thật mang mã này.
check-yes-later = Có. Có một lượt đến thật mang mã này, nhưng không phải hôm nay.
check-yes-known = Có. Công an { $ward } có một lượt đến thật mang mã này vào { $on }.
check-yes-advice = Mã đúng chưa đủ để mở cửa. Đến cửa, cán bộ phải nói đúng bốn số trên thư của gia đình.
check-yes-known-advice = Đến cửa, cán bộ vẫn phải nói lại bốn số này và đưa giấy chứng minh Công an nhân dân.
check-not-yet = Mã này có thật, nhưng chưa có giờ đến nhà. Lúc này không có cán bộ nào được cử đến.
check-not-yet-advice = Ai nói đến vì mã này bây giờ thì đừng cho vào nhà, đừng trả tiền, đừng đọc số nào. Khi có giờ hẹn, gia đình được báo trước. Nghi ngờ thì gọi trực ban Công an phường, xã theo số niêm yết ở trụ sở.
check-no = Không có lượt nào như vậy.
check-no-advice = Đừng cho ai vào nhà, đừng trả tiền, đừng đọc số nào. Gọi trực ban Công an phường, xã theo số niêm yết ở trụ sở.
check-too-many = Hôm nay đã hỏi sai quá nhiều lần nên không trả lời nữa.
check-doubt = Vẫn nghi ngờ
check-own-word = Đừng nhập và đừng đọc cho ai bốn số riêng của gia đình. Gọi trực ban:
