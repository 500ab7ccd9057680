### The public notice board: what holds everywhere, the page of each ward, the sheet of A4.

notice-apply = Ask for a home visit
notice-apply-hint = Takes about 5 minutes
notice-follow = See a request that was sent
notice-follow-hint = With case code and secret
notice-check = Somebody announced a visit? Is it real?
notice-check-hint = Before you open to anybody
notice-not-a-promise = Asking is not an appointment yet. An officer looks at it and then tells you the day.
notice-date = { $date } ({ $lunar })

notice-who = Who can ask
notice-who-disabled = People with a disability, people who are ill in bed, people in a wheelchair, people in hospital.
notice-who-old = Old people who find it hard to get about.
notice-who-merit = People with merit, policy families, people on social benefits and poor households, if they find it hard to get about.
notice-who-anywhere = Anyone living in { $province }, even if registered in another province.
notice-who-others = If you can walk, please come to the police office of the ward.
notice-who-gist = People with a disability, ill people, old people who find it hard to get about

notice-steps = From the request to the card
notice-step-send = You send a request
notice-step-send-more = You get a case code.
notice-step-day = An officer looks at it and sets a day
notice-step-day-more = Monday to Friday, or Saturday morning, not on holidays. If something is missing, they call or write to you.
notice-step-visit = The team comes to your home
notice-step-visit-more = It takes fingerprints and photos of the face and the eyes.
notice-step-card = The card is ready
notice-step-card-more = You get it at the police office of the ward, or by post.
notice-minutes = The team stays for about { $usual } minutes, and about { $bedridden } minutes if the person cannot leave the bed.

notice-prepare = What to prepare
notice-prepare-card = The old card if there is one: CMND, CCCD or căn cước. The officers will keep the old card.
notice-prepare-representative = For a child under 14, and for somebody who cannot decide for themselves, a parent or the legal representative must be there.
notice-prepare-room = A power socket, a table and a light-coloured wall.
notice-prepare-papers = You need no papers that are in VNeID already.
notice-prepare-gist = The old card if there is one, a socket, a table

notice-fees = Fees
notice-fees-home = The visit itself costs nothing extra.
notice-fees-caption = Fees today, { $date }
notice-fees-caption-change = Fees today, { $date }, and from { $change } on
notice-fees-what = What you need
notice-fees-today = Today
notice-fees-later = From { $date }
notice-fees-exempt = Some people pay nothing. The officer confirms this on the spot.
notice-fee-free = Free
notice-fee-ask = The officer confirms it on the spot
notice-fee-amount = { $amount } đồng
notice-fee-mark = ,
notice-procedure-first = First card
notice-procedure-child6_13 = Card for a child from 6 to under 14
notice-procedure-age = New card at the age of 14, 25, 40, 60
notice-procedure-cccd_to_cc = Exchange a CMND or CCCD for the new card
notice-procedure-info = New card because details have changed
notice-procedure-lost = Replace a lost card (mostly possible online, without a visit)

notice-card = How long it takes
notice-card-rule = The card is ready within { $days } working days after the day of the visit. Saturdays, Sundays and holidays do not count.
notice-card-today = Example: if the team has everything today, { $captured }, the card is ready on { $due }.
notice-card-today-estimate = Example: if the team has everything today, { $captured }, the card is expected on { $due }. The holidays are not announced yet, so this day may change.
notice-card-on = Example: if the team has everything on { $captured }, the card is ready on { $due }.
notice-card-on-estimate = Example: if the team has everything on { $captured }, the card is expected on { $due }. The holidays are not announced yet, so this day may change.
notice-card-gist = Counted in working days after the day of the visit

notice-call = Telephone
notice-call-own = Telephone of { $ward }

notice-real = How to recognise a real officer
notice-real-uniform = Officers wear a uniform and show their police identity card.
notice-real-code = They say your case code and the 4 digits on your case page or in your letter.
notice-real-call = If in doubt, do not do what they say. Call the number posted at the police office of your ward.
notice-real-gist = They say the right four digits and never ask for money first
notice-never = No officer may ask you for
notice-never-money = Money in advance, or money by phone.
notice-never-otp = An OTP code or a password.
notice-never-app = Installing an app on your phone.
notice-never-link = Opening a strange link and signing in.

notice-complaint = Not satisfied? Complain
notice-complaint-first = First, you can call the number on this page.
notice-complaint-where = Send a complaint to the head of police of the ward where the team worked. Hand it in at the office or send it by post.
notice-complaint-file = Send it within { $days } days after you knew of the matter.
notice-complaint-accept = Within { $days } days the office tells you whether it takes the complaint up.
notice-complaint-decide = Then it decides within { $days } days, or within { $complex } days if the matter is complex.

notice-title = An identity card, made at your home: { $ward }
notice-lead = Half-days and telephone for people who stay in { $ward }.
notice-print = Notice to print (A4)
notice-other-ward = Find another ward
notice-schedule = Half-days of the coming four weeks
notice-schedule-rule = On Saturdays only the morning. Nothing on Sundays and holidays.
notice-schedule-room = “Places free” means that more visits can be taken today. They may run out.
notice-schedule-none = No team is planned for { $ward } in the coming four weeks. You can ask all the same. When there is a team, you will be told the day.
notice-week = From { $first } to { $last }
notice-half = { $half ->
    [morning] Morning
    [afternoon] Afternoon
   *[full] All day
 }
notice-standing-no_team = { $half }: no team planned yet
notice-standing-team = { $half }: a team comes
notice-standing-room = { $half }: a team comes, places free
notice-standing-full = { $half }: a team comes, fully booked
notice-standing-mission = { $half }: a team is on the island
notice-closed = Closed
notice-closed-beyond = No appointments yet: the working days of this year are not announced
notice-closed-sunday = Closed: Sunday
notice-closed-holiday = Closed:
notice-label-work = Working day:
notice-estimate = expected, may change

notice-island = The islands
notice-parts = When you ask, please choose where you live: { $parts }.
notice-ferry = The team takes a ferry to { $parts }. It only comes when it can go and return by boat. In bad weather a visit may be put off.
notice-ferry-room = “Places free” means free in at least one of these places.
notice-mission = No boat goes there and back in a day. Teams go to the island for several days and tell you before. It depends on the weather.

notice-poster-title = Notice to print: { $ward }
notice-poster-how = This fits on one page of A4. To print: on a computer press Ctrl and P; on a phone open Share or ⋮ and choose Print.
notice-poster-back = Back to the page of { $ward }
notice-poster-who = People with a disability, ill people, old people who find it hard to get about: the police come to the home. Nothing extra to pay.
notice-poster-days = When teams come
notice-poster-saturdays = Saturday mornings with a team:
notice-poster-week = Monday to Friday: all day. Saturday: morning. Closed on holidays.
notice-poster-scan = Ask for a visit: scan this code with a phone, or go to
notice-poster-scan-alt = QR code that leads to { $address }
notice-poster-ask = No phone? Ask your children, a neighbour or the head of your block to help. It takes about 5 minutes.
notice-poster-warning = Beware of impostors. Real officers NEVER:
notice-poster-printed = Days as known on { $date }.
notice-poster-never-money = ask for money in advance
notice-poster-never-otp = ask for an OTP code
notice-poster-never-app = ask you to install an app
notice-poster-never-link = ask you to open a strange link
notice-poster-check = Somebody announced a visit? Check: { $domain }/check
notice-know = Good to know
