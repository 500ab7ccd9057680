### The letter on paper and the words at the door.

letter-title = Letter: your home visit for the identity card
letter-from = From the police of { $ward } to the family. Please keep this letter near the door.
letter-code = Case code
letter-when = Day
letter-window = Arrival
letter-window-words = from { $from } to { $to }
letter-people = People who get a card
letter-team = Team
letter-phone = phone
letter-officers = Officers
letter-officer = { $name } (badge { $badge })
letter-prepare = What to have ready
letter-none = There is no appointment yet, so there are no code words. Open this page again when there is one.
letter-scam = Beware of swindlers
letter-scam-money = Officers never ask for money by phone, never for an OTP, never to install an app or open a link.
letter-scam-phone = Never tell your four digits to anybody by phone. Real officers do not ask for them by phone.
letter-scam-check = Somebody called and you have doubts: check at { $address } or call the officer on duty.
letter-call = Questions and complaints
letter-printed = Printed { $on }. The code words are right on the day above only. If the appointment changes, this letter is void.
letter-how = Print this page with your browser, or copy the digits on paper.
letter-words = Code words at the door
letter-words-first = The officers must first say these four digits:
letter-words-second = When they are right, you answer with these four digits:
letter-words-order = Always let the officers speak first. Say no digits before you have heard the right ones.
letter-words-wrong = They cannot say them, or say others: do not open, call the ward police.
letter-link = Print the letter
