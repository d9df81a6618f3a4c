//! Who may call what, as a table in Markdown, made from the functions' own declarations.

use std::fmt::Write as _;

use kenmovie_common::auth::{Preset, Scope, Scopes};
use kenmovie_common::domain::Role;
use kenmovie_common::http::{Access, Owned, Route};

use crate::table::routes;

const INTRODUCTION: &str = "\
# Permissions

Made by `cargo xtask openapi` from the routes' declarations; a test calls every route as every kind of caller and holds this
table to it (`crates/testkit/tests/routes/matrix.rs`, `owners.rs`).

Somebody comes in a browser, or through a machine client whose API token has the scopes of a preset; there they hold what
both their role and the token hold. A cell names the least role that may call: `user`, `moderator` or `admin`, each of which may
what those before it may; `visitor` is everybody, signed in or not, and `-` nobody. Whoever is not signed in is answered 401
`unauthenticated`, whoever lacks the scope 403 `insufficient_scope`.

Where a route acts on a thing that is somebody's it has two lines: one for the caller's own, one for another's. Another's thing
that is nobody else's business is not there (404). `recent` wants a browser session in which the password or the provider was
shown within 10 minutes (403 `reauthentication_required`), in some cases only for a part of what the route does.
";

/// The whole document.
pub fn permissions() -> String {
    let mut text = INTRODUCTION.to_owned();
    let presets = Preset::ALL.map(Preset::as_str).join(" | ");
    let _ = writeln!(text, "\n| route | of | needs | visitor | browser | {presets} |");
    let _ = writeln!(text, "| --- | --- | --- | --- | --- |{}", " --- |".repeat(Preset::ALL.len()));
    for route in routes() {
        match route.owned {
            None => line(&mut text, route, "", Some(route.access)),
            Some(owned) => {
                line(&mut text, route, "own", Some(route.access));
                let others = match owned {
                    Owned::Only => None,
                    Owned::Or(scope) => Some(Access::Scope(scope)),
                };
                line(&mut text, route, "another's", others);
            }
        }
    }
    text
}

/// One line. Without an access nobody may.
fn line(text: &mut String, route: &Route, of: &str, access: Option<Access>) {
    let recent = if route.problems.contains(&"reauthentication_required") { ", recent" } else { "" };
    let (needs, visitor) = match access {
        Some(Access::Public) => (String::new(), "visitor"),
        Some(Access::Scope(scope)) => (format!("`{}`{recent}", scope.as_str()), "-"),
        None => (String::new(), "-"),
    };
    let everything: Scopes = Scope::ALL.iter().copied().collect();
    let clients = std::iter::once(everything).chain(Preset::ALL.map(Preset::scopes));
    let cells: Vec<_> = clients.map(|client| least(access, client)).collect();
    let method = route.method.as_str();
    let _ =
        writeln!(text, "| `{method} {}` | {of} | {needs} | {visitor} | {} |", route.path, cells.join(" | "));
}

/// The least role that may, through a client with these scopes.
fn least(access: Option<Access>, client: Scopes) -> &'static str {
    match access {
        Some(Access::Public) => "visitor",
        Some(Access::Scope(scope)) => {
            let mut roles = Role::ALL.into_iter();
            let may = |role: &Role| Scopes::of_role(*role).intersection(client).has(scope);
            roles.find(may).map_or("-", Role::as_str)
        }
        None => "-",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_role_holds_all_that_a_lower_one_holds() {
        let [user, moderator, admin] = Role::ALL.map(Scopes::of_role);
        assert!(user.within(moderator) && moderator.within(admin));
    }

    #[test]
    fn the_table_tells_whose_things_a_route_acts_on() {
        let text = permissions();
        for line in [
            "| `GET /api/movies` |  |  | visitor | visitor | visitor | visitor | visitor | visitor |",
            "| `DELETE /api/comments/{id}` | own | `comments:write` | - | user | - | user | user | user |",
            "| `DELETE /api/comments/{id}` | another's | `comments:moderate` | - | moderator | - | - | moderator | - |",
            "| `DELETE /api/sessions/{id}` | another's |  | - | - | - | - | - | - |",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
