//! What people and editors write is text and never more, wherever it stands in the page.

use kenmovie_common::domain::MovieDraft;
use kenmovie_testkit::TestApp;

use crate::{linked_data, page, roma, say};

const HOSTILE: [&str; 12] = [
    "</script><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<!--<script>",
    "--></script><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)",
    "' onmouseover='alert(1)",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "&lt;script&gt; &amp;quot; &#60;script&#62;",
    "]]><script>alert(1)</script>",
    "{{ 7 * 7 }} ${7*7} <!--body--> <!--/head-->",
    "\\u003c/script\\u003e \\",
];

/// How many elements, comments and declarations a page holds, were it read by the simplest of readers.
fn tags(page: &str) -> usize {
    page.matches('<').count()
}

fn film(text: &str) -> MovieDraft {
    MovieDraft {
        title: text.to_owned(),
        original_title: Some(format!("original {text}")),
        description: Some(format!("{text} description")),
        content_rating: Some(text.chars().take(10).collect()),
        genres: vec![text.to_owned()],
        directors: vec![text.to_owned()],
        cast: vec![text.to_owned()],
        ..roma()
    }
}

#[tokio::test]
async fn hostile_texts_add_nothing_to_the_page_and_read_back_as_they_were_written() {
    let app = TestApp::new().await;
    let author = app.user().await;
    let harmless = app.film(film("harmless")).await;
    say(&author, harmless, "harmless", false).await;
    let expected = tags(&page(&app.visitor(), harmless).await);
    for text in HOSTILE {
        let id = app.film(film(text)).await;
        say(&author, id, text, false).await;
        let page = page(&app.visitor(), id).await;
        assert_eq!(tags(&page), expected, "{text}\n{page}");
        assert_eq!(page.matches("<script").count(), 3, "{text}\n{page}");
        // Outside its data, where quotes stand for themselves.
        let (before, data) = page.split_once("ld+json\">").unwrap();
        let (_, after) = data.split_once("</script>").unwrap();
        for attribute in [" onmouseover=\"", " onmouseover='"] {
            assert!(!before.contains(attribute) && !after.contains(attribute), "{text}\n{page}");
        }
        let told = linked_data(&page);
        assert_eq!(told["name"], text);
        assert_eq!(told["description"], format!("{text} description"));
        assert_eq!(told["director"][0]["name"], text);
    }
}

#[tokio::test]
async fn what_ends_a_line_of_a_script_is_written_out_in_its_data() {
    let app = TestApp::new().await;
    let title = "one\u{2028}two\u{2029}three";
    let id = app.film(film(title)).await;
    let page = page(&app.visitor(), id).await;
    let (_, data) = page.split_once("application/ld+json").unwrap();
    let (data, _) = data.split_once("</script>").unwrap();
    assert!(data.contains("one\\u2028two\\u2029three") && !data.contains(['\u{2028}', '\u{2029}']), "{data}");
    assert_eq!(linked_data(&page)["name"], title);
}
