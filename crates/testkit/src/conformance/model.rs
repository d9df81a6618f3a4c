//! The community as a naive model keeps it: plain lists, everything counted anew whenever it is asked.

use std::collections::{BTreeMap, BTreeSet};

use kenmovie_common::domain::{Reaction, ReportStatus};

pub(super) const PEOPLE: usize = 4;
pub(super) const FILMS: usize = 3;

/// What is voted on and reported: a film, or the comment of this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    Film(usize),
    Comment(usize),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) film: usize,
    pub(super) parent: Option<usize>,
    pub(super) author: usize,
    /// It stays because of its answers.
    pub(super) deleted: bool,
    pub(super) gone: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Complaint {
    pub(super) by: usize,
    pub(super) of: Thing,
    pub(super) status: ReportStatus,
    pub(super) withdrawn: bool,
}

#[derive(Debug, Default)]
pub(super) struct Model {
    pub(super) gone: BTreeSet<usize>,
    pub(super) votes: BTreeMap<(usize, Thing), Reaction>,
    pub(super) scores: BTreeMap<(usize, usize), u8>,
    /// Each person's list, what was added last first.
    pub(super) lists: BTreeMap<usize, Vec<usize>>,
    pub(super) said: Vec<Said>,
    pub(super) complaints: Vec<Complaint>,
    pub(super) hidden: BTreeSet<(usize, Thing)>,
    pub(super) decided: BTreeMap<Thing, ReportStatus>,
    pub(super) blocks: BTreeSet<(usize, usize)>,
    pub(super) mutes: BTreeSet<(usize, usize)>,
    /// Who is told of which reply, and of which report, the earliest first.
    pub(super) replies_told: Vec<(usize, usize)>,
    pub(super) decisions_told: Vec<(usize, usize)>,
}

/// What became of an act, as the ports tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    Done,
    Missing,
    Refused,
}

impl Model {
    pub(super) fn is_there(&self, thing: Thing) -> bool {
        match thing {
            Thing::Film(film) => !self.gone.contains(&film),
            Thing::Comment(number) => self.said.get(number).is_some_and(|said| !said.gone && !said.deleted),
        }
    }

    pub(super) fn blocked(&self, one: usize, other: usize) -> bool {
        self.blocks.contains(&(one, other)) || self.blocks.contains(&(other, one))
    }

    pub(super) fn root(&self, mut number: usize) -> usize {
        while let Some(parent) = self.said[number].parent {
            number = parent;
        }
        number
    }

    pub(super) fn vote(&mut self, by: usize, on: Thing, value: Option<Reaction>) -> Came {
        if !self.is_there(on) {
            return Came::Missing;
        }
        match value {
            Some(value) => drop(self.votes.insert((by, on), value)),
            None => drop(self.votes.remove(&(by, on))),
        }
        Came::Done
    }

    pub(super) fn rate(&mut self, by: usize, film: usize, score: Option<u8>) -> Came {
        if !self.is_there(Thing::Film(film)) {
            return Came::Missing;
        }
        match score {
            Some(score) => drop(self.scores.insert((by, film), score)),
            None => drop(self.scores.remove(&(by, film))),
        }
        Came::Done
    }

    pub(super) fn list(&mut self, by: usize, film: usize, on: bool) -> Came {
        if !self.is_there(Thing::Film(film)) {
            return Came::Missing;
        }
        let list = self.lists.entry(by).or_default();
        if on && !list.contains(&film) {
            list.insert(0, film);
        } else if !on {
            list.retain(|other| *other != film);
        }
        Came::Done
    }

    pub(super) fn say(&mut self, by: usize, film: usize) -> Came {
        if !self.is_there(Thing::Film(film)) {
            return Came::Missing;
        }
        self.said.push(Said { film, parent: None, author: by, deleted: false, gone: false });
        Came::Done
    }

    pub(super) fn answer(&mut self, by: usize, to: usize) -> Came {
        if !self.is_there(Thing::Comment(to)) {
            return Came::Missing;
        }
        let Said { film, author, .. } = self.said[to];
        if self.blocked(by, author) {
            return Came::Refused;
        }
        self.said.push(Said { film, parent: Some(to), author: by, deleted: false, gone: false });
        let number = self.said.len() - 1;
        if author != by && !self.mutes.contains(&(author, self.root(number))) {
            self.replies_told.push((author, number));
        }
        Came::Done
    }

    fn has_answers(&self, number: usize) -> bool {
        self.said.iter().any(|said| !said.gone && said.parent == Some(number))
    }

    pub(super) fn unsay(&mut self, number: usize) -> Came {
        if !self.is_there(Thing::Comment(number)) {
            return Came::Missing;
        }
        self.replies_told.retain(|(_, told)| *told != number);
        if self.case(Thing::Comment(number)).is_some_and(|(status, _)| status == ReportStatus::Open) {
            self.decide(Thing::Comment(number), ReportStatus::Resolved);
        }
        self.said[number].deleted = true;
        let mut at = Some(number);
        while let Some(number) = at.filter(|number| self.said[*number].deleted && !self.has_answers(*number))
        {
            self.said[number].gone = true;
            self.votes.retain(|(_, on), _| *on != Thing::Comment(number));
            at = self.said[number].parent;
        }
        Came::Done
    }

    pub(super) fn complain(&mut self, by: usize, of: Thing) -> Came {
        if !self.is_there(of) {
            return Came::Missing;
        }
        let open = |one: &Complaint| {
            one.by == by && one.of == of && !one.withdrawn && one.status == ReportStatus::Open
        };
        if self.complaints.iter().any(open) {
            return Came::Refused;
        }
        self.complaints.push(Complaint { by, of, status: ReportStatus::Open, withdrawn: false });
        self.hidden.insert((by, of));
        Came::Done
    }

    /// Shows a film again.
    pub(super) fn show(&mut self, by: usize, film: usize) -> bool {
        if !self.is_there(Thing::Film(film)) || !self.hidden.remove(&(by, Thing::Film(film))) {
            return false;
        }
        for one in &mut self.complaints {
            if one.by == by && one.of == Thing::Film(film) && one.status == ReportStatus::Open {
                one.withdrawn = true;
            }
        }
        true
    }

    pub(super) fn standing(&self, of: Thing) -> impl Iterator<Item = (usize, &Complaint)> {
        self.complaints.iter().enumerate().filter(move |(_, one)| one.of == of && !one.withdrawn)
    }

    pub(super) fn case(&self, of: Thing) -> Option<(ReportStatus, usize)> {
        let count = self.standing(of).count();
        let open = self.standing(of).any(|(_, one)| one.status == ReportStatus::Open);
        let status = if open { ReportStatus::Open } else { *self.decided.get(&of)? };
        (count > 0).then_some((status, count))
    }

    pub(super) fn decide(&mut self, of: Thing, status: ReportStatus) {
        self.decided.insert(of, status);
        for (number, one) in self.complaints.iter_mut().enumerate() {
            if one.of == of && !one.withdrawn && one.status != status {
                one.status = status;
                self.decisions_told.push((one.by, number));
            }
        }
    }

    pub(super) fn end(&mut self, film: usize) -> Came {
        if !self.gone.insert(film) {
            return Came::Missing;
        }
        for said in self.said.iter_mut().filter(|said| said.film == film) {
            said.gone = true;
        }
        let said = &self.said;
        let goes = |thing: Thing| match thing {
            Thing::Film(one) => one == film,
            Thing::Comment(number) => said[number].film == film,
        };
        self.votes.retain(|(_, on), _| !goes(*on));
        self.scores.retain(|(_, one), _| *one != film);
        self.lists.values_mut().for_each(|list| list.retain(|one| *one != film));
        self.hidden.retain(|(_, thing)| !goes(*thing));
        self.replies_told.retain(|(_, number)| !goes(Thing::Comment(*number)));
        let complaints = &self.complaints;
        self.decisions_told.retain(|(_, number)| !goes(complaints[*number].of));
        for one in self.complaints.iter_mut().filter(|one| goes(one.of)) {
            one.withdrawn = true;
        }
        Came::Done
    }

    /// The living comments that a viewer sees where their roots stand.
    pub(super) fn sees(&self, viewer: usize, number: usize) -> bool {
        let said = &self.said[number];
        self.is_there(Thing::Comment(number))
            && !self.blocked(viewer, said.author)
            && !self.hidden.contains(&(viewer, Thing::Comment(number)))
    }
}
