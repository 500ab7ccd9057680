### Following a case.

follow-title = Case { $code }
follow-back = Back to the case

follow-find-title = Follow your case
follow-find-how = The easiest way: open the link in the mail that you got when you sent your request. Without it, type the case code and the secret that you wrote down. You may also paste the whole link into the first field.
follow-find-code = Case code
follow-find-code-hint = 8 characters, for example K7MQ-2XPT; or the whole link
follow-find-secret = Secret
follow-find-secret-hint = 22 characters; capital and small letters differ
follow-find-open = Show the case
follow-find-unknown = There is no case with this code and secret. Check each letter.

follow-half-day-morning = the morning of { $date }
follow-half-day-afternoon = the afternoon of { $date }
follow-window = between { $from } and { $to }

follow-state-erased = The data was deleted on { $date }.
follow-state-withdrawn = You have taken this case back.
follow-state-refused = The request was not accepted.
follow-state-asked = The ward police have a question before they decide.
follow-state-asked-booked = A place is kept for you on { $half_day } until an officer has approved your case. The ward police have a question first.
follow-state-filed = Your request has arrived. The ward police are looking at it.
follow-state-filed-booked = A place is kept for you on { $half_day } until an officer has approved your case.
follow-state-waiting = Your request is approved and waits for a date.
follow-not-before = As agreed with the family, no team comes before { $date }. If you need it sooner, please call the police of your ward or commune.
follow-state-waiting-again = Another visit is needed. It waits for a date.
follow-state-booked = You have { $half_day }. You will hear the hours later.
follow-state-promised = The team comes on { $date }, { $window }.
follow-state-overdue = The agreed time has passed without a result. Your case stays, and you can choose another half-day.
follow-state-on-the-way = The team is on its way to you.
follow-state-at-the-door = The team is at your home.
follow-state-done = Done at your home. The card should be ready on { $date }.
follow-state-ended = The visit has ended, and no other one is planned.

follow-next-erased = Only numbers for statistics are left. If you need a visit, send a new request.
follow-next-ended = If you have questions, call the police of your ward.
follow-next-done = When the card is ready, you get it the way you chose. If you have questions, call the police of your ward.
follow-next-filed = Once it is approved, you will hear the date, the half-day and the hours of the visit.
follow-next-filed-choose = You can choose a half-day now to have a place kept, or wait: once the case is approved, you will hear the date, the half-day and the hours of the visit.
follow-next-receipt-booked = You have chosen a half-day: another mail says which one is kept and until when.
follow-next-filed-booked = This is not an appointment yet and nobody comes yet. Once it is approved, you will hear the hours and the names of the officers. If it cannot be approved by { $deadline }, the place goes to another household and you will be told.
follow-next-waiting = You can choose a half-day now, or wait until you are invited to one.
follow-next-booked = Before that day you will hear the hours and the names of the officers.
follow-next-promised = Keep your phone near: the team calls before it comes.
follow-next-on-the-way = Have your papers ready and your phone with you.
follow-next-at-the-door = Open the door only if the officers say the four digits of this visit.

follow-question-how = Please call the police of your ward to answer. Your case stays as it is.

follow-day-before = { $before ->
    [one] 1 household is before you, about { $from }–{ $to }.
   *[other] { $before } households are before you, about { $from }–{ $to }.
 }
follow-day-next = You are next, about { $from }–{ $to }.
follow-day-coming = Expected about { $from }–{ $to }.
follow-day-silent = The team has not reported; it may be later.
follow-day-renews = This page opens again by itself every minute.
follow-day-still = Open the page without that
follow-day-again = Look again

follow-turn-only = Your household is the only one that waits here.
follow-turn = Your household is number { $place } of { $households } that wait here. What counts: { $reasons }.
follow-because-order = the order in which requests came
follow-because-our-fault = the last visit failed through our side
follow-because-aged-80 = 80 years or older
follow-because-deadline = the card is needed by { $date }
follow-because-waited = { $days ->
    [one] 1 day of waiting
   *[other] { $days } days of waiting
 }

follow-invitation = An invitation: { $half_day }
follow-invitation-until = The team has a place. It is kept for you until { $until }. If you do not take it, you keep your turn.
follow-invitation-accept = Take it
follow-invitation-refuse = Do not take it

follow-visit = Visit: { $when }
follow-visit-again = Visit number { $number }: { $when }
follow-visit-state = State
follow-visit-team = Team
follow-visit-officers = Officers
follow-visit-officer = { $name } (badge { $badge })
follow-visit-outcome = Result
follow-visit-return = Getting the card
follow-visit-state-waiting = waits for a date
follow-visit-state-kept = place kept, waiting for approval
follow-visit-state-booked = half-day chosen
follow-visit-state-published = date and hours are set
follow-visit-state-overdue = its half-day has passed without a result
follow-visit-state-en_route = the team is on its way
follow-visit-state-arrived = the team is there
follow-visit-state-closed = ended
follow-visit-state-cancelled = cancelled
follow-outcome-due = { $outcome }; the card should be ready on { $date }
follow-outcome-due-estimate = { $outcome }; the card should be ready on { $date }. The holidays are not announced yet, so this day may change
follow-outcome-captured = everything was taken
follow-outcome-fp_described = everything was taken; the state of fingers or eyes was described
follow-outcome-not_home = nobody was at home
follow-outcome-wrong_address = the address was wrong or old
follow-outcome-health_today = health did not allow it that day
follow-outcome-missing_papers = papers were missing
follow-outcome-missing_representative = the legal representative was not there
follow-outcome-data_correction = the population data is wrong and must be corrected first
follow-outcome-kit_failure = the machine, the network or the power failed
follow-outcome-weather_ferry = bad weather or no ferry
follow-outcome-not_reached = the team did not get there in time
follow-outcome-refused = the family did not want it any more
follow-outcome-died_or_moved = the person has died or moved away

follow-prepare = What to have ready
follow-prepare-place = A power socket, a small table, a bright place in front of a light wall.
follow-prepare-papers = Old identity papers (CMND, CCCD or identity card), if there are any.
follow-prepare-representative = The legal representative ({ $relation }) is there and has a paper that shows it.
follow-prepare-guardianship = The decision or paper about guardianship.

follow-real-officer = How to know a real officer
follow-real-officer-how = Officers at your door show their police card, say the right case code, { $code }, and the four digits that this page shows once there is a time. They never collect money by phone, never ask for an OTP code and never ask you to install an app.

follow-do = What you can do now
follow-do-choose = Choose a date and half-day
follow-do-change = Change the half-day or give it back
follow-do-add = Add a person who needs a card
follow-do-correct = Correct phone, address or note
follow-do-readiness = Update the way in, power and papers
follow-do-return = Choose how to get the card
follow-do-withdraw = Take the case back
follow-do-data = See what is stored about your family

follow-call-team = Phone of the team:

follow-withdraw-title = Take the case back
follow-withdraw-means = This means that you no longer ask for a visit at your home.
follow-withdraw-means-visits = Your half-day is cancelled at once and goes to another household.
follow-withdraw-means-again = This case cannot be opened again. If you need a visit later, send a new request.
follow-withdraw-means-data = What is stored is deleted some months later, or earlier when you ask for it.
follow-withdraw-or-change = If you only want another date, you need not take the case back.
follow-withdraw-sure = I want to take this case back
follow-withdraw-send = Take the case back
follow-withdraw-tick = Tick the box to confirm.
follow-withdraw-ended = This case has ended.
follow-withdraw-on-the-way = The team is on its way or at your home. Please call the team.
follow-withdraw-captured = Everything was taken at your home; the case cannot be taken back any more.

follow-people-title = Add a person who needs a card
follow-people-how = This person lives in the same home and is served in the same visit. Send one person at a time.
follow-people-name = Full name
follow-people-name-hint = As on the papers, for example Nguyễn Thị Hòa
follow-people-birth = Date of birth
follow-people-birth-hint = For example 12/05/1950. If only the year is known, write the year.
follow-people-sex = Sex
follow-people-sex-hint = As on the papers
follow-people-procedure = What is needed
follow-people-paper = Newest paper held
follow-people-mobility = How the person moves
follow-people-mobility-hint = So that the team has enough time. Do not name an illness.
follow-people-group = Which group
follow-people-group-hint = Choose what fits best; if nothing fits, the last line
follow-people-representative = Legal representative
follow-people-representative-hint = Only for somebody under 14, or without legal capacity (a court has decided that the person cannot decide alone).
follow-people-representative-name = Full name of the representative
follow-people-representative-relation = What they are to the person
follow-people-representative-phone = Phone of the representative
follow-people-representative-phone-hint = Leave empty if it is the contact's number
follow-people-send = Add this person
follow-people-representative-needed = A legal representative must be there with this person. Write the representative's name.
follow-people-under-six = A child under 6 needs no visit: parents do it online on the public service portal or VNeID.
follow-people-online = This can be done online; no visit is needed.
follow-people-desk = This person walks alone and is in no priority group, so please come to the police of your ward.
follow-people-known = This person is in the case already.
follow-people-no-room = Your half-day has not enough time for one more person.
follow-people-no-room-how = Nothing has changed. To add somebody, give your half-day back, add the person, then choose a half-day with more time.
follow-people-ended = This case has ended; nobody can be added.
follow-people-full = The case has as many people as it can have. Please send a new request for the others.
follow-people-ask-ward = To add somebody to this case, please call the police of your ward.
follow-people-too-late = You know the hours already or the team was there, so nobody can be added here any more. Please call the team, or send a new request.

follow-correct-title = Correct your details
follow-correct-contact = Contact
follow-correct-name = Full name
follow-correct-relation = What you are to the person
follow-correct-phone = Phone
follow-correct-email = E-mail
follow-correct-email-hint = May be empty. Mail is sent only if you agreed to it.
follow-correct-address = Where the team goes
follow-correct-ward = Ward: { $ward }. To change the ward, please call its police.
follow-correct-line = House, lane, street
follow-correct-hamlet = Hamlet or residential group
follow-correct-note = Note for the team
follow-correct-note-hint = The way in, a dog, good hours. Do not name an illness.
follow-correct-send = Save
follow-correct-conflict = The details have just been changed elsewhere. Look at what is stored, correct if needed, and save again.
follow-correct-stored = What is stored now
follow-correct-ended = This case has ended and cannot be corrected.
refused-now = This is not possible any more. Look at the case again, or call the police of the ward.

readiness-title = The way in, power and papers
readiness-lead = Tell us here what has changed, so that the team brings the right things. The appointment stays as it is.
readiness-home = The home
readiness-hint-papers = The old card, if there is one. With a representative: birth certificate or guardianship paper.
readiness-hint-help = Tick what is true. No need to name an illness.

follow-return-title = How to get the card
follow-return-how = The card is ready within 7 working days. How do you want to get it?
follow-return-which = Choose one way
follow-return-ward_police = fetch it at the police of your ward
follow-return-post = by post; you pay the postage
follow-return-by_hand = an officer brings it, when one is nearby
follow-return-send = Save
follow-return-nothing = Choose how to get the card.
follow-return-closed = This cannot be changed here any more. Please call the police of your ward.

follow-procedure-first = a first card (from 14 years)
follow-procedure-cccd_to_cc = a new card for an old CMND or CCCD
follow-procedure-age = a new card at 14, 25, 40 or 60 years
follow-procedure-info = a new card because name, birth date or other details changed
follow-procedure-misprint = a new card because of a printing mistake
follow-procedure-request = a new card because it is wished
follow-procedure-lost = a card was lost
follow-procedure-damaged = a card is damaged
follow-procedure-boundary = a new card because ward or province has a new name
follow-procedure-child6_13 = a card for a child from 6 to under 14
follow-procedure-child0_5 = a card for a child under 6
follow-procedure-incapacity = a card for an adult without legal capacity
follow-sex-male = male
follow-sex-female = female
follow-mobility-walks = walks alone
follow-mobility-walks_with_help = walks with help
follow-mobility-wheelchair = in a wheelchair
follow-mobility-bedridden = bedridden
follow-mobility-in_hospital = in hospital
follow-group-kt_db_nang = very severe disability
follow-group-kt_nang = severe disability
follow-group-kt_nhe = mild disability
follow-group-nct = elderly (60 or older)
follow-group-ncc = merit to the revolution
follow-group-gd_chinh_sach = policy family
follow-group-bt_xh = receives social support
follow-group-ngheo = poor household
follow-group-can_ngheo = near-poor household
follow-group-om = ill and hardly able to walk
follow-group-none = none of these
follow-paper-none = no paper yet
follow-paper-cmnd9 = CMND with 9 digits
follow-paper-cmnd12 = CMND with 12 digits
follow-paper-cccd_barcode = CCCD with a barcode
follow-paper-cccd_chip = CCCD with a chip
follow-paper-cc = identity card (căn cước)
follow-relation-self = the person themselves
follow-relation-spouse = wife or husband
follow-relation-child = child
follow-relation-parent = mother or father
follow-relation-grandchild = grandchild
follow-relation-grandparent = grandmother or grandfather
follow-relation-sibling = brother or sister
follow-relation-relative = relative
follow-relation-guardian = guardian
follow-relation-caregiver = carer
follow-relation-neighbour = neighbour
follow-relation-ward_officer = ward officer
follow-relation-facility_staff = staff of a hospital or care home
follow-relation-other = other
