### The public notice board: the first page.

start-title = An identity card, made at your home
start-lead = If somebody cannot come to the office, you can ask the police to come to where they live and make the identity card there. Asking costs nothing. You need no account.
start-contents = On this page
start-find = Find your ward
start-find-why = The page of each ward has the half-days of the coming four weeks and the telephone number.
start-find-label = Name of the ward, commune or special zone
start-find-hint = You can type without accents. Old names work too, for example: Phường Trần Phú, TP Hải Dương.
start-find-button = Search
start-find-too-long = The name is too long. Please type at most { $most } characters.
start-found = Results for “{ $typed }”
start-found-count = { $count } places have this name. Please choose where you live.
start-found-nothing = No place was found. Please type the name again, or choose from the list below.
start-found-old = Old names, before 01/07/2025
start-found-old-why = The old name belongs to these places now. Please choose where you live.
start-found-old-now = { $old }: now
start-found-partial = (a part of it)
start-all = All { $count } wards, communes and special zones, by letter
start-letter = Letter { $letter }
