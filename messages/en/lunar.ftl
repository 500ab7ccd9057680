### Dates of the Vietnamese lunar calendar, beside the solar ones.

lunar-date = { $day } day of the { $month } lunar month
lunar-date-leap = { $day } day of the second { $month } lunar month
lunar-day = { $day ->
    [1] 1st
    [2] 2nd
    [3] 3rd
    [21] 21st
    [22] 22nd
    [23] 23rd
   *[other] { $day }th
 }
lunar-month = { $month ->
    [1] 1st
    [2] 2nd
    [3] 3rd
   *[other] { $month }th
 }
