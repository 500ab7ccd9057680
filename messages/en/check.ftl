### "Is this visit real?"

check-title = Is this visit real?
check-lead = Did somebody call or write that they will come for your identity card? Enter the case code they told you. This page tells nobody's name or address.
check-code = Case code
check-code-hint = 8 characters, for instance K7MQ-2XPT
check-code-wrong = A case code has 8 characters, for instance K7MQ-2XPT. Please look at each of them again.
check-word = The four digits that the caller said
check-word-hint = Optional. Leave it empty if the caller said none.
check-word-wrong = Enter all four digits, or leave it empty.
check-ask = Check
check-yes-today = Yes. There is a real visit with this code today.
check-yes-later = Yes. There is a real visit with this code, but not today.
check-yes-known = Yes. The police of { $ward } have a real visit with this code on { $on }.
check-yes-advice = The right code is not enough to open the door. At the door the officers must say the four digits of your letter.
check-yes-known-advice = At the door the officers must still say these four digits and show their police identity card.
check-not-yet = This code is real, but no hour has been set for a visit. No officer is sent to the home now.
check-not-yet-advice = If somebody comes for this code now, let nobody in, pay nothing, tell no digits. The family is told before a visit. When in doubt, call the officer on duty of your ward by the number posted at the station.
check-no = There is no such visit.
check-no-advice = Let nobody in, pay nothing, tell no digits. Call the officer on duty of your ward by the number posted at the station.
check-too-many = There were too many wrong questions today, so there is no answer any more.
check-doubt = Still in doubt
check-own-word = Do not enter and do not tell anybody your own four digits. Call the officer on duty:
