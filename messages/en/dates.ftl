### Dates and half-days in words.

dates-long = { $weekday } { $date }
dates-half-day = { $date }, { $half }
dates-half = { $half ->
    [morning] morning
   *[afternoon] afternoon
 }
dates-weekday = { $number ->
    [1] Monday
    [2] Tuesday
    [3] Wednesday
    [4] Thursday
    [5] Friday
    [6] Saturday
   *[7] Sunday
 }
