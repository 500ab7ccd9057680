### Mails to families.

mail-dear = Dear family,
mail-band = Lưu Động · Identity cards made at your home
mail-demonstration = (Demonstration)
mail-foot-case = See your case:
mail-foot-secret = (type the secret from the mail that you got when you sent your request; this page never asks for an OTP code).
mail-foot-telephone = Officer on duty:
mail-foot-machine = This mail was sent by a machine.

mail-warning = Beware of swindlers:
mail-warning-money = Officers never collect money by phone, never ask for an OTP code, never ask you to install an app, and never send a link to ask for money or a sign-in.
mail-warning-door = Officers at your door must show their police card, say the case code above, and say the four digits that stand on the page of your case.
mail-warning-doubt = If in doubt, call the officer on duty at the police of your ward or commune.

mail-code = Case code
mail-code-for = Case code · { $people ->
    [one] 1 person gets a card
   *[other] { $people } people get a card
 }
mail-secret = Secret
mail-see = See your case
mail-no-strangers = Do not send this mail to strangers.
mail-half-day = Day
mail-window = Arrival
mail-team = Team
mail-officers = Officers
mail-hot-line = Phone of the team
mail-people = People who get a card
mail-prepare = What to have ready

mail-received-subject = We have your request for an identity card made at home – case code { $code }
mail-received = The police of { $ward } have received your request for an identity card made at your home.
mail-received-see = See your case at this address (no password is needed; do not send it to strangers):
mail-received-next = What comes next
mail-received-request = This is a request, not an appointment yet: an officer still looks at your case.
mail-received-add = You can add what is missing at the address of your case, or call the officer on duty at the police of { $ward }.
mail-received-no-visit = Who is not part of this visit
mail-received-no-visit-line = { $people ->
    [one] 1 person
   *[other] { $people } people
 }: { $reason }
mail-received-no-visit-names = Who they are, and what each of them does, stands at the address of your case.
mail-received-card = After the visit, the card is ready within 7 working days from the day on which everything was taken.
mail-received-warning = Beware of swindlers
mail-received-warning-money = Officers never collect money by phone, never ask for an OTP code and never ask you to install an app.
mail-received-warning-check = To check, call the officer on duty at the police of { $ward } and say the case code.
mail-received-signature = The police of { $ward } – Lưu Động
mail-triage-online-r8 = For a child under 6, no fingerprints and no iris photo are taken, so no team has to come. The legal representative does it online, on the national public service portal or in VNeID.
mail-triage-online-r10 = The fingerprints and photo taken last time are used again, so your family can do it online and no team has to come.
mail-triage-incomplete-r9 = Somebody under 14, or without legal capacity, needs a legal representative who is there too. Please give the full name of the representative.
mail-triage-desk-art27_3 = This person moves about without help and is in no priority group, so please come to the police office of the ward or commune.

mail-question-subject = A question about your request for an identity card made at home (case { $code })
mail-question-title = A question about your case
mail-question = Before they approve case { $code }, the police of your ward or commune need to ask:
mail-question-how = Answer on the page of your case, or call the officer on duty at the police of your ward or commune. Your case, and your half-day if you have one, stay as they are.

mail-secret-subject = A new secret for case { $code }
mail-secret-open = Open your case at this address (no password is needed; do not send it to strangers):
mail-secret-lost = Somebody has just said that the secret of this case is lost. Here is a new one.
mail-secret-lost-after = The old secret, if you find it, still works. To end it, open the case and press “{ follow-secret-change }”.
mail-secret-lost-otherwise = If it was not you, there is nothing to do. This mail goes only to the address in the case.
mail-secret-changed = The secret of this case has just been changed on the page of the case.
mail-secret-changed-otherwise = If it was not you, somebody else could open the case. Please open the link above, look at everything and change the secret again.
mail-secret-issued = An officer has just given out a new secret for this case, to somebody who called or came to the office.
mail-secret-issued-otherwise = If nobody in your family asked for it, call the officer on duty at the police of your ward or commune at once.
mail-secret-ends = The old secret and the old link open the case no longer.
mail-secret-stays = The old secret and the old link still work.

mail-deletion-planned-title = Your wish to have the data deleted is noted
mail-deletion-planned = The police of your ward or commune have noted your wish to have the data of case { $code } deleted. It is kept until the card is made, and deleted on { $on }. There is nothing more to do.
mail-deletion-done-title = Your data was deleted
mail-deletion-done = As you wished, the data of case { $code } was deleted: names, phone numbers, addresses and papers. Only numbers for statistics are left. If you need a card made at home, send a new request.

mail-booked-subject = { $opening }: { $half_day } (case { $code })
mail-booked-opening = { $why ->
    [changed-kept] Another half-day is kept for you, not approved yet
    [changed-firm] Your half-day has changed
    [confirmed-firm] Your case is approved, your half-day
    [place-kept] Your address is noted, the half-day is still kept, not approved yet
    [place-firm] Your address is noted, your half-day stays
    [new-kept] A place is kept for you, not approved yet
    [address-kept] A place is kept for you, not approved yet
   *[new-firm] Your half-day for the identity card at home
 }
mail-booked-title = { $why ->
    [changed-kept] The half-day that is kept for you has changed. The new one:
    [changed-firm] Your half-day has changed. The new one:
    [confirmed-firm] Your case is approved. The half-day on which the team comes to your home:
    [place-kept] The team now goes to the address that you corrected. The half-day that is kept for you stays:
    [place-firm] The team now goes to the address that you corrected. Your half-day stays:
    [address-kept] The half-day that is kept for you, sent again to this address:
    [address-firm] Your half-day, sent again to this address:
    [new-kept] A place is kept for you, for a team to come to your home and make the identity card:
   *[new-firm] You have a half-day on which the team comes to your home and makes the identity card:
 }
mail-booked-later = the hour is told later
mail-booked-kept = This is not an appointment yet and nobody comes yet:
mail-booked-kept-means = an officer still has to approve your case. Once it is approved, another mail tells the hours and the names of the officers. If it cannot be approved by { $approve_by }, the place goes to another household and you will be told.
mail-booked-firm = Before that day, another mail tells the hours and the names of the officers.
mail-booked-busy = If the half-day does not suit you or the person is not well, please change it on the page of your case, or call the officer on duty at the police of your ward or commune.

mail-published-subject = { $opening }: { $team } comes to make the identity card on { $date }, { $window } (case { $code })
mail-published-opening = { $why ->
    [changed] Your new appointment
    [officers] Other officers come
    [place] Your address is noted
   *[new] Your appointment
 }
mail-published-title-new = The team comes to your home to make the identity card:
mail-published-title-changed = Your appointment has changed. The new one:
mail-published-title-officers = Other officers come now; day and hours stay. Only the officers named below come:
mail-published-title-place = The team now goes to the address that you corrected; day and hours stay:
mail-published-title-again = Your appointment, sent again to this address:
mail-published-title-confirmed = The team comes to your home to make the identity card:
mail-published-about = The team comes about
mail-published-who = Who comes · { $team }
mail-published-call = Call the team: { $hot_line }
mail-published-where = To your home · { $people ->
    [one] 1 person gets a card
   *[other] { $people } people get a card
 }
mail-published-busy = If the time does not suit you or the person is not well, please call the team to find another one.

mail-plain-subject = { $title } (case { $code })
mail-plain-about = Case { $code }:
mail-ended-postponed = Your appointment for the identity card is postponed
mail-ended-given-back = You have given your half-day back
mail-ended-not-approved = Your half-day could not be kept
mail-ended-not-needed = No other visit is needed
mail-ended-refused = Your request for an identity card made at home was not accepted
mail-ended-joined = Your case was joined with an earlier one of the same person
mail-ended-withdrawn = Your request for an identity card made at home is taken back
mail-failed = The team could not finish your identity card
mail-notice = About your request for an identity card made at home
mail-entry-gone = An appointment is taken out of the calendar at this address
mail-entry-gone-means = The family has another e-mail address now, or wants no more mail, so the appointment that was sent to this address is taken out of its calendar. There is nothing more to do.

mail-invited-subject = There is a place on { $half_day }, kept for you until { $until } (case { $code })
mail-invited-title = It is your turn on the waiting list for an identity card made at home. The team has a place:
mail-invited-kept = Kept for you until
mail-invited-kept-until = The place is kept for you until { $until }
mail-invited-answer = Answer the invitation
mail-invited-take = To take this half-day, open your case and press “{ follow-invitation-accept }”:
mail-invited-or-call = or call the officer on duty
mail-invited-open = Open your case and press “{ follow-invitation-accept }”, or call the officer on duty
mail-invited-read = and say the case code; the officer takes it for you. If you do not want it, press “{ follow-invitation-refuse }”, so that another household can have it.
mail-invited-else = If you do not take it, or cannot answer in time, you keep your turn and will be invited to another one.

mail-entry-published = { $team } comes to make the identity card (case { $code })
mail-entry-approved = The team comes to make the identity card (case { $code })
mail-entry-firm = The team comes within this half-day to make the identity card (case { $code })
mail-entry-kept = A place is kept, not approved yet: identity card made at home within this half-day (case { $code })
mail-entry-cancelled = Cancelled: identity card made at home ({ $code })
