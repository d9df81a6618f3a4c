//! The pages, and what is written for search engines.

use serde_json::Value;

use super::answer::Answer;
use super::{Look, Site};
use crate::shell::Done;

pub(super) const LOOKS: [Look; 7] = [
    ("the page comes with its headers", home),
    ("every address without a file's ending is the page", any_address),
    ("what the page is made of is kept for good", assets),
    ("a file that is not there is a 404", no_file),
    ("a film's page tells of the film before any script", film),
    ("the sitemap lists films", sitemap),
    ("robots are told where the sitemap is", robots),
];

/// An answer with all that keeps a browser from doing anything else.
fn page(site: &Site, path: &str) -> Done<Answer> {
    let answer = site.get(path)?.status(200)?.says("content-type", &["text/html"])?;
    let policy = ["script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"];
    let answer = answer.says("content-security-policy", &policy)?;
    let answer =
        answer.says("x-content-type-options", &["nosniff"])?.says("referrer-policy", &["same-origin"])?;
    if site.is_secure() { answer.says("strict-transport-security", &["max-age="]) } else { Ok(answer) }
}

fn home(site: &Site) -> Done {
    page(site, "/")?.says("cache-control", &["no-cache"]).map(drop)
}

fn any_address(site: &Site) -> Done {
    page(site, "/login")?.contains("/assets/").map(drop)
}

fn assets(site: &Site) -> Done {
    let home = site.get("/")?;
    let asset =
        home.body.split('"').find(|part| part.starts_with("/assets/") && part.strip_suffix(".js").is_some());
    let asset = asset.ok_or("the page names no script")?;
    let answer = site.ask(asset, &["--header", "Accept-Encoding: br"])?.status(200)?;
    let answer = answer
        .says("cache-control", &["max-age=31536000", "immutable"])?
        .says("content-type", &["javascript"])?;
    if site.is_secure() { answer.says("content-encoding", &["br"]).map(drop) } else { Ok(()) }
}

fn no_file(site: &Site) -> Done {
    site.get("/assets/nothing-there.js")?.status(404).map(drop)
}

fn film(site: &Site) -> Done {
    let list = site.get("/api/movies?limit=1")?.json()?;
    let film = |member: &str| {
        let member = list.pointer(&format!("/items/0/{member}")).and_then(Value::as_str);
        member.ok_or("the site has no films yet")
    };
    // A title with marks stands there escaped: its first word is enough.
    let word = film("title")?.split(|letter: char| !letter.is_alphanumeric()).max_by_key(|word| word.len());
    page(site, &format!("/films/{}", film("id")?))?
        .contains("og:title")?
        .contains(word.unwrap_or_default())
        .map(drop)
}

fn sitemap(site: &Site) -> Done {
    site.get("/sitemap.xml")?.status(200)?.says("content-type", &["xml"])?.contains("<loc>").map(drop)
}

fn robots(site: &Site) -> Done {
    let answer = site.get("/robots.txt")?.status(200)?.says("content-type", &["text/plain"])?;
    answer.contains(&format!("Sitemap: {}/sitemap.xml", site.origin)).map(drop)
}
