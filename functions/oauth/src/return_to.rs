//! Where a browser goes after a sign-in: a page of this site, whatever the link that it came by says.

/// The longest that is taken, in bytes.
const LONGEST: usize = 2048;

/// The page that is meant, as a `Location` says it; `/` where that is none of ours.
pub(crate) fn page(asked: Option<&str>) -> String {
    asked.filter(|text| is_ours(text)).map_or_else(|| "/".to_owned(), encoded)
}

/// A path of this site and of no function, which browsers, proxies and pages all read alike: no host before it (`//evil`,
/// `/\evil`), nothing that becomes one when it is decoded or its dots are resolved.
fn is_ours(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or_default();
    let lower = path.to_ascii_lowercase();
    let hidden = ["%2f", "%5c", "%2e"].iter().any(|code| lower.contains(code));
    let dots = lower.split('/').any(|part| matches!(part, "." | ".."));
    let function = ["/api", "/.well-known"]
        .iter()
        .any(|root| lower.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    text.len() <= LONGEST
        && path.starts_with('/')
        && !path.contains("//")
        && !text.contains('\\')
        && !text.chars().any(char::is_control)
        && !has_control(&lower)
        && !(hidden || dots || function)
}

/// Whether a percent-encoded control character stands in it.
fn has_control(path: &str) -> bool {
    path.split('%').skip(1).any(|rest| rest.starts_with(['0', '1']) || rest.starts_with("7f"))
}

/// With what cannot stand in a header percent-encoded.
fn encoded(text: &str) -> String {
    use std::fmt::Write as _;
    text.bytes().fold(String::with_capacity(text.len()), |mut whole, byte| {
        if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'`' | b'{' | b'}' | b'|' | b'^') {
            whole.push(char::from(byte));
        } else {
            // A `String` takes everything.
            let _ = write!(whole, "%{byte:02X}");
        }
        whole
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_site_is_kept() {
        for (asked, kept) in [
            ("/", "/"),
            ("/movies/01890a5d-ac96-774b-bcce-b302099a8057", "/movies/01890a5d-ac96-774b-bcce-b302099a8057"),
            ("/movies?q=a%2Fb&next=https://x", "/movies?q=a%2Fb&next=https://x"),
            ("/account#devices", "/account#devices"),
            ("/search?q=año nuevo", "/search?q=a%C3%B1o%20nuevo"),
            ("/películas/", "/pel%C3%ADculas/"),
            ("/apiary", "/apiary"),
        ] {
            assert_eq!(page(Some(asked)), kept);
        }
        assert_eq!(page(None), "/");
    }

    #[test]
    fn everything_else_is_the_first_page() {
        for bad in [
            "",
            "movies",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "/\n/evil.example",
            "\t//evil.example",
            "/%09/evil.example",
            "/%2f%2fevil.example",
            "/%2F/evil.example",
            "%2f%2fevil.example",
            "/%5cevil.example",
            "/..//evil.example",
            "/./movies",
            "/%2e%2e//evil.example",
            "/movies/../../x",
            "/movies\r\nset-cookie: a=b",
            "/movies%0d%0aset-cookie: a=b",
            "/movies\0",
            "/movies%00",
            "https://evil.example",
            "https:evil.example",
            "http:/evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "@evil.example",
            "?x",
            "#x",
            " /movies",
            "/api/oauth/google?link=true",
            "/API/session",
            "/api",
            "/.well-known/jwks.json",
        ] {
            assert_eq!(page(Some(bad)), "/", "{bad:?}");
        }
        assert_eq!(page(Some(&format!("/{}", "a".repeat(LONGEST)))), "/");
    }
}
