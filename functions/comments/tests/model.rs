//! What a film's threads should be, kept by hand beside the application.

use serde_json::Value;

/// Numbers that look random and are the same on every run (`SplitMix64`).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(bound).unwrap()).unwrap()
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum State {
    Living,
    /// Deleted, and still there.
    Deleted,
    Gone,
}

pub(crate) struct Node {
    pub(crate) id: String,
    pub(crate) film: usize,
    pub(crate) parent: Option<usize>,
    pub(crate) root: usize,
    pub(crate) state: State,
    pub(crate) author: usize,
}

/// Every comment that was ever written.
#[derive(Default)]
pub(crate) struct Threads {
    pub(crate) nodes: Vec<Node>,
}

impl Threads {
    pub(crate) fn write(&mut self, answer: &Value, author: usize, film: usize, parent: Option<usize>) {
        let id = answer["id"].as_str().unwrap().to_owned();
        let root = parent.map_or(self.nodes.len(), |parent| self.nodes[parent].root);
        self.nodes.push(Node { id, film, parent, root, state: State::Living, author });
    }

    pub(crate) fn delete(&mut self, node: usize) {
        self.nodes[node].state = State::Deleted;
        let mut at = Some(node);
        while let Some(node) = at {
            let there = |other: &Node| other.parent == Some(node) && other.state != State::Gone;
            if self.nodes[node].state != State::Deleted || self.nodes.iter().any(there) {
                return;
            }
            self.nodes[node].state = State::Gone;
            at = self.nodes[node].parent;
        }
    }

    pub(crate) fn living(&self, which: impl Fn(&Node) -> bool) -> usize {
        self.nodes.iter().filter(|node| node.state == State::Living && which(node)).count()
    }

    /// What the counter of a comment should be: the living ones of its thread, or of a reply those that answer it.
    pub(crate) fn replies(&self, of: usize) -> usize {
        if self.nodes[of].parent.is_none() {
            self.living(|node| node.root == of && node.parent.is_some())
        } else {
            self.living(|node| node.parent == Some(of))
        }
    }
}
