//! Letters in Spanish.

use super::{Action, Fact, Words, plain};
use crate::Time;
use crate::domain::Mail;

/// What a letter of this kind says to somebody of this name, if it is known.
pub(super) fn words<'a>(mail: &'a Mail, name: Option<&str>) -> Words<'a> {
    let (mut action, mut facts) = (None, Vec::new());
    let (subject, opening, closing) = match mail {
        Mail::VerifyEmail { link } => {
            action = Some(Action { label: "Confirmar mi correo", link });
            let hours = Mail::PROOF_LIFE.as_secs() / 3600;
            (
                "Confirma tu correo en KenMovie",
                "Abre este enlace para confirmar que esta dirección de correo es tuya.",
                vec![
                    format!("El enlace sirve una sola vez, durante {hours} horas."),
                    "Si no esperabas este mensaje, ignóralo: sin el enlace no pasa nada.".to_owned(),
                ],
            )
        }
        Mail::ResetPassword { link } => {
            action = Some(Action { label: "Elegir una contraseña nueva", link });
            let minutes = Mail::RESET_LIFE.as_secs() / 60;
            (
                "Elige una contraseña nueva en KenMovie",
                "Alguien ha pedido una contraseña nueva para tu cuenta. Si has sido tú, abre este enlace y elígela.",
                vec![
                    format!("El enlace sirve una sola vez, durante {minutes} minutos."),
                    "Si no has sido tú, ignora este mensaje: tu contraseña sigue siendo la de siempre.".to_owned(),
                ],
            )
        }
        Mail::PasswordChanged => (
            "Tu contraseña de KenMovie ha cambiado",
            "La contraseña de tu cuenta acaba de cambiar, y se han cerrado las demás sesiones.",
            vec![
                "Si has sido tú, no tienes que hacer nada. Si no, pide cuanto antes una contraseña nueva en KenMovie."
                    .to_owned(),
            ],
        ),
        Mail::EmailChanged => (
            "El correo de tu cuenta de KenMovie ha cambiado",
            "Tu cuenta usa desde ahora otra dirección de correo. A esta ya no te escribiremos.",
            vec![
                "Si has sido tú, no tienes que hacer nada. Si no, avisa cuanto antes a quien administra KenMovie."
                    .to_owned(),
            ],
        ),
        Mail::NewSignIn { browser, address, at } => {
            let network = if address.is_empty() { "desconocida".to_owned() } else { address.clone() };
            facts = vec![
                Fact { name: "Cuándo", value: time(*at) },
                Fact { name: "Navegador", value: plain(browser).unwrap_or_else(|| "desconocido".to_owned()) },
                Fact { name: "Red", value: network },
            ];
            (
                "Nueva sesión en tu cuenta de KenMovie",
                "Alguien ha entrado en tu cuenta desde un dispositivo que no conocíamos.",
                vec![
                    "Si has sido tú, no tienes que hacer nada. Si no, cambia tu contraseña: así se cierran las demás sesiones."
                        .to_owned(),
                ],
            )
        }
    };
    let greeting = name.map_or_else(|| "Hola:".to_owned(), |name| format!("Hola, {name}:"));
    Words { subject, greeting, opening, action, facts, closing, farewell: "Hasta pronto," }
}

/// `1 de enero de 2026, 12:00 (UTC)`
fn time(at: Time) -> String {
    let at = at.civil();
    let month = match at.month() {
        1 => "enero",
        2 => "febrero",
        3 => "marzo",
        4 => "abril",
        5 => "mayo",
        6 => "junio",
        7 => "julio",
        8 => "agosto",
        9 => "septiembre",
        10 => "octubre",
        11 => "noviembre",
        _ => "diciembre",
    };
    format!("{} de {month} de {}, {:02}:{:02} (UTC)", at.day(), at.year(), at.hour(), at.minute())
}
