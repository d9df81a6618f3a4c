//! vega's genres in our own words.

/// Our genres of its `Major Genre` and, for what only that one tells, its `Creative Type`. A genre that is not in the
/// table stays as it is.
pub(super) fn genres<'a>(major: &'a str, kind: &str) -> impl Iterator<Item = &'a str> {
    let (one, two) = match major {
        "Romantic Comedy" => ("Comedy", "Romance"),
        "Black Comedy" => ("Comedy", ""),
        "Thriller/Suspense" => ("Thriller", ""),
        "Concert/Performance" => ("Music", ""),
        other => (other, ""),
    };
    let three = match kind {
        "Fantasy" => "Fantasy",
        "Science Fiction" => "Sci-Fi",
        "Kids Fiction" => "Family",
        _ => "",
    };
    [one, two, three].into_iter()
}
