//! The few words of a rendered page that are not the film's own, as the pages have them.

use kenmovie_common::domain::Language;

pub(crate) struct Words {
    pub(crate) home: &'static str,
    pub(crate) original: &'static str,
    pub(crate) by: &'static str,
    pub(crate) cast: &'static str,
    pub(crate) talk: &'static str,
    /// Around a title, where a film has no description.
    pub(crate) about: (&'static str, &'static str),
}

pub(crate) const fn words(language: Language) -> Words {
    match language {
        Language::Es => Words {
            home: "Películas",
            original: "Título original",
            by: "Dirección",
            cast: "Reparto",
            talk: "Conversación",
            about: ("Notas y comentarios sobre ", " de quienes ya la vieron."),
        },
        Language::En => Words {
            home: "Films",
            original: "Original title",
            by: "Directed by",
            cast: "Cast",
            talk: "Conversation",
            about: ("Ratings of ", " and comments by people who have seen it."),
        },
    }
}
