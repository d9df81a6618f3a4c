//! A person's sign-ins, for a look back.

use std::time::Duration;

use kenmovie_common::Time;
use kenmovie_common::domain::{Device, SignInMethod, SignInOutcome, SignInRecord};

use super::stage::{KvStage, MOMENT, at, at_once, user_id};

fn record(at: Time) -> SignInRecord {
    SignInRecord {
        at,
        method: SignInMethod::Password,
        outcome: SignInOutcome::SignedIn,
        machine: false,
        device: Device { browser: "Firefox, Linux".into(), address: "2001:db8:7::/48".into() },
    }
}

async fn note(stage: &KvStage, records: &[SignInRecord]) {
    for record in records {
        stage.kv.record_sign_in(Some(user_id(1)), record).await.unwrap();
    }
}

pub async fn sign_ins_come_newest_first_as_they_were_noted(stage: &KvStage) {
    use SignInMethod::{Password, Provider, Reset};
    use SignInOutcome::{Refused, SignedIn, Throttled};
    let mut noted = Vec::new();
    for method in [Password, Provider, Reset] {
        for (outcome, machine) in [(SignedIn, false), (Refused, true), (Throttled, false)] {
            let when = at(i64::try_from(noted.len()).unwrap());
            let device = if machine { Device::default() } else { record(when).device };
            noted.push(SignInRecord { method, outcome, machine, device, ..record(when) });
        }
    }
    note(stage, &noted).await;
    noted.reverse();
    assert_eq!(stage.kv.sign_ins_of(user_id(1), at(100)).await.unwrap(), noted);
}

pub async fn a_list_shows_fifty_sign_ins_of_ninety_days(stage: &KvStage) {
    let day = Duration::from_hours(24);
    let noted: Vec<_> = (0..80).map(|number| record(at(0) + day * number)).collect();
    note(stage, &noted).await;
    let list = async |now| stage.kv.sign_ins_of(user_id(1), now).await.unwrap();
    let last: Vec<_> = noted.iter().rev().take(SignInRecord::LISTED).cloned().collect();
    assert_eq!(list(at(0) + day * 80).await, last);
    let end = at(0) + SignInRecord::KEPT + day * 77;
    assert_eq!(list(end - MOMENT).await.len(), 3);
    assert_eq!(list(end).await.len(), 2);
}

pub async fn a_try_at_no_account_is_in_nobodys_list(stage: &KvStage) {
    stage.kv.record_sign_in(None, &record(at(0))).await.unwrap();
    stage.kv.record_sign_in(Some(user_id(2)), &record(at(0))).await.unwrap();
    stage.kv.record_sign_in(None, &record(at(0))).await.unwrap();
    for (user, listed) in [(0, 0), (1, 0), (2, 1)] {
        assert_eq!(stage.kv.sign_ins_of(user_id(user), at(1)).await.unwrap().len(), listed, "{user}");
    }
}

pub async fn many_sign_ins_of_one_moment_are_all_noted(stage: &KvStage) {
    at_once(20, |number| {
        let kv = stage.kv.clone();
        let user = (number % 4 != 0).then(|| user_id(1));
        async move { kv.record_sign_in(user, &record(at(7))).await.unwrap() }
    })
    .await;
    assert_eq!(stage.kv.sign_ins_of(user_id(1), at(8)).await.unwrap(), vec![record(at(7)); 15]);
}
