//! What every engine does alike: cases over the ports alone, each on a fresh engine. One list names them, and
//! [`store_conformance`](crate::store_conformance) and [`kv_conformance`](crate::kv_conformance) make tests of it for one
//! engine: there is no case that only some engines pass.

mod api_tokens;
mod archive;
mod cases;
mod circle;
mod comment_deletes;
mod comment_edits;
mod comment_lists;
mod comments;
mod community;
mod connections;
mod conversations;
mod counters;
mod deletions;
mod erase;
mod exchanges;
mod genres;
mod health;
mod imports;
mod letters;
mod media;
mod messages;
mod model;
mod movie_deletes;
mod movie_edits;
mod movie_lists;
mod movie_search;
mod movies;
mod notifications;
mod one_time;
mod passwords;
mod people;
mod providers;
mod ratings;
mod reactions;
mod reports;
mod sessions;
mod sign_ins;
mod stage;
mod throttle;
mod upkeep;
mod user_lists;
mod user_movies;
mod users;

use std::io::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use stage::{KvStage, Stage};

/// The cases on document stores, by the module that they stand in, handed to a macro after what is given.
#[doc(hidden)]
#[macro_export]
macro_rules! store_cases {
    ([$($macro:tt)*] $($given:tt)*) => { $($macro)*! { [$($given)*]
        users {
            a_new_account_reads_back_as_it_was_made,
            an_account_is_found_by_its_address_in_any_case,
            an_address_in_another_case_is_taken,
            of_fifty_sign_ups_with_one_address_at_once_one_wins,
            a_hash_is_replaced_only_where_it_is_still_the_one_that_was_checked,
            a_role_comes_with_a_higher_epoch,
            every_role_given_at_once_raises_the_epoch,
            an_account_without_a_password_and_an_age_reads_back,
            an_account_is_found_by_its_id_with_its_hash,
            an_edit_of_an_account_changes_what_it_names,
            every_advance_at_once_raises_the_epoch,
            the_last_sign_in_is_noted_and_never_put_back,
        }
        passwords {
            a_password_changes_from_the_epoch_that_was_seen_with_its_letter,
            of_many_changes_from_one_epoch_at_once_one_wins,
            a_reset_proves_the_address_that_its_letter_went_to,
            a_reset_of_an_account_that_was_never_proven_removes_its_links,
            a_proven_address_is_the_accounts_and_the_old_one_is_told,
            an_address_of_another_account_cannot_be_proven,
            of_many_who_prove_one_address_at_once_one_has_it,
        }
        providers {
            a_first_visit_makes_an_account_and_the_next_one_finds_it,
            an_address_that_is_not_proven_stays_unproven_on_a_new_account,
            one_subject_at_two_providers_is_two_people,
            of_fifty_visits_at_once_one_makes_the_account,
            of_visits_and_sign_ups_with_one_address_at_once_one_makes_the_account,
            an_address_alone_is_no_way_into_an_account,
            an_account_with_the_same_proven_address_is_linked,
            an_account_that_was_never_proven_goes_to_the_owner_of_its_address,
            of_owners_at_once_one_takes_the_account_over,
            an_account_of_a_provider_is_linked_to_one_person,
            of_many_who_link_one_account_at_once_one_has_it,
        }
        user_lists {
            everybody_is_listed_newest_first_page_by_page,
            a_listed_person_has_every_member,
            people_are_found_by_the_beginning_of_their_name_or_address,
            a_hostile_beginning_is_only_text,
            names_and_addresses_are_found_as_they_are_now,
            a_beginning_that_very_many_share_is_paged_like_a_rare_one,
            pages_of_people_miss_and_repeat_nobody_who_stays_while_others_come_and_go,
        }
        deletions {
            nothing_personal_is_left_in_the_row_at_once,
            somebody_whose_deletion_has_begun_is_nobody,
            the_address_and_the_provider_are_free_at_once,
            a_deletion_begins_from_the_epoch_that_was_seen,
            of_deletions_and_changed_passwords_at_once_one_wins,
            deletions_are_unfinished_until_everything_is_erased,
        }
        erase {
            all_that_is_theirs_goes_and_all_that_is_others_stays,
            a_comment_with_replies_stays_as_deleted_and_the_rest_goes,
            votes_on_what_was_deleted_are_counted_out_too,
            their_reports_and_keys_go_whatever_became_of_them,
            their_letters_go_and_others_are_sent,
            nobody_is_erased_whose_deletion_has_not_begun,
            erasing_at_once_with_itself_counts_everything_once,
            erasing_at_once_with_answers_votes_and_deletions_leaves_every_counter_right,
            what_somebody_writes_in_the_moment_after_their_end_goes_too,
        }
        letters {
            every_letter_reads_back_as_it_was_posted,
            letters_are_given_oldest_first_as_many_as_are_asked_for,
            a_letter_is_one_takers_until_the_lease_ends,
            of_many_takers_at_once_each_letter_goes_to_one,
            a_letter_that_is_sent_is_given_to_nobody_any_more,
        }
        api_tokens {
            a_token_is_found_by_the_hash_of_its_secret_alone,
            a_token_is_good_to_the_moment_at_which_it_expires,
            every_member_of_a_token_reads_back,
            tokens_are_listed_newest_first_page_by_page_the_expired_too,
            the_use_of_a_token_is_noted_once_an_hour,
            a_token_is_removed_once,
        }
        movies {
            a_film_reads_back_as_it_was_written,
            a_viewer_gets_mine_with_a_film_and_a_visitor_does_not,
            the_same_key_many_times_at_once_makes_one_film,
            a_key_is_of_one_body_and_one_person,
        }
        movie_edits {
            an_edit_changes_what_it_names_and_raises_the_version,
            an_edit_of_another_version_or_of_nothing_changes_nothing,
            of_many_edits_of_one_version_at_once_one_wins,
            edits_at_once_without_a_version_are_all_made,
            an_edit_leaves_comments_and_votes_counted,
            edits_and_votes_at_once_lose_none_of_each_other,
        }
        movie_deletes {
            a_film_goes_with_all_that_hangs_on_it,
            what_was_said_about_a_film_is_gone_with_it_at_once,
            what_is_written_while_a_film_goes_goes_with_it,
            a_film_that_is_there_is_not_erased,
            erasing_a_film_at_once_with_itself_takes_everything,
        }
        movie_lists {
            every_order_shows_each_film_once_whatever_the_page_and_the_filter,
            films_without_a_year_come_last_among_the_newest,
            titles_are_ordered_without_case_accents_and_signs,
            very_long_titles_are_ordered_and_paged_too,
            votes_and_comments_move_a_film_among_the_popular_and_leave_its_version_alone,
            a_viewer_gets_mine_with_each_film_and_does_not_see_what_they_reported,
            a_place_of_another_order_begins_at_the_start,
            pages_miss_and_repeat_nothing_that_keeps_its_key_while_others_change,
            all_films_are_walked_in_the_order_of_their_ids,
            a_walk_goes_on_from_where_a_film_was,
        }
        movie_search {
            films_are_found_by_beginnings_of_words_of_titles_and_people,
            case_accents_and_the_ways_to_write_them_do_not_matter,
            each_word_may_stand_elsewhere_but_each_must_stand_somewhere,
            words_of_the_title_come_first_then_its_beginnings_the_original_title_and_people,
            words_of_which_nothing_is_left_find_every_film,
            hostile_words_are_only_words,
            an_edited_or_deleted_film_is_found_by_its_new_words_only,
            common_and_rare_words_are_found_alike_and_relevance_ranks_the_best,
        }
        genres {
            genres_are_counted_as_films_come_change_and_go,
            a_film_counts_once_in_a_genre_that_it_names_twice,
            genres_are_what_was_written_to_the_letter,
            an_import_counts_its_genres,
            films_made_changed_and_deleted_at_once_are_counted_exactly,
        }
        imports {
            films_are_added_changed_or_left_by_their_source,
            every_member_of_a_film_is_imported_and_compared,
            of_a_source_that_stands_in_a_batch_twice_the_later_holds,
            the_same_number_of_two_sources_is_two_films,
            a_batch_is_taken_whole_or_not_at_all,
            the_same_batch_at_once_adds_each_film_once,
        }
        comments {
            a_comment_stands_under_its_film_with_its_author,
            a_reply_to_a_reply_keeps_its_parent_and_joins_the_thread,
            nothing_is_written_under_what_is_not_there,
            the_same_key_many_times_at_once_makes_one_comment,
            a_key_is_of_one_body_and_one_person,
            a_key_gives_what_is_left_of_a_deleted_comment,
            many_comments_and_replies_at_once_are_counted_exactly,
        }
        comment_lists {
            every_order_shows_each_comment_once_page_by_page,
            a_page_begins_each_thread_with_its_three_oldest_replies,
            a_viewer_gets_mine_and_every_author_with_each_comment,
            an_author_who_is_not_there_is_left_out,
            replies_come_oldest_first_page_by_page_from_anywhere_in_the_thread,
            what_is_not_there_has_no_lists_and_what_is_silent_has_empty_ones,
            pages_miss_and_repeat_nothing_that_stays_while_others_write_vote_and_delete,
        }
        comment_edits {
            an_author_edits_for_fifteen_minutes_and_a_moderator_always,
            an_edit_changes_what_it_names,
            what_is_not_there_or_is_deleted_is_not_edited,
            edits_votes_and_a_deletion_at_once_leave_nothing_half_done,
        }
        comment_deletes {
            what_nobody_answered_goes_with_its_votes,
            a_moderator_deletes_what_others_wrote,
            what_was_answered_stays_without_body_and_author_until_its_last_reply_goes,
            votes_on_what_was_answered_stay_counted_after_its_deletion,
            a_deleted_comment_stays_while_another_branch_lives,
            a_living_comment_stays_when_its_replies_go,
            of_many_deletions_of_one_comment_at_once_one_counts,
            replies_at_once_with_the_deletion_of_their_parent_are_never_orphans,
            a_thread_of_which_all_is_deleted_at_once_is_gone,
        }
        reactions {
            a_vote_is_set_changed_repeated_and_taken_back,
            a_vote_that_was_taken_back_is_seen_no_more,
            what_is_not_there_or_is_deleted_takes_no_vote,
            sixty_four_people_at_once_and_one_who_wavers_are_counted_exactly,
            one_person_at_once_with_themselves_has_one_vote,
            people_who_change_their_minds_at_once_are_counted_exactly,
            comments_are_placed_by_the_bound_of_wilson_for_every_number_of_votes,
        }
        reports {
            a_report_hides_the_film_from_its_maker_alone,
            every_reason_reads_back,
            a_second_open_report_is_refused_until_the_film_is_shown_again,
            no_film_and_no_account_make_no_report,
            the_same_key_many_times_at_once_makes_one_report,
            a_key_is_of_one_body_and_one_person,
            of_many_reports_by_one_person_at_once_one_is_open,
            many_people_who_report_and_take_it_back_at_once_are_counted_exactly,
            blocked_films_come_latest_first_page_by_page,
        }
        upkeep {
            on_a_quiet_store_nothing_is_unfinished_and_every_counter_is_right,
            counters_stay_exact_while_many_write_answer_vote_edit_and_delete,
            settling_at_once_with_writes_breaks_nothing,
            a_sample_of_a_store_that_is_written_shows_no_drift,
        }
        archive {
            every_record_is_read_once_whatever_the_page,
            the_keys_of_what_is_not_stored_are_named,
            records_written_over_themselves_change_nothing,
            what_another_engine_holds_is_written_read_and_used,
            records_of_another_time_put_back_what_was_changed_and_deleted,
            the_records_of_a_person_are_all_that_is_theirs_and_nothing_else,
        }
        health {
            a_document_store_answers,
        }
        cases {
            a_reported_comment_is_hidden_from_its_reporter_alone,
            what_is_not_there_or_deleted_takes_no_report,
            the_reports_of_one_thing_are_one_case,
            a_decision_holds_for_all_reports_of_a_case,
            a_report_after_a_decision_opens_the_case_again,
            a_case_without_reports_is_gone,
            cases_come_in_pages_those_with_the_latest_reports_first,
            many_reports_withdrawals_and_decisions_at_once_keep_a_case_exact,
            the_reports_of_somebody_who_goes_leave_their_cases,
            what_is_deleted_leaves_the_queue_of_what_is_open,
            a_comments_case_outlives_the_comment_and_goes_with_the_film,
        }
        notifications {
            a_reply_notifies_whoever_it_answers_once,
            a_muted_thread_and_a_blocked_person_notify_nobody,
            what_is_read_stays_read,
            notifications_come_in_pages_the_latest_first,
            a_deleted_reply_is_told_of_no_more,
            a_decision_is_told_to_all_who_reported,
            notifications_go_with_whoever_they_are_for_and_whoever_they_are_of,
            every_reply_of_many_at_once_is_told,
            a_notification_is_found_alone_as_its_person_sees_it,
        }
        people {
            people_stand_by_their_names_without_the_viewer,
            a_person_is_shown_with_what_they_wrote_and_rated,
            a_block_hides_both_from_each_other_until_it_is_taken_back,
            whom_a_person_blocked_is_listed_the_latest_first,
            who_blocked_and_who_was_blocked_see_nothing_of_each_other,
            nobody_answers_whom_they_blocked_or_who_blocked_them,
            a_thread_is_muted_through_any_of_its_comments,
            blocks_and_mutes_go_with_either_person,
            blocking_and_taking_back_at_once_leaves_one_row_or_none,
        }
        ratings {
            a_score_is_set_changed_repeated_and_taken_back,
            a_viewer_sees_their_score_wherever_the_film_is,
            what_is_not_there_takes_no_score,
            scores_move_a_film_in_both_orders,
            many_scores_at_once_and_one_who_wavers_are_counted_exactly,
            the_same_person_rating_at_once_counts_once,
            an_import_over_a_rated_film_keeps_its_scores,
        }
        user_movies {
            what_is_added_last_stands_first,
            a_film_stands_in_a_list_once_and_leaves_it,
            a_list_shows_what_its_owner_thinks_of_a_film,
            a_reported_film_leaves_its_reporters_list_until_it_is_shown_again,
            what_is_not_there_is_not_listed_and_what_goes_leaves_every_list,
            adding_and_taking_out_at_once_leaves_one_row_or_none,
        }
        messages {
            a_message_reads_back_as_it_was_sent,
            the_same_request_is_one_message_and_its_name_is_of_one,
            the_same_request_many_times_at_once_is_one_message,
            a_message_is_later_than_every_other_of_its_conversation,
            pages_of_a_conversation_go_both_ways,
            whoever_reads_after_what_they_have_misses_nothing_while_others_write,
            what_one_sends_after_another_has_the_later_id,
            nobody_writes_to_themselves_or_to_who_is_not_there,
            who_blocked_and_who_was_blocked_do_not_write_to_each_other,
            everybody_who_writes_to_everybody_at_once_is_heard,
        }
        conversations {
            conversations_stand_with_the_latest_message_first,
            what_has_arrived_is_known_up_to_the_first_that_has_not,
            a_mark_is_never_taken_back,
            a_message_that_comes_after_a_mark_is_unread,
            very_many_that_are_not_read_are_counted_to_a_bound,
            a_conversation_with_somebody_who_goes_is_not_shown,
            all_conversations_of_somebody_who_is_erased_go,
            marks_and_messages_at_once_leave_every_count_right,
        }
        exchanges {
            any_sequence_of_acts_of_two_people_is_what_a_naive_model_says,
        }
        media {
            a_picture_is_awaited_then_ready_then_used,
            what_replaces_an_avatar_leaves_it_to_be_swept_at_once,
            only_ones_own_ready_avatar_becomes_ones_avatar,
            the_picture_of_a_message_is_shared_by_the_same_act,
            a_picture_that_cannot_be_sent_leaves_no_message,
            of_many_messages_at_once_with_one_picture_one_has_it,
            of_many_avatars_at_once_one_stays,
            what_nothing_uses_is_swept_when_it_is_old_and_what_is_used_never,
            of_a_use_and_a_sweep_at_once_one_comes_first,
            the_pictures_of_somebody_who_is_erased_are_left_to_be_swept,
        }
        circle {
            a_circle_is_whom_one_writes_with_the_latest_first,
            a_block_makes_strangers_of_both,
            a_circle_has_a_bound_of_contacts_those_who_are_strangers_take_no_place,
        }
        community {
            any_sequence_of_acts_is_what_a_naive_model_says,
        }
    } };
}

/// The cases on ephemeral stores, likewise.
#[doc(hidden)]
#[macro_export]
macro_rules! kv_cases {
    ([$($macro:tt)*] $($given:tt)*) => { $($macro)*! { [$($given)*]
        sessions {
            a_session_reads_back_as_it_began,
            a_session_lives_until_its_idle_end,
            a_session_is_its_own_persons_alone,
            an_ended_session_stays_ended,
            a_refresh_puts_off_the_idle_end_but_not_the_last,
            a_session_ends_at_its_end_however_often_it_is_refreshed,
            the_number_before_works_for_a_moment_and_then_ends_the_session,
            a_number_two_before_ends_the_session_at_once,
            a_number_that_was_never_given_ends_the_session,
            many_refreshes_at_once_give_the_same_next_number,
            of_refreshes_and_an_end_at_once_the_end_holds,
            a_raised_epoch_ends_older_sessions_and_refuses_late_ones,
            an_epoch_holds_as_long_as_a_session_could_have_lived,
            sessions_that_begin_while_the_epoch_is_raised_do_not_outlive_it,
            a_person_sees_where_they_are_signed_in_newest_first,
            a_list_shows_a_hundred_living_sessions_whatever_ended_between,
            a_person_ends_sessions_of_their_own_alone,
            a_carried_session_outlives_the_epoch_that_ends_the_others,
            a_session_that_has_ended_is_not_carried_back,
            a_session_that_is_carried_while_it_is_refreshed_lives_on,
            a_revoked_token_ends_its_sessions_and_begins_no_more,
            sessions_that_begin_while_their_token_is_revoked_do_not_outlive_it,
        }
        sign_ins {
            sign_ins_come_newest_first_as_they_were_noted,
            a_list_shows_fifty_sign_ins_of_ninety_days,
            a_try_at_no_account_is_in_nobodys_list,
            many_sign_ins_of_one_moment_are_all_noted,
        }
        one_time {
            a_secret_is_taken_once_with_what_it_stands_for,
            another_secret_subject_or_purpose_takes_nothing,
            the_newest_secret_is_the_only_one,
            a_secret_is_good_to_the_moment_at_which_it_expires,
            a_secret_that_was_dropped_is_gone,
            of_many_who_take_a_secret_at_once_one_gets_it,
            a_claim_is_the_first_ones_until_it_expires,
            of_many_claims_at_once_one_is_the_first,
            a_claim_and_a_secret_do_not_meet,
        }
        throttle {
            a_wait_follows_the_last_free_try_and_doubles_up_to_a_bound,
            a_try_that_has_to_wait_is_not_counted,
            what_is_forgiven_is_forgotten,
            every_key_has_tries_of_its_own,
            tries_are_forgotten_a_day_after_the_last,
            where_few_tries_are_free_the_first_is_allowed,
            of_many_at_once_only_the_free_ones_are_allowed,
            many_free_tries_at_once_are_all_counted,
        }
        counters {
            a_window_begins_with_the_first_count_and_ends_on_time,
            every_key_has_a_count_of_its_own,
            windows_are_as_long_as_they_are_asked_for,
            no_count_is_lost_among_many_at_once,
            many_at_once_begin_one_new_window,
        }
        connections {
            a_connection_reads_back_as_it_was_opened,
            a_circle_as_large_as_one_gets_is_kept,
            a_connection_that_has_ended_is_not_there,
            whoever_opens_too_many_loses_the_oldest,
            many_that_open_at_once_leave_as_many_as_there_may_be,
            those_are_online_who_have_an_open_connection,
            the_connections_of_a_machine_are_found_by_its_token,
            a_connection_watches_one_film_at_most,
            a_film_has_a_bound_of_watchers_whose_places_are_taken_again,
            watchers_that_have_ended_make_room,
            of_many_at_once_only_so_many_watch,
        }
        health {
            an_ephemeral_store_answers,
        }
    } };
}

/// Makes the names of cases, and what tests call. A case that no list names is dead code, which the lints find.
macro_rules! cases {
    ([$(#[$doc:meta])* $names:ident $cases:ident] $($area:ident { $($case:ident,)+ })+) => {
        $(#[$doc])*
        pub const $names: &[&str] = &[$($(concat!(stringify!($area), "::", stringify!($case)),)+)+];

        #[doc(hidden)]
        pub mod $cases {
            $(pub mod $area {
                pub use crate::conformance::$area::{$($case,)+};
            })+
        }
    };
}

store_cases! { [cases] #[doc = "The cases that every document store passes."] STORE_CASES store }
kv_cases! { [cases] #[doc = "The cases that every ephemeral store passes."] KV_CASES kv }

/// Makes a test of every case on document stores: `store_conformance!("SQLite", crate::sqlite)`, where the second is an
/// `async fn() -> Stage` that makes a fresh one. Once all have passed, a line says how many there are.
#[macro_export]
macro_rules! store_conformance {
    ($engine:literal, $stage:path) => {
        $crate::store_cases! { [$crate::tests_of_cases] store STORE_CASES "Store" $engine $stage }
    };
}

/// The same for ephemeral stores; the function gives a `KvStage`.
#[macro_export]
macro_rules! kv_conformance {
    ($engine:literal, $stage:path) => {
        $crate::kv_cases! { [$crate::tests_of_cases] kv KV_CASES "Kv" $engine $stage }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! tests_of_cases {
    ([$cases:ident $names:ident $port:literal $engine:literal $stage:path] $($area:ident { $($case:ident,)+ })+) => {
        static PASSED: ::std::sync::atomic::AtomicUsize = ::std::sync::atomic::AtomicUsize::new(0);

        $(mod $area { $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $case() {
                let stage = $stage().await;
                $crate::conformance::$cases::$area::$case(&stage).await;
                $crate::conformance::passed(&super::PASSED, $crate::conformance::$names, $port, $engine);
            }
        )+ })+
    };
}

/// Notes that one more of the cases has passed; the last one tells.
#[doc(hidden)]
pub fn passed(count: &AtomicUsize, cases: &[&str], port: &str, engine: &str) {
    if count.fetch_add(1, Ordering::SeqCst) + 1 == cases.len() {
        let line = format!("{port} conformance: {} cases on {engine}\n", cases.len());
        // Not by a macro, whose lines the test harness keeps to itself.
        std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
}
