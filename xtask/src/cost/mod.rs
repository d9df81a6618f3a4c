//! `cargo xtask cost`: what the cloud costs, computed from `template.yaml` and published prices, as docs/deploy.md tells it.

mod prices;
mod stack;

use std::fmt::Write as _;
use std::fs;

use stack::{Function, Stack};

use crate::shell::{Done, root};

const DOCUMENT: &str = "docs/deploy.md";
const BEGIN: &str = "<!-- cargo xtask cost writes from here -->\n";
const END: &str = "<!-- to here -->\n";

/// What one call is billed for in a warm environment, in milliseconds, by what the function does; and how often it starts cold,
/// with what that is billed. Assumptions, on the high side of what the functions take on one machine.
const READS: f64 = 15.0;
const HASHES: f64 = 150.0;
const PICTURES: f64 = 120.0;
const COLD: f64 = 0.01;
const COLD_MS: f64 = 300.0;

/// What a call leaves in the log, and one call in twenty in X-Ray.
const LOG_BYTES: f64 = 700.0;
const TRACED: f64 = 0.05;

/// A visit: somebody looks at a few films, and one in five is signed in and writes. Assumptions.
const REQUESTS: f64 = 25.0;
const PRIVATE: f64 = 6.0;
const FILES: f64 = 14.0;
const MEGABYTES: f64 = 0.6;
const SOCKET_MINUTES: f64 = 2.0;
const SOCKET_MESSAGES: f64 = 8.0;
const WRITES: f64 = 4.0;

/// Writes the table into the document.
pub(crate) fn write() -> Done {
    let path = root().join(DOCUMENT);
    let fault = |error: std::io::Error| format!("{DOCUMENT}: {error}");
    let text = fs::read_to_string(&path).map_err(fault)?;
    fs::write(&path, written(&text, &table(&Stack::read()?))?).map_err(fault)
}

/// The document with the table in its place.
fn written(document: &str, table: &str) -> Done<String> {
    let parts = document.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("{DOCUMENT} has no place for the table"))?;
    Ok(format!("{before}{BEGIN}{table}{END}{after}"))
}

/// One call of a function.
fn call(function: &Function) -> f64 {
    let warm = match function.name.as_str() {
        "Register" | "Login" => HASHES,
        "Account" | "Messages" => PICTURES,
        _ => READS,
    };
    let seconds = (warm + COLD * COLD_MS) / 1000.0;
    let work = seconds * function.memory / 1024.0 * prices::LAMBDA_GIB_SECOND;
    work + prices::LAMBDA_REQUEST + LOG_BYTES / 1e9 * prices::LOG_GB + TRACED * prices::TRACE
}

/// What stands before every call, and the authorizer where the route wants one.
fn gate() -> f64 {
    prices::EDGE_REQUEST + prices::EDGE_FUNCTION + prices::HTTP_REQUEST
}

fn table(stack: &Stack) -> String {
    let mut text = String::new();
    let authorizer: f64 = stack.functions.iter().filter(|one| one.name == "Authorizer").map(call).sum();
    // A session is three items, read consistently.
    let verdict = authorizer + 3.0 * prices::TABLE_READ;
    let _ = writeln!(
        text,
        "\nPrices of {}, US dollars, eu-central-1, no free tier. A million requests, the edge and the gateway included:\n",
        prices::DATE
    );
    let _ = writeln!(
        text,
        "| function | memory, MB | public | behind the authorizer |\n| --- | ---: | ---: | ---: |"
    );
    for function in stack.functions.iter().filter(|one| one.is_asked) {
        let open = (gate() + call(function)) * 1e6;
        let _ = writeln!(
            text,
            "| {} | {} | {open:.2} | {:.2} |",
            function.name,
            function.memory,
            verdict.mul_add(1e6, open)
        );
    }
    let usual = stack.functions.iter().filter(|one| one.name == "Movies").map(call).sum::<f64>();
    let rows = [
        ("requests to the functions", REQUESTS * (gate() + usual) + PRIVATE * verdict),
        (
            "files of the pages",
            FILES * (prices::EDGE_REQUEST + prices::EDGE_FUNCTION) + MEGABYTES / 1000.0 * prices::EDGE_GB,
        ),
        ("the table", WRITES * (prices::TABLE_WRITE + prices::TABLE_READ)),
        (
            "sockets",
            SOCKET_MINUTES * prices::SOCKET_MINUTE + SOCKET_MESSAGES * (prices::SOCKET_MESSAGE + usual),
        ),
    ];
    let _ = writeln!(
        text,
        "\nA thousand visitors, each with {REQUESTS} requests ({PRIVATE} behind the authorizer), {FILES} files of {MEGABYTES} MB \
         together, {SOCKET_MINUTES} minutes of a socket with {SOCKET_MESSAGES} frames, and {WRITES} writes to the table:\n"
    );
    let _ = writeln!(text, "| what | US dollars |\n| --- | ---: |");
    for (what, cost) in rows {
        let _ = writeln!(text, "| {what} | {:.3} |", cost * 1e3);
    }
    let _ =
        writeln!(text, "| **together** | **{:.3}** |", rows.iter().map(|(_, cost)| cost).sum::<f64>() * 1e3);
    let month = [
        (format!("{} alarms", stack.alarms), f64::from(stack.alarms) * prices::ALARM),
        (format!("{} secrets", stack.secrets), f64::from(stack.secrets) * prices::SECRET),
        ("a dashboard and a metric".to_owned(), prices::DASHBOARD + prices::METRIC),
        ("10 GB of pictures".to_owned(), 10.0 * prices::BUCKET_GB),
        (
            "upkeep, every minute".to_owned(),
            stack.functions.iter().filter(|one| one.name == "Maintenance").map(call).sum::<f64>() * 43_200.0,
        ),
        ("Atlas M10, the smallest that is no trial".to_owned(), prices::ATLAS_M10),
    ];
    let _ = writeln!(text, "\nA month in which nobody comes:\n\n| what | US dollars |\n| --- | ---: |");
    for (what, cost) in &month {
        let _ = writeln!(text, "| {what} | {cost:.2} |");
    }
    let _ = writeln!(text, "| **together** | **{:.2}** |\n", month.iter().map(|(_, cost)| cost).sum::<f64>());
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_tells_what_is_computed_now() {
        let document = fs::read_to_string(root().join(DOCUMENT)).unwrap();
        let expected = written(&document, &table(&Stack::read().unwrap())).unwrap();
        assert!(document == expected, "cargo xtask cost writes {DOCUMENT} anew");
    }

    #[test]
    fn a_function_with_more_memory_costs_more() {
        let function = |memory| Function { name: "Movies".to_owned(), memory, is_asked: true };
        assert!(call(&function(512.0)) > call(&function(256.0)));
        assert!(call(&function(256.0)) > prices::LAMBDA_REQUEST);
    }
}
