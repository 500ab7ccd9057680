//! The tables as diesel sees them, the same for both engines; `tests/schema.rs` compares this file with them.
#![allow(missing_docs)] // the columns are explained in `migrations/`

diesel::table! {
    accounts (id) {
        id -> BigInt,
        login -> Text,
        display_name -> Text,
        role -> Text,
        ward_codes -> Text,
        password_hash -> Text,
        created_at -> Timestamp,
        disabled_at -> Nullable<Timestamp>,
        password_is_temporary -> Bool,
        temporary_until -> Nullable<Timestamp>,
        last_signed_in_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    place_takings (id) {
        id -> BigInt,
        ward_code -> Text,
        client -> Text,
        taken_at -> Timestamp,
    }
}

diesel::table! {
    case_sources (case_id) {
        case_id -> BigInt,
        client -> Text,
        email_hash -> Nullable<Text>,
    }
}

diesel::table! {
    seal_keys (id) {
        id -> Text,
        kind -> Text,
        parent_id -> Nullable<Text>,
        wrapped -> Nullable<Text>,
        created_at -> Timestamp,
        destroyed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    sign_ins (id) {
        id -> BigInt,
        account_id -> BigInt,
        channel -> Text,
        token_hash -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        revoked_at -> Nullable<Timestamp>,
        proven_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    second_factors (account_id) {
        account_id -> BigInt,
        sealed_secret -> Text,
        created_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        last_step -> BigInt,
    }
}

diesel::table! {
    passkeys (id) {
        id -> BigInt,
        account_id -> BigInt,
        credential_hash -> Text,
        sealed_passkey -> Text,
        name -> Text,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    passkey_challenges (token_hash) {
        token_hash -> Text,
        account_id -> BigInt,
        sealed_state -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    provider_subjects (account_id) {
        account_id -> BigInt,
        issuer -> Text,
        subject -> Text,
        linked_at -> Timestamp,
    }
}

diesel::table! {
    recovery_codes (id) {
        id -> BigInt,
        account_id -> BigInt,
        code_hash -> Text,
        used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    second_factor_resets (account_id) {
        account_id -> BigInt,
        asked_by -> BigInt,
        asked_at -> Timestamp,
    }
}

diesel::table! {
    replaced_tokens (token_hash) {
        token_hash -> Text,
        sign_in_id -> BigInt,
        replaced_at -> Timestamp,
    }
}

diesel::table! {
    audit_entries (id) {
        id -> BigInt,
        happened_at -> Timestamp,
        account_id -> Nullable<BigInt>,
        action -> Text,
        subject -> Text,
        reason -> Nullable<Text>,
        number -> Nullable<BigInt>,
        mac -> Nullable<Text>,
        reason_mac -> Nullable<Text>,
    }
}

diesel::table! {
    audit_head (id) {
        id -> BigInt,
        entries -> BigInt,
        mac -> Text,
    }
}

diesel::table! {
    idempotency_keys (id) {
        id -> BigInt,
        asker -> Text,
        idempotency_key -> Text,
        request_hash -> Text,
        sealed_answer -> Nullable<Text>,
        created_at -> Timestamp,
        case_hashes -> Nullable<Text>,
    }
}

diesel::table! {
    outbox_mails (id) {
        id -> BigInt,
        idempotent_key -> Text,
        kind -> Text,
        message_id -> Text,
        sealed_mail -> Text,
        created_at -> Timestamp,
        due_at -> Timestamp,
        attempts -> Integer,
        claimed_until -> Nullable<Timestamp>,
        sent_at -> Nullable<Timestamp>,
        given_up_at -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
        withdrawn_at -> Nullable<Timestamp>,
        gives_up_at -> Timestamp,
        claims -> Integer,
        receiver -> Text,
        about -> Text,
    }
}

diesel::table! {
    notifications (id) {
        id -> BigInt,
        case_id -> BigInt,
        visit_id -> Nullable<BigInt>,
        hold_id -> Nullable<BigInt>,
        kind -> Text,
        sealed_script -> Nullable<Text>,
        created_at -> Timestamp,
        mail_id -> Nullable<BigInt>,
        entry -> Nullable<Text>,
        sealed_recipient -> Nullable<Text>,
        sealed_said -> Nullable<Text>,
        told_at -> Nullable<Timestamp>,
        told_by -> Nullable<BigInt>,
        told_as -> Nullable<Text>,
        superseded_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    mail_pauses (receiver) {
        receiver -> Text,
        why -> Text,
        failures -> Integer,
        since -> Timestamp,
        until -> Timestamp,
        last_error -> Text,
    }
}

diesel::table! {
    worker_steps (name) {
        name -> Text,
        ran_at -> Timestamp,
        failing_since -> Nullable<Timestamp>,
        last_error -> Nullable<Text>,
    }
}

diesel::table! {
    officers (id) {
        id -> BigInt,
        account_id -> Nullable<BigInt>,
        full_name -> Text,
        badge_number -> Text,
        retired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    kits (id) {
        id -> BigInt,
        name -> Text,
        retired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    teams (id) {
        id -> BigInt,
        name -> Text,
        hot_line -> Text,
        base_ward_code -> Text,
        base_lat -> Double,
        base_lng -> Double,
        version -> Integer,
        retired_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    team_wards (team_id, ward_code) {
        team_id -> BigInt,
        ward_code -> Text,
    }
}

diesel::table! {
    duties (id) {
        id -> BigInt,
        team_id -> BigInt,
        kit_id -> BigInt,
        on_date -> Date,
        half_days -> Text,
        starts_secs -> Integer,
        ends_secs -> Integer,
        break_earliest_secs -> Nullable<Integer>,
        break_latest_secs -> Nullable<Integer>,
        break_secs -> Nullable<Integer>,
        capacity -> Integer,
        island_mission -> Bool,
        version -> Integer,
        created_at -> Timestamp,
        cancelled_at -> Nullable<Timestamp>,
        cancelled_reason -> Nullable<Text>,
        stamp -> BigInt,
        staff_secs -> Integer,
        published_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    duty_officers (duty_id, officer_id) {
        duty_id -> BigInt,
        officer_id -> BigInt,
    }
}

diesel::table! {
    exceptional_half_days (id) {
        id -> BigInt,
        on_date -> Date,
        half_day -> Text,
        opened_by -> BigInt,
        reason -> Text,
        opened_at -> Timestamp,
    }
}

diesel::table! {
    cases (id) {
        id -> BigInt,
        code -> Text,
        secret_hash -> Text,
        channel -> Text,
        ward_code -> Text,
        sub_area -> Nullable<Text>,
        group_site -> Nullable<Text>,
        expected_captures -> Integer,
        sealed_contact -> Text,
        sealed_address -> Text,
        sealed_note -> Nullable<Text>,
        contact_hash -> Text,
        address_hash -> Text,
        import_hash -> Nullable<Text>,
        has_email -> Bool,
        triage -> Text,
        triage_rule -> Text,
        deadline_on -> Nullable<Date>,
        deadline_reason -> Nullable<Text>,
        filed_by -> Nullable<BigInt>,
        filed_at -> Timestamp,
        verified_at -> Nullable<Timestamp>,
        verified_by -> Nullable<BigInt>,
        refused_at -> Nullable<Timestamp>,
        refused_reason -> Nullable<Text>,
        withdrawn_at -> Nullable<Timestamp>,
        version -> Integer,
        place_fixed_at -> Nullable<Timestamp>,
        asked_at -> Nullable<Timestamp>,
        question -> Nullable<Text>,
        not_before_on -> Nullable<Date>,
        not_before_reason -> Nullable<Text>,
    }
}

diesel::table! {
    handovers (case_id) {
        case_id -> BigInt,
        filled_in_by -> Nullable<Text>,
        secret_way -> Text,
    }
}

diesel::table! {
    case_answers (case_id) {
        case_id -> BigInt,
        sealed_answer -> Text,
        answered_at -> Timestamp,
    }
}

diesel::table! {
    case_joins (case_id) {
        case_id -> BigInt,
        into_case_id -> BigInt,
        joined_by -> BigInt,
        joined_at -> Timestamp,
    }
}

diesel::table! {
    case_notes (id) {
        id -> BigInt,
        case_id -> BigInt,
        sealed_text -> Text,
        noted_by -> BigInt,
        noted_at -> Timestamp,
    }
}

diesel::table! {
    case_secrets (id) {
        id -> BigInt,
        case_id -> BigInt,
        secret_hash -> Text,
        made_at -> Timestamp,
        made_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    remarks (id) {
        id -> BigInt,
        number -> Text,
        kind -> Text,
        ward_code -> Nullable<Text>,
        sealed_words -> Text,
        sealed_contact -> Nullable<Text>,
        received_at -> Timestamp,
        accept_by -> Nullable<Date>,
        accepted_at -> Nullable<Timestamp>,
        due_on -> Nullable<Date>,
        extended_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        ended_as -> Nullable<Text>,
        ended_by -> Nullable<BigInt>,
        sealed_answer -> Nullable<Text>,
        forgotten_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    applicants (id) {
        id -> BigInt,
        case_id -> BigInt,
        position -> Integer,
        sealed_identity -> Text,
        sealed_representative -> Nullable<Text>,
        person_hash -> Text,
        number_hash -> Nullable<Text>,
        procedure_code -> Text,
        beneficiary_group -> Text,
        mobility -> Text,
        triage -> Text,
        triage_rule -> Text,
        beneficiary_groups -> Nullable<Text>,
    }
}

diesel::table! {
    name_words (word, case_id, whose) {
        word -> Text,
        case_id -> BigInt,
        whose -> Integer,
    }
}

diesel::table! {
    stale_lookups (case_id) {
        case_id -> BigInt,
    }
}

diesel::table! {
    case_languages (case_id) {
        case_id -> BigInt,
        language -> Text,
    }
}

diesel::table! {
    unvisited_cases (case_id) {
        case_id -> BigInt,
    }
}

diesel::table! {
    unvisited_people (case_id) {
        case_id -> BigInt,
        sealed_people -> Text,
    }
}

diesel::table! {
    consents (id) {
        id -> BigInt,
        case_id -> BigInt,
        purpose -> Text,
        text_version -> Text,
        given_by -> Text,
        channel -> Text,
        given_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    visits (id) {
        id -> BigInt,
        case_id -> BigInt,
        number -> Integer,
        part -> Integer,
        captures -> Integer,
        service_secs -> Integer,
        front_of_queue -> Bool,
        created_at -> Timestamp,
        cancelled_at -> Nullable<Timestamp>,
        promised_on -> Nullable<Date>,
        promised_half_day -> Nullable<Text>,
        window_from_secs -> Nullable<Integer>,
        window_to_secs -> Nullable<Integer>,
        published_at -> Nullable<Timestamp>,
        invite_sequence -> Integer,
        called_at -> Nullable<Timestamp>,
        called_by -> Nullable<BigInt>,
        en_route_at -> Nullable<Timestamp>,
        arrived_at -> Nullable<Timestamp>,
        closed_at -> Nullable<Timestamp>,
        version -> Integer,
        booked_at -> Nullable<Timestamp>,
        postponed_at -> Nullable<Timestamp>,
        duty_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    stops (visit_id) {
        visit_id -> BigInt,
        duty_id -> BigInt,
        position -> Integer,
        arrives_secs -> Nullable<Integer>,
        starts_secs -> Nullable<Integer>,
        departs_secs -> Nullable<Integer>,
    }
}

diesel::table! {
    holds (id) {
        id -> BigInt,
        token_hash -> Text,
        duty_id -> BigInt,
        position -> Integer,
        half_day -> Text,
        visit_id -> Nullable<BigInt>,
        why -> Nullable<Text>,
        contact_hash -> Text,
        address_hash -> Text,
        sealed_door -> Text,
        captures -> Integer,
        service_secs -> Integer,
        setup_secs -> Integer,
        extensions -> Integer,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        ended_as -> Nullable<Text>,
        called_at -> Nullable<Timestamp>,
        called_by -> Nullable<BigInt>,
    }
}

diesel::table! {
    freed_places (id) {
        id -> BigInt,
        duty_id -> BigInt,
        half_day -> Text,
        secs -> Integer,
        freed_at -> Timestamp,
        public_at -> Timestamp,
        visit_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    visit_events (id) {
        id -> BigInt,
        visit_id -> BigInt,
        client_id -> Text,
        kind -> Text,
        happened_at -> Timestamp,
        recorded_at -> Timestamp,
        recorded_by -> BigInt,
        superseded_at -> Nullable<Timestamp>,
        superseded_by -> Nullable<BigInt>,
        superseded_account -> Nullable<BigInt>,
    }
}

diesel::table! {
    not_before_days (id) {
        id -> BigInt,
        case_id -> BigInt,
        event_id -> Nullable<BigInt>,
        on_date -> Nullable<Date>,
        reason -> Nullable<Text>,
        set_at -> Timestamp,
        set_by -> BigInt,
    }
}

diesel::table! {
    outcomes (id) {
        id -> BigInt,
        visit_id -> BigInt,
        event_id -> BigInt,
        applicant_id -> Nullable<BigInt>,
        code -> Text,
        captures -> Integer,
        sealed_note -> Nullable<Text>,
        captured_on -> Nullable<Date>,
        due_on -> Nullable<Date>,
    }
}

diesel::table! {
    planning_runs (id) {
        id -> BigInt,
        from_date -> Date,
        to_date -> Date,
        seed -> BigInt,
        weights_version -> Text,
        inputs_fingerprint -> Text,
        proposal -> Text,
        created_at -> Timestamp,
        created_by -> Nullable<BigInt>,
        published_at -> Nullable<Timestamp>,
        published_by -> Nullable<BigInt>,
        progress -> Integer,
        tries -> Integer,
        claimed_until -> Nullable<Timestamp>,
        stop_asked_at -> Nullable<Timestamp>,
        finished_at -> Nullable<Timestamp>,
        failure -> Nullable<Text>,
    }
}

diesel::table! {
    drafts (id) {
        id -> BigInt,
        token_hash -> Text,
        sealed_answers -> Text,
        created_at -> Timestamp,
        expires_at -> Timestamp,
        version -> Integer,
    }
}

diesel::table! {
    case_readiness (case_id) {
        case_id -> BigInt,
        sealed_readiness -> Text,
    }
}

diesel::table! {
    return_channels (case_id) {
        case_id -> BigInt,
        channel -> Text,
        chosen_at -> Timestamp,
    }
}

diesel::table! {
    time_preferences (case_id) {
        case_id -> BigInt,
        times -> Text,
        from_on -> Nullable<Date>,
        stated_at -> Timestamp,
    }
}

diesel::table! {
    data_requests (id) {
        id -> BigInt,
        case_id -> BigInt,
        kind -> Text,
        asked_at -> Timestamp,
        acknowledged_at -> Nullable<Timestamp>,
        due_on -> Date,
        done_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    rights_requests (id) {
        id -> BigInt,
        kind -> Text,
        channel -> Text,
        case_id -> Nullable<BigInt>,
        ward_code -> Nullable<Text>,
        sealed_words -> Text,
        received_at -> Timestamp,
        recorded_by -> BigInt,
        acknowledge_by -> Nullable<Date>,
        acknowledged_at -> Nullable<Timestamp>,
        due_at -> Timestamp,
        extended_at -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
        ended_as -> Nullable<Text>,
        ended_by -> Nullable<BigInt>,
        sealed_answer -> Nullable<Text>,
    }
}

diesel::table! {
    feedback (id) {
        id -> BigInt,
        visit_id -> BigInt,
        ease -> Text,
        on_time -> Bool,
        sealed_text -> Nullable<Text>,
        given_at -> Timestamp,
    }
}

diesel::table! {
    wrong_checks (subject, checked_on) {
        subject -> Text,
        checked_on -> Date,
        tries -> Integer,
    }
}

diesel::table! {
    spent_passes (pass) {
        pass -> Text,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    officer_leaves (id) {
        id -> BigInt,
        officer_id -> BigInt,
        from_date -> Date,
        from_half_day -> Text,
        to_date -> Date,
        to_half_day -> Text,
        reason -> Text,
        noted_by -> BigInt,
        noted_at -> Timestamp,
        withdrawn_by -> Nullable<BigInt>,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    kit_outages (id) {
        id -> BigInt,
        kit_id -> BigInt,
        from_date -> Date,
        from_half_day -> Text,
        to_date -> Date,
        to_half_day -> Text,
        reason -> Text,
        noted_by -> BigInt,
        noted_at -> Timestamp,
        withdrawn_by -> Nullable<BigInt>,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    lists (id) {
        id -> BigInt,
        account_id -> BigInt,
        state -> Text,
        sealed_content -> Nullable<Text>,
        version -> Integer,
        rows_total -> Integer,
        rows_done -> Integer,
        created_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        expires_at -> Timestamp,
        claimed_until -> Nullable<Timestamp>,
        tries -> Integer,
    }
}

diesel::table! {
    list_rows (list_id, line) {
        list_id -> BigInt,
        line -> BigInt,
        verdict -> Text,
        sealed_said -> Text,
        case_id -> Nullable<BigInt>,
    }
}

diesel::table! {
    list_headings (heading) {
        heading -> Text,
        means -> Text,
        chosen_at -> Timestamp,
    }
}

diesel::table! {
    hand_placements (visit_id) {
        visit_id -> BigInt,
        duty_id -> BigInt,
        placed_by -> BigInt,
        placed_at -> Timestamp,
    }
}

diesel::table! {
    locked_duties (duty_id) {
        duty_id -> BigInt,
        locked_by -> BigInt,
        locked_at -> Timestamp,
    }
}

diesel::table! {
    hand_edits (id) {
        id -> BigInt,
        on_date -> Date,
        act -> Text,
        visit_id -> Nullable<BigInt>,
        informs -> Text,
        rows_before -> Text,
        rows_after -> Text,
        made_by -> BigInt,
        made_at -> Timestamp,
        undone_by -> Nullable<BigInt>,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    hand_edit_duties (edit_id, duty_id) {
        edit_id -> BigInt,
        duty_id -> BigInt,
        stamp_before -> BigInt,
        stamp_after -> BigInt,
    }
}

diesel::joinable!(sign_ins -> accounts (account_id));
diesel::joinable!(case_sources -> cases (case_id));
diesel::joinable!(case_answers -> cases (case_id));
diesel::joinable!(case_joins -> cases (into_case_id));
diesel::joinable!(case_notes -> accounts (noted_by));
diesel::joinable!(case_secrets -> cases (case_id));
diesel::joinable!(remarks -> accounts (ended_by));
diesel::joinable!(case_secrets -> accounts (made_by));
diesel::joinable!(audit_entries -> accounts (account_id));
diesel::joinable!(officers -> accounts (account_id));
diesel::joinable!(team_wards -> teams (team_id));
diesel::joinable!(duties -> teams (team_id));
diesel::joinable!(duties -> kits (kit_id));
diesel::joinable!(duty_officers -> duties (duty_id));
diesel::joinable!(duty_officers -> officers (officer_id));
diesel::joinable!(exceptional_half_days -> accounts (opened_by));
diesel::joinable!(hand_edits -> accounts (made_by));
diesel::joinable!(officer_leaves -> accounts (noted_by));
diesel::joinable!(kit_outages -> accounts (noted_by));
diesel::joinable!(applicants -> cases (case_id));
diesel::joinable!(case_readiness -> cases (case_id));
diesel::joinable!(consents -> cases (case_id));
diesel::joinable!(handovers -> cases (case_id));
diesel::joinable!(unvisited_cases -> cases (case_id));
diesel::joinable!(unvisited_people -> cases (case_id));
diesel::joinable!(visits -> cases (case_id));
diesel::joinable!(visits -> accounts (called_by));
diesel::joinable!(stops -> visits (visit_id));
diesel::joinable!(stops -> duties (duty_id));
diesel::joinable!(holds -> duties (duty_id));
diesel::joinable!(holds -> visits (visit_id));
diesel::joinable!(holds -> accounts (called_by));
diesel::joinable!(freed_places -> duties (duty_id));
diesel::joinable!(freed_places -> visits (visit_id));
diesel::joinable!(visit_events -> visits (visit_id));
diesel::joinable!(visit_events -> accounts (recorded_by));
diesel::joinable!(outcomes -> visits (visit_id));
diesel::joinable!(outcomes -> visit_events (event_id));
diesel::joinable!(outcomes -> applicants (applicant_id));
diesel::joinable!(notifications -> cases (case_id));
diesel::joinable!(notifications -> visits (visit_id));
diesel::joinable!(notifications -> outbox_mails (mail_id));
diesel::joinable!(notifications -> accounts (told_by));
diesel::joinable!(not_before_days -> cases (case_id));
diesel::joinable!(not_before_days -> visit_events (event_id));
diesel::joinable!(not_before_days -> accounts (set_by));
diesel::joinable!(return_channels -> cases (case_id));
diesel::joinable!(time_preferences -> cases (case_id));
diesel::joinable!(case_languages -> cases (case_id));
diesel::joinable!(data_requests -> cases (case_id));
diesel::joinable!(rights_requests -> cases (case_id));
diesel::joinable!(feedback -> visits (visit_id));

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    applicants,
    audit_entries,
    audit_head,
    case_answers,
    case_joins,
    case_notes,
    case_languages,
    case_readiness,
    case_secrets,
    case_sources,
    cases,
    consents,
    drafts,
    data_requests,
    duties,
    duty_officers,
    exceptional_half_days,
    feedback,
    freed_places,
    hand_edit_duties,
    hand_edits,
    hand_placements,
    handovers,
    holds,
    idempotency_keys,
    kit_outages,
    kits,
    list_headings,
    list_rows,
    lists,
    locked_duties,
    mail_pauses,
    notifications,
    not_before_days,
    officer_leaves,
    officers,
    outbox_mails,
    outcomes,
    passkey_challenges,
    passkeys,
    place_takings,
    planning_runs,
    provider_subjects,
    recovery_codes,
    remarks,
    replaced_tokens,
    return_channels,
    rights_requests,
    seal_keys,
    second_factor_resets,
    second_factors,
    sign_ins,
    spent_passes,
    name_words,
    stale_lookups,
    stops,
    team_wards,
    teams,
    time_preferences,
    unvisited_cases,
    unvisited_people,
    visit_events,
    visits,
    worker_steps,
    wrong_checks,
);
