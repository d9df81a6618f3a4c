//! The built `index.html`, in which every page begins, cut where a page's own head and body go.

use std::fmt::Display;
use std::sync::Arc;

/// What is between these is the head of a page that nobody rendered.
const HEAD: (&str, &str) = ("<!--head-->", "<!--/head-->");
/// Here goes what is seen before the script draws.
const BODY: &str = "<!--body-->";

/// It is not the pages' `index.html`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("index.html does not hold {0} just once, after the marks before it")]
pub struct BadShell(&'static str);

/// The parts of `index.html`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shell {
    plain: Arc<str>,
    before: Arc<str>,
    between: Arc<str>,
    after: Arc<str>,
}

/// Whoever has the shell of the pages that are built now.
pub trait Shells: Send + Sync {
    fn shell(&self) -> Shell;
}

/// The one that came along with the function.
impl Shells for Shell {
    fn shell(&self) -> Shell {
        self.clone()
    }
}

impl Shell {
    pub fn new(index: &str) -> Result<Self, BadShell> {
        let (before, rest) = cut(index, HEAD.0)?;
        let (head, rest) = cut(rest, HEAD.1)?;
        let (between, after) = cut(rest, BODY)?;
        Ok(Self {
            plain: format!("{before}{head}{between}{after}").into(),
            before: before.into(),
            between: between.into(),
            after: after.into(),
        })
    }

    /// The page as the script alone fills it.
    pub(crate) fn plain(&self) -> String {
        self.plain.as_ref().to_owned()
    }

    /// The page with this head and this body.
    pub(crate) fn with(&self, head: &impl Display, body: &impl Display) -> String {
        format!("{}{head}{}{body}{}", self.before, self.between, self.after)
    }
}

fn cut<'a>(text: &'a str, mark: &'static str) -> Result<(&'a str, &'a str), BadShell> {
    let (before, after) = text.split_once(mark).ok_or(BadShell(mark))?;
    if after.contains(mark) { Err(BadShell(mark)) } else { Ok((before, after)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_own_index_is_a_shell() {
        let shell = Shell::new(include_str!("../../../web/index.html")).unwrap();
        assert!(shell.before.contains("<head>") && shell.between.contains("</head>"));
        assert!(shell.between.ends_with("<div id=\"app\">") && shell.after.starts_with("</div>"));
        assert!(shell.plain.contains("<title>") && !shell.before.contains("<title>"));
        assert!(!shell.plain.contains("<!--"));
    }

    #[test]
    fn what_lacks_a_mark_or_holds_it_twice_is_none_and_is_told() {
        let whole = "<!--head-->a<!--/head-->b<!--body-->c";
        assert_eq!(Shell::new(whole).unwrap().plain(), "abc");
        for (bad, mark) in [
            (whole.replace(HEAD.0, ""), HEAD.0),
            (whole.replace(HEAD.1, ""), HEAD.1),
            (whole.replace(BODY, ""), BODY),
            (whole.replace('c', BODY), BODY),
            ("<!--body--><!--head--><!--/head-->".to_owned(), BODY),
            (String::new(), HEAD.0),
        ] {
            assert_eq!(Shell::new(&bad), Err(BadShell(mark)), "{bad}");
        }
    }
}
