### Ngày và buổi viết thành chữ.

dates-long = { $weekday } { $date }
dates-half-day = { $date }, { $half }
dates-half = { $half ->
    [morning] buổi sáng
   *[afternoon] buổi chiều
 }
dates-weekday = { $number ->
    [1] Thứ Hai
    [2] Thứ Ba
    [3] Thứ Tư
    [4] Thứ Năm
    [5] Thứ Sáu
    [6] Thứ Bảy
   *[7] Chủ nhật
 }
dates-month = tháng { $number }
