### What a family is told, in sentences: mails write them. Callers read the Vietnamese ones.

say-when = { $half_day }, { $window }
say-appointment-new = { $team } comes to your home to make the identity card on { $when }.
say-appointment-changed = Your appointment has changed. The new one: { $team } comes on { $when }.
say-appointment-officers = Other officers come now; your appointment on { $when } stays.
say-appointment-place = The team now goes to { $door }; your appointment on { $when } stays.
say-appointment-who = Who comes: { $officers }. If the time does not suit you or the person is not well, call the team, { $hot_line }, to find another one.

say-half-day-new = You have a place on { $when }: the team comes to your home to make the identity card.
say-half-day-confirmed = Your case is approved: the team comes to your home to make the identity card on { $when }.
say-half-day-changed = Your half-day is now { $when }.
say-half-day-place = The team now goes to { $door }; { $when } stays.
say-half-day-kept = The place is only kept so far: an officer is still looking at your case. Once it is approved, you will hear the hours and the names of the officers.

say-gone-appointment = Your appointment on { $when } no longer stands.
say-gone-place = The place kept for you on { $when } is gone.
say-ended-postponed = We are very sorry. Your case stays and goes to the front for a new date; you will hear from us as soon as there is one. You need not send anything again.
say-ended-given-back = You have given your half-day back. Your case stays and goes to the waiting list; you will hear from us when there is a place that suits.
say-ended-not-approved = Your case could not be approved in time, so the place that was kept had to be given up. We are very sorry. Your case stays; once it is approved, you will hear from us about another half-day.
say-ended-not-needed = The team need not come again: all was done last time. There is nothing more to do.
say-ended-joined = There was an earlier case of the same person, so the two were joined into one. The team comes for the other case; you need not send anything again.
say-ended-withdrawn = The case has been taken back. If you need a visit later, you can send a new request.
say-ended-refused = The request was not accepted. The reason: { $reason } If you have questions, call the officer on duty at the police of your ward or commune.

say-sorry = We are very sorry.
say-failed = The team could not finish your identity card: { $reasons }.
say-failed-when = The team could not finish your identity card at the appointment on { $when }: { $reasons }.
say-failed-ours = You go to the front for a new date and will hear from us; you need not send your case again.
say-failed-next = Your case stays and waits for a new date; you will hear from us when there is one. If anything has changed, tell the officer on duty at the police of your ward or commune.
say-outcome-not_home = { follow-outcome-not_home }
say-outcome-wrong_address = { follow-outcome-wrong_address }
say-outcome-health_today = { follow-outcome-health_today }
say-outcome-missing_papers = { follow-outcome-missing_papers }
say-outcome-missing_representative = { follow-outcome-missing_representative }
say-outcome-data_correction = { follow-outcome-data_correction }
say-outcome-kit_failure = { follow-outcome-kit_failure }
say-outcome-weather_ferry = { follow-outcome-weather_ferry }
say-outcome-not_reached = { follow-outcome-not_reached }
say-outcome-refused = { follow-outcome-refused }
say-outcome-died_or_moved = { follow-outcome-died_or_moved }

say-corrected = The result of the visit has been corrected.
say-corrected-done = The team need not come again.
say-corrected-due = The card should be ready on { $date }.
say-corrected-slip = The news that it was not finished was a slip; the team still comes as agreed.

say-question = Before we approve the case, we need to ask: { $question } Your case, and your half-day if you have one, stay as they are; we go on as soon as you answer.
say-secret = Somebody filled in your request for you, and asked us to tell you the secret that opens it by telephone. May I first ask two things: when was the person who needs the card born, and what is the number of your house, with its street or hamlet?
say-invited = It is your turn on the waiting list: the team has a place on { $half_day }, kept for you until { $until }. Would you like it? If not, or if you cannot answer in time, you keep your turn and will be invited to another one.
say-until = { $time } on { $date }
