### Choosing a half-day, changing it, waiting for an invitation.

choose-title = Choose a date and half-day
choose-title-change = Change the half-day
choose-held = You have { $half_day }.
choose-half-full = fully booked
choose-half-no-team = no team yet
choose-half-no-time = not enough time
choose-half-closed = closed
choose-half-morning = Morning
choose-half-afternoon = Afternoon
choose-change-safe = It is given back only once you have the new one.
choose-request = These are the half-days that a team can still take. Your choice is a request; you will hear the hours before that day.
choose-which = Which half-day do you want?
choose-week = Week of { $first } – { $last }
choose-yours = Yours now
choose-nearby = a team is nearby
choose-any = I wait. Invite me when there is room.
choose-any-hint = You stay on the waiting list and keep your turn.
choose-any-hint-filed = Once it is approved, your case is on the waiting list by itself.
choose-give-back = Give this half-day back and wait for an invitation
choose-give-back-hint = It goes to another household at once, and you may not get it again. Your case stays and is on the waiting list.
choose-send = Confirm
choose-nothing = Choose a half-day, or the last line to wait for an invitation.
choose-made-up = There is no such half-day. Choose one from the list.
choose-gone = This half-day has just been taken. Choose one of those that remain, or wait for an invitation.
choose-out-of-reach = This half-day cannot be booked. You can choose one from { $first } to { $last }, when a team is at work.
choose-over-budget = This phone number or address already keeps as many half-days as it may before approval. Give one back, or wait until a case is approved.
choose-same = You have { $half_day } already. Nothing has changed.

choose-none-at-all = No half-day can be had now.
choose-none-kept = No half-day can be had now. What is left of { $half_day } is kept for urgent cases and for those who wait.
choose-none-full = No half-day can be had now. On { $half_day } everything is taken.
choose-none-crossing = No half-day can be had now. A team would not catch the ferry there and back on { $half_day }.
choose-none-not-before = The family asked the team to come later than { $half_day }.
choose-none-no-team = No team comes to { $ward } in the next { $weeks } weeks. You are told as soon as one does.
choose-none-no-time = No half-day can be had now. A team would not have enough time on { $half_day }.

choose-closed-withdrawn = You have taken this case back, so no half-day can be chosen.
choose-closed-refused = The request was not accepted, so no half-day can be chosen.
choose-closed-no-visit = This case needs no visit, or something is missing. An officer will look at it and call you.
choose-closed-done = Everything was done at your home.
choose-closed-on-the-way = The team is on its way or at your home, so nothing can be changed any more. Please call the team.
choose-closed-not-on-map = Your home was not found on the map. Please call the police of your ward.
choose-later = Later
choose-gone-title = Please choose another half-day
