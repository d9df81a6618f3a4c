//! Letters in English.

use super::{Action, Fact, Words, plain};
use crate::Time;
use crate::domain::Mail;

/// What a letter of this kind says to somebody of this name, if it is known.
pub(super) fn words<'a>(mail: &'a Mail, name: Option<&str>) -> Words<'a> {
    let (mut action, mut facts) = (None, Vec::new());
    let (subject, opening, closing) = match mail {
        Mail::VerifyEmail { link } => {
            action = Some(Action { label: "Confirm my address", link });
            let hours = Mail::PROOF_LIFE.as_secs() / 3600;
            (
                "Confirm your address at KenMovie",
                "Open this link to confirm that this mail address is yours.",
                vec![
                    format!("The link works once, for {hours} hours."),
                    "If you did not expect this message, ignore it: without the link nothing happens."
                        .to_owned(),
                ],
            )
        }
        Mail::ResetPassword { link } => {
            action = Some(Action { label: "Choose a new password", link });
            let minutes = Mail::RESET_LIFE.as_secs() / 60;
            (
                "Choose a new password at KenMovie",
                "Somebody asked for a new password for your account. If it was you, open this link and choose one.",
                vec![
                    format!("The link works once, for {minutes} minutes."),
                    "If it was not you, ignore this message: your password is still the same.".to_owned(),
                ],
            )
        }
        Mail::PasswordChanged => (
            "Your KenMovie password has changed",
            "The password of your account has just changed, and your other sessions have ended.",
            vec![
                "If it was you, there is nothing to do. If not, ask for a new password at KenMovie soon."
                    .to_owned(),
            ],
        ),
        Mail::EmailChanged => (
            "The address of your KenMovie account has changed",
            "Your account uses another mail address from now on. We will not write to this one again.",
            vec![
                "If it was you, there is nothing to do. If not, tell whoever runs KenMovie soon.".to_owned(),
            ],
        ),
        Mail::NewSignIn { browser, address, at } => {
            let unknown = || "unknown".to_owned();
            let network = if address.is_empty() { unknown() } else { address.clone() };
            facts = vec![
                Fact { name: "When", value: time(*at) },
                Fact { name: "Browser", value: plain(browser).unwrap_or_else(unknown) },
                Fact { name: "Network", value: network },
            ];
            (
                "New sign-in to your KenMovie account",
                "Somebody signed in to your account on a device that we had not seen before.",
                vec![
                    "If it was you, there is nothing to do. If not, change your password: that ends your other sessions."
                        .to_owned(),
                ],
            )
        }
    };
    let greeting = name.map_or_else(|| "Hello,".to_owned(), |name| format!("Hello {name},"));
    Words { subject, greeting, opening, action, facts, closing, farewell: "See you soon," }
}

/// `1 January 2026, 12:00 (UTC)`
fn time(at: Time) -> String {
    at.civil().strftime("%-d %B %Y, %H:%M (UTC)").to_string()
}
