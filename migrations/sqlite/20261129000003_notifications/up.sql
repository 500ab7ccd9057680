-- What a family must know, and how it learned it: by a mail that left, by a call, by a letter handed over, on its own
-- screen; what none of these told is an open line of the call list. The state is read off these columns and the mail's.
ALTER TABLE outbox_mails ADD COLUMN withdrawn_at TIMESTAMP;

CREATE TABLE notifications (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id BIGINT NOT NULL REFERENCES cases (id),
    visit_id BIGINT REFERENCES visits (id),
    -- The invitation that it speaks of. No reference: ended holds are forgotten, what was told is not.
    hold_id BIGINT,
    kind TEXT NOT NULL,
    -- The sentences that a caller reads; none for what was carried over from the marks of earlier releases.
    sealed_script TEXT,
    created_at TIMESTAMP NOT NULL,
    mail_id BIGINT REFERENCES outbox_mails (id),
    -- What the mail does to the calendar of the address it goes to.
    entry TEXT CHECK (entry IN ('request', 'cancel')),
    sealed_recipient TEXT,
    told_at TIMESTAMP,
    told_by BIGINT REFERENCES accounts (id),
    told_as TEXT CHECK (told_as IN ('call', 'letter', 'page')),
    superseded_at TIMESTAMP
);
CREATE INDEX notifications_by_case ON notifications (case_id);
CREATE INDEX notifications_by_visit ON notifications (visit_id);
CREATE INDEX notifications_by_hold ON notifications (hold_id);
CREATE INDEX notifications_by_mail ON notifications (mail_id);
CREATE INDEX notifications_untold ON notifications (created_at) WHERE told_at IS NULL AND superseded_at IS NULL;

-- Open visits: what was told last, with its mail or its call.
INSERT INTO notifications (case_id, visit_id, kind, created_at, mail_id, entry, told_at, told_by, told_as)
SELECT v.case_id, v.id, CASE WHEN v.window_from_secs IS NULL THEN 'half_day' ELSE 'appointment' END,
    coalesce(v.published_at, v.booked_at, v.created_at), m.id, CASE WHEN m.id IS NULL THEN NULL ELSE 'request' END,
    -- Who booked without e-mail read it on the screen; only a window or a postponement was ever called about.
    CASE WHEN m.id IS NULL AND v.window_from_secs IS NULL THEN v.booked_at ELSE v.called_at END, v.called_by,
    CASE WHEN v.called_at IS NOT NULL THEN 'call' WHEN m.id IS NULL AND v.window_from_secs IS NULL THEN 'page' END
FROM visits v
LEFT JOIN outbox_mails m ON m.id = (SELECT max(o.id) FROM outbox_mails o WHERE o.idempotent_key IN (
    'visit-published:' || v.id || ':' || (v.invite_sequence - 1),
    'visit-published:' || v.id || ':' || (v.invite_sequence - 2),
    'visit-booked:' || v.id || ':' || (v.invite_sequence - 1)))
WHERE v.closed_at IS NULL AND v.cancelled_at IS NULL AND v.booked_at IS NOT NULL;

INSERT INTO notifications (case_id, visit_id, kind, created_at, mail_id, entry, told_at, told_by, told_as)
SELECT v.case_id, v.id, 'postponed', v.postponed_at, m.id, CASE WHEN m.id IS NULL THEN NULL ELSE 'cancel' END,
    v.called_at, v.called_by, CASE WHEN v.called_at IS NULL THEN NULL ELSE 'call' END
FROM visits v
LEFT JOIN outbox_mails m ON m.idempotent_key = 'visit-cancelled:' || v.id || ':' || (v.invite_sequence - 1)
WHERE v.closed_at IS NULL AND v.cancelled_at IS NULL AND v.booked_at IS NULL AND v.postponed_at IS NOT NULL;

-- Invitations that stand.
INSERT INTO notifications (case_id, visit_id, hold_id, kind, created_at, mail_id, told_at, told_by, told_as)
SELECT v.case_id, v.id, h.id, 'invitation', h.created_at, m.id,
    h.called_at, h.called_by, CASE WHEN h.called_at IS NULL THEN NULL ELSE 'call' END
FROM holds h JOIN visits v ON v.id = h.visit_id
LEFT JOIN outbox_mails m ON m.idempotent_key = 'visit-invited:' || h.id
WHERE h.ended_at IS NULL;

-- Questions and refusals; without e-mail nobody was ever told.
INSERT INTO notifications (case_id, kind, created_at, mail_id)
SELECT c.id, 'question', c.asked_at,
    (SELECT max(m.id) FROM outbox_mails m WHERE m.idempotent_key LIKE 'case-question:' || c.id || ':%')
FROM cases c
WHERE c.asked_at IS NOT NULL AND c.verified_at IS NULL AND c.refused_at IS NULL AND c.withdrawn_at IS NULL;

INSERT INTO notifications (case_id, kind, created_at)
SELECT c.id, 'refused', c.refused_at FROM cases c
WHERE c.refused_at IS NOT NULL AND c.withdrawn_at IS NULL AND NOT c.has_email
    AND NOT EXISTS (SELECT 1 FROM data_requests d WHERE d.case_id = c.id AND d.done_at IS NOT NULL);
