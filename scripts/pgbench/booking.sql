-- What one booking writes, as plain SQL for pgbench: the yardstick of `luudong bench booking` on PostgreSQL.
-- :duties is the number of duties to choose from; a hot half-day has few of them. The duty's row is written without
-- asking for its old stamp: a lost race costs the server a retry, here it costs waiting for the row's lock.
\set number random(1, 2000000000)
\set duty random(1, :duties)
BEGIN;
SELECT id FROM cases WHERE code = 'B' || :number;
INSERT INTO cases (code, secret_hash, channel, ward_code, expected_captures, sealed_contact, sealed_address, contact_hash, address_hash, has_email, triage, triage_rule, filed_at, version) VALUES (md5(random()::text), md5(random()::text) || md5(random()::text), 'family', '11329', 1, repeat('c', 260), repeat('a', 360), md5(random()::text), md5(random()::text), true, 'visit', 'necessity', now(), 1) RETURNING id AS case_id \gset
INSERT INTO applicants (case_id, position, sealed_identity, person_hash, number_hash, procedure_code, beneficiary_group, mobility, triage, triage_rule) VALUES (:case_id, 0, repeat('i', 300), md5(random()::text), md5(random()::text), 'cccd_to_cc', 'nct', 'bedridden', 'visit', 'necessity');
INSERT INTO consents (case_id, purpose, text_version, given_by, channel, given_at) VALUES (:case_id, 'visit', '1', 'child', 'family', now());
INSERT INTO consents (case_id, purpose, text_version, given_by, channel, given_at) VALUES (:case_id, 'messages', '1', 'child', 'family', now());
INSERT INTO outbox_mails (idempotent_key, kind, message_id, sealed_mail, created_at, due_at, attempts) VALUES ('case-received:' || :case_id, 'case_received', 'r' || :case_id, repeat('m', 4000), now(), now(), 0) ON CONFLICT DO NOTHING;
INSERT INTO visits (case_id, number, part, captures, service_secs, front_of_queue, created_at, invite_sequence, version) VALUES (:case_id, 1, 1, 1, 60, false, now(), 0, 1) RETURNING id AS visit_id \gset
SELECT on_date, half_day FROM exceptional_half_days WHERE on_date BETWEEN DATE '2026-11-24' AND DATE '2026-12-21';
SELECT on_date AS duty_date FROM duties WHERE id = :duty \gset
SELECT id, stamp FROM duties WHERE on_date = :'duty_date' AND cancelled_at IS NULL ORDER BY on_date, id;
UPDATE duties SET stamp = :number, version = version + 1 WHERE id = :duty AND cancelled_at IS NULL;
INSERT INTO stops (visit_id, duty_id, position) VALUES (:visit_id, :duty, :visit_id);
UPDATE visits SET promised_on = :'duty_date', promised_half_day = 'morning', booked_at = now(), invite_sequence = invite_sequence + 1, version = version + 1 WHERE id = :visit_id AND version = 1;
UPDATE cases SET place_fixed_at = now() WHERE id = :case_id;
INSERT INTO audit_entries (happened_at, action, subject) VALUES (now(), 'book', 'case:' || :case_id);
SELECT id, sealed_identity FROM applicants WHERE case_id = :case_id ORDER BY position;
INSERT INTO outbox_mails (idempotent_key, kind, message_id, sealed_mail, created_at, due_at, attempts) VALUES ('visit-booked:' || :visit_id || ':0', 'visit_booked', 'b' || :visit_id, repeat('m', 6000), now(), now(), 0) ON CONFLICT DO NOTHING;
COMMIT;
