-- What one booking reads and writes, as plain SQL for pgbench: the yardstick of `luudong bench booking` on PostgreSQL.
-- :duties is the number of duties to choose from; a hot half-day has few of them. The duty's row is written without
-- asking for its old stamp: a lost race costs the server a retry, here it costs waiting for the row's lock.
\set number random(1, 2000000000)
\set duty random(1, :duties)
BEGIN;
SELECT count(*) FROM case_sources INNER JOIN cases ON case_sources.case_id = cases.id WHERE client = 'b' AND contact_hash = 'c' || :number AND filed_at >= '2026-10-01';
SELECT count(*) FROM cases WHERE contact_hash = 'c' || :number AND filed_by IS NULL AND filed_at >= '2026-10-01';
SELECT count(*) FROM case_sources INNER JOIN cases ON case_sources.case_id = cases.id WHERE email_hash = 'e' || :number AND filed_at >= '2026-10-01';
SELECT id, on_date - DATE '2026-11-01' AS day FROM duties WHERE id = :duty FOR NO KEY UPDATE \gset
WITH names AS MATERIALIZED (SELECT name FROM unnest(ARRAY[:number, :number + 1, :number + 2, :number + 3]::bigint[]) AS name ORDER BY name) SELECT pg_advisory_xact_lock(name) FROM names;
SELECT contact_hash, address_hash FROM holds WHERE ended_at IS NULL AND expires_at > now() AND visit_id IS NULL AND (contact_hash = 'c' || :number OR address_hash = 'a' || :number);
SELECT contact_hash, address_hash FROM visits INNER JOIN cases ON visits.case_id = cases.id WHERE promised_on IS NOT NULL AND cancelled_at IS NULL AND verified_at IS NULL AND refused_at IS NULL AND withdrawn_at IS NULL AND (contact_hash = 'c' || :number OR address_hash = 'a' || :number);
SELECT case_id FROM applicants WHERE person_hash = 'p' || :number;
SELECT case_id FROM case_sources WHERE email_hash = 'e' || :number;
SELECT DISTINCT ward_code FROM team_wards WHERE team_id IN (SELECT team_id FROM team_wards WHERE ward_code = '11329');
SELECT count(*), min(taken_at) FROM place_takings WHERE ward_code IN ('11329', '11359', '11383', '11407', '11411', '11413', '11443') AND taken_at > now() - INTERVAL '1 hour';
INSERT INTO place_takings (ward_code, client, taken_at) VALUES ('11329', 'b', now() - INTERVAL '2 hours');
SELECT on_date, half_day FROM exceptional_half_days WHERE on_date BETWEEN DATE '2026-11-24' AND DATE '2026-12-21';
UPDATE duties SET stamp = :number, version = version + 1 WHERE id = :duty AND cancelled_at IS NULL;
SELECT id FROM cases WHERE code = 'B' || :number;
INSERT INTO seal_keys (id, kind, parent_id, wrapped, created_at) VALUES (md5(random()::text), 'case', '2026-11', repeat('k', 96), now()) ON CONFLICT DO NOTHING;
INSERT INTO cases (code, secret_hash, channel, ward_code, expected_captures, sealed_contact, sealed_address, contact_hash, address_hash, has_email, triage, triage_rule, filed_at, version, place_fixed_at) VALUES (md5(random()::text), md5(random()::text) || md5(random()::text), 'family', '11329', 1, repeat('c', 260), repeat('a', 240), md5(random()::text), md5(random()::text), true, 'visit', 'necessity', now(), 1, now()) RETURNING id AS case_id \gset
INSERT INTO case_sources (case_id, client, email_hash) VALUES (:case_id, 'b', md5(random()::text));
INSERT INTO applicants (case_id, position, sealed_identity, person_hash, number_hash, procedure_code, beneficiary_group, mobility, triage, triage_rule) VALUES (:case_id, 0, repeat('i', 220), md5(random()::text), md5(random()::text), 'cccd_to_cc', 'nct', 'bedridden', 'visit', 'necessity');
INSERT INTO consents (case_id, purpose, text_version, given_by, channel, given_at) VALUES (:case_id, 'visit', '1', 'child', 'family', now());
INSERT INTO consents (case_id, purpose, text_version, given_by, channel, given_at) VALUES (:case_id, 'messages', '1', 'child', 'family', now());
INSERT INTO outbox_mails (idempotent_key, kind, message_id, sealed_mail, created_at, due_at, attempts, gives_up_at, receiver) VALUES ('case-received:' || :case_id, 'case_received', 'r' || :case_id, repeat('m', 3280), now(), now(), 0, now() + INTERVAL '3 days', '') ON CONFLICT DO NOTHING;
SELECT id FROM outbox_mails WHERE idempotent_key = 'case-received:' || :case_id;
INSERT INTO visits (case_id, number, part, captures, service_secs, front_of_queue, created_at, promised_on, promised_half_day, booked_at, duty_id, invite_sequence, version) VALUES (:case_id, 1, 1, 1, 60, false, now(), DATE '2026-11-01' + :day, 'morning', now(), :duty, 1, 1) RETURNING id AS visit_id \gset
INSERT INTO stops (visit_id, duty_id, position) VALUES (:visit_id, :duty, :visit_id);
INSERT INTO audit_entries (happened_at, action, subject) VALUES (now(), 'book', 'case:' || :case_id) RETURNING id AS entry_id \gset
SELECT notifications.id FROM notifications INNER JOIN outbox_mails ON notifications.mail_id = outbox_mails.id WHERE idempotent_key = 'visit-booked:' || :visit_id || ':0';
SELECT * FROM notifications LEFT JOIN outbox_mails ON notifications.mail_id = outbox_mails.id WHERE notifications.case_id = :case_id ORDER BY notifications.id;
SELECT code FROM cases WHERE id = :case_id;
INSERT INTO outbox_mails (idempotent_key, kind, message_id, sealed_mail, created_at, due_at, attempts, gives_up_at, receiver) VALUES ('visit-booked:' || :visit_id || ':0', 'visit_booked', 'b' || :visit_id, repeat('m', 6830), now(), now(), 0, now() + INTERVAL '3 days', '') ON CONFLICT DO NOTHING;
SELECT id AS mail_id FROM outbox_mails WHERE idempotent_key = 'visit-booked:' || :visit_id || ':0' \gset
INSERT INTO notifications (case_id, visit_id, kind, sealed_script, created_at, mail_id, entry, sealed_recipient) VALUES (:case_id, :visit_id, 'half_day', repeat('s', 500), now(), :mail_id, 'request', repeat('r', 120));
SELECT * FROM audit_entries WHERE mac IS NULL AND id = :entry_id;
SELECT entries FROM audit_head FOR NO KEY UPDATE;
UPDATE audit_entries SET number = :entry_id, mac = repeat('h', 64) WHERE id = :entry_id;
UPDATE audit_head SET entries = :entry_id, mac = repeat('h', 64);
COMMIT;
