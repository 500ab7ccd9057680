### Thư báo lịch (in ra giấy) và bốn số nhận nhau ở cửa.

letter-title = Thư báo lịch đến nhà làm căn cước
letter-from = Công an { $ward } gửi gia đình. Gia đình giữ thư này gần cửa.
letter-code = Mã hồ sơ
letter-when = Ngày, buổi
letter-window = Giờ đến
letter-window-words = từ { $from } đến { $to }
letter-people = Số người làm căn cước
letter-team = Tổ công tác
letter-phone = điện thoại
letter-officers = Cán bộ
letter-officer = { $name } (số hiệu { $badge })
letter-prepare = Gia đình chuẩn bị
letter-none = Chưa có lịch hẹn, nên chưa có bốn số nhận nhau ở cửa. Khi có lịch, gia đình mở lại trang này để in.
letter-scam = Phòng lừa đảo
letter-scam-money = Cán bộ không thu tiền qua điện thoại, không hỏi mã OTP, không yêu cầu cài ứng dụng hay bấm liên kết.
letter-scam-phone = Không đọc bốn số của gia đình cho ai qua điện thoại. Cán bộ thật không hỏi số này qua điện thoại.
letter-scam-check = Có người gọi mà gia đình nghi ngờ: kiểm tra ở { $address } hoặc gọi trực ban.
letter-call = Hỏi và phản ánh
letter-printed = In { $on }. Các số nhận nhau chỉ đúng trong ngày hẹn ghi ở trên. Nếu lịch đổi, thư này không còn dùng được.
letter-how = In trang này bằng lệnh in của trình duyệt, hoặc chép bốn số ra giấy.
letter-words = Bốn số nhận nhau ở cửa
letter-words-first = Cán bộ phải nói trước bốn số này:
letter-words-second = Nghe đúng rồi, gia đình mới đáp lại bốn số này:
letter-words-order = Luôn nghe cán bộ nói trước. Không nói số nào trước khi nghe đúng.
letter-words-wrong = Cán bộ không nói được, hoặc nói sai: đừng mở cửa, gọi trực ban Công an phường, xã.
letter-link = In thư báo lịch
