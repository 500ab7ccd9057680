### Ngày âm lịch, ghi bên cạnh ngày dương lịch.

lunar-date = { $day } tháng { $month } âm lịch
lunar-date-leap = { $day } tháng { $month } nhuận âm lịch
lunar-day = { $day ->
    [1] mùng 1
    [2] mùng 2
    [3] mùng 3
    [4] mùng 4
    [5] mùng 5
    [6] mùng 6
    [7] mùng 7
    [8] mùng 8
    [9] mùng 9
    [10] mùng 10
    [15] rằm
   *[other] { $day }
 }
lunar-month = { $month ->
    [1] Giêng
    [2] Hai
    [3] Ba
    [4] Tư
    [5] Năm
    [6] Sáu
    [7] Bảy
    [8] Tám
    [9] Chín
    [10] Mười
    [11] Mười Một
   *[other] Chạp
 }
