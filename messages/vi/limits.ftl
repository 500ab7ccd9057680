### Khi hỏi quá nhiều, hoặc khi quá đông người gửi cùng lúc.

limits-title = Xin chờ một lát
limits-lead = Từ mạng này vừa có quá nhiều yêu cầu. Xin chờ { $minutes } phút rồi thử lại. Những gì đã gửi thành công không bị mất.
limits-call = Không muốn chờ? Gọi điện
limits-pause-title = Xin chờ một lát rồi gửi tiếp
limits-pause-lead = Đang có rất nhiều đề nghị mới cùng lúc. Bước này giúp giữ chỗ cho gia đình thật, không cho máy gửi tự động.
limits-pause-wait = Gia đình chờ { $minutes } phút rồi bấm nút dưới đây.
limits-working = Máy đang tự kiểm tra, thường chỉ vài giây.
limits-done = Xong. Gia đình bấm nút dưới đây.
limits-pause-go = Tiếp tục
limits-not-yet = Chưa đủ thời gian chờ. Còn khoảng { $minutes } phút, rồi bấm lại.
limits-worthless = Lần chờ này đã hết hạn hoặc đã dùng. Xin chờ lại từ đầu.
