### The public notice board: the first page.

start-title = An identity card, made at your home
start-lead = Asking costs nothing, and you need no account.
start-find = Your ward
start-find-why = When teams come in the next four weeks, and the telephone.
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
start-answer = The police come to your home to make the card.
start-letter = Letter { $letter }
start-question = You cannot come to the office?
start-call-why = You would rather not write? Call, and an officer writes it down for you.
art-bedside = Two officers with their devices at the bed of an old woman, making her identity card
art-card = An old woman smiles and holds her new identity card
art-house = A sketch: a house in a lane off the main road, near the river
