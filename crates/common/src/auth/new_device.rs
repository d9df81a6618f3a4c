//! A sign-in in a browser that an account does not know is told to its person.

use crate::domain::{Device, Letter, Mail, SignInOutcome, User};
use crate::http::{Front, Problem};
use crate::ports::{Letters, SignIns};

/// Sends the letter, unless it is the account's first sign-in. Whoever calls has seen that the browser is not known.
pub async fn tell_of_new_device(
    front: &Front,
    sign_ins: &dyn SignIns,
    letters: &dyn Letters,
    user: &User,
    device: &Device,
) -> Result<(), Problem> {
    let now = front.now();
    let before = sign_ins.sign_ins_of(user.id, now).await?;
    if before.iter().any(|record| record.outcome == SignInOutcome::SignedIn) {
        let Device { browser, address } = device.clone();
        let mail = Mail::NewSignIn { browser, address, at: now };
        letters.post_letter(Letter::to(user, mail, now, front.random())).await?;
    }
    Ok(())
}
