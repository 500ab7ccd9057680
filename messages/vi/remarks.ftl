
### Cảm ơn, góp ý, khiếu nại với cơ quan.

remark-title = Gửi lời cho cơ quan
remark-lead = Cảm ơn, góp ý hoặc khiếu nại, lúc nào cũng được. Không cần mã hồ sơ hay mật mã.
remark-kind = Gia đình muốn gửi gì?
remark-kind-thanks = Lời cảm ơn
remark-kind-suggestion = Góp ý
remark-kind-complaint = Khiếu nại
remark-kind-missing = Chọn cảm ơn, góp ý hoặc khiếu nại.
remark-clocks = Khiếu nại: trong { $accept } ngày cơ quan báo có thụ lý hay không. Sau đó giải quyết trong { $decide } ngày, việc phức tạp trong { $complex } ngày.
remark-words = Nội dung
remark-words-hint = Việc gì, ở đâu, hôm nào. Không cần nói bệnh gì. Nhiều nhất 2000 chữ cái.
remark-words-missing = Ghi nội dung rồi gửi.
remark-words-long = Viết ngắn lại, nhiều nhất { $most } chữ cái, không có ký tự lạ.
remark-ward = Phường, xã (nếu có)
remark-ward-hint = Nơi xảy ra việc. Không chắc thì bỏ qua.
remark-ward-unknown = Chọn phường, xã trong danh sách.
remark-contact = Họ tên và cách liên lạc
remark-contact-hint = Không bắt buộc. Khiếu nại không ghi họ tên và cách liên lạc thì cơ quan không gửi trả lời được.
remark-send = Gửi
remark-kept = Nội dung được mã hóa, chỉ cán bộ phụ trách đọc được. Sau khi trả lời ít tháng, nội dung tự xóa.
remark-too-many = Hôm nay đã nhận nhiều lời gửi từ mạng này. Xin gửi vào ngày mai, hoặc gọi trực ban.
remark-sent-thanks = Đã nhận lời cảm ơn
remark-sent-suggestion = Đã nhận góp ý
remark-sent-complaint = Đã nhận khiếu nại
remark-number = Số để hỏi lại:
remark-received = Nhận ngày { $date }.
remark-accept-by = Chậm nhất { $date }, cơ quan báo có thụ lý hay không.
remark-accepted = Đã thụ lý ngày { $date }.
remark-decide-by = Giải quyết và trả lời chậm nhất { $date }.
remark-answered = Đã trả lời ngày { $date }.
remark-not-accepted = Không thụ lý; đã báo lý do ngày { $date }.
remark-next-thanks = Cơ quan chuyển lời đến tổ. Không phải làm gì thêm.
remark-next-suggestion = Cán bộ sẽ đọc. Không phải làm gì thêm.
remark-next-complaint = Cán bộ đang xem.
remark-ask = Ghi lại số này. Mở lại trang này để xem đã đến đâu, hoặc gọi trực ban và đọc số.
