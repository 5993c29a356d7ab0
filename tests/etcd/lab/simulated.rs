//! A scenario in the lab's simulation.

use quorate::lab::{
    Action, MemberId, Node, Outcome, Outlook, Reason, Request, Simulation, State, WhyFailed,
    WhyRefused,
};

use super::{World, side};

/// For how many ticks something may take that is waited for.
const PATIENCE: usize = 1000;

pub struct Simulated {
    simulation: Simulation,
    asked: Vec<Asked>,
    refused: Vec<(MemberId, WhyRefused)>,
}

enum Asked {
    Request(u64),
    Transfer(MemberId, Option<&'static str>),
}

impl Simulated {
    pub fn new(members: usize) -> Self {
        Self { simulation: Simulation::new(members, 1), asked: Vec::new(), refused: Vec::new() }
    }

    fn step(&mut self) {
        self.simulation.step();
        self.simulation.take_notes();
    }

    #[track_caller]
    fn until(&mut self, what: &str, is_there: impl Fn(&Self) -> bool) {
        for _ in 0..PATIENCE {
            if is_there(self) {
                return;
            }
            self.step();
        }
        panic!("{what}: never\n{}", self.state());
    }

    fn is_settled(&self) -> bool {
        let outlook = Outlook::of(&self.simulation);
        let node = |id: &MemberId| self.simulation.node(*id).unwrap();
        outlook.sides.iter().all(|side| {
            let nodes: Vec<&Node> = side.members.iter().map(node).collect();
            match side.leader {
                Some(leader) => {
                    let commit = self.simulation.node(leader).unwrap().member.commit();
                    let follows = |node: &&Node| {
                        let member = &node.member;
                        node.is_ready
                            && member.leader() == Some(leader)
                            && member.commit() == commit
                    };
                    nodes.iter().all(follows)
                }
                // A learner doesn't stand for election: it never forgets its leader.
                None => {
                    !side.has_quorum
                        && nodes
                            .iter()
                            .filter(|one| one.member.is_voter())
                            .all(|one| one.member.leader().is_none())
                }
            }
        })
    }
}

impl World for Simulated {
    fn act(&mut self, action: &Action) {
        let before = self.simulation.requests().last().map(|request| request.number);
        self.simulation.act(action);
        let last = self.simulation.requests().last().map(|request| request.number);
        if last != before {
            self.asked.extend(last.map(Asked::Request));
        }
        let mut error = None;
        for note in self.simulation.take_notes() {
            match (note.reason, note.member) {
                (Reason::StartRefused(why), Some(id)) => self.refused.push((id, why)),
                (Reason::Starts | Reason::StartsAnew | Reason::StartsEmpty, Some(id)) => {
                    self.refused.retain(|(other, _)| *other != id);
                }
                (Reason::BadTransferee(_), _) => error = Some("etcdserver: bad leader transferee"),
                _ => {}
            }
        }
        if let Action::Transfer(to) = action {
            self.asked.push(Asked::Transfer(*to, error));
        }
    }

    fn answers(&mut self) -> Vec<String> {
        let asked = std::mem::take(&mut self.asked);
        let find = |simulation: &Simulation, number: u64| -> Request {
            simulation.requests().iter().find(|one| one.number == number).unwrap().clone()
        };
        let answer = |asked: &Asked| match asked {
            Asked::Request(number) => {
                self.until("an answer", |this| !find(&this.simulation, *number).waits());
                told(&find(&self.simulation, *number))
            }
            Asked::Transfer(_, Some(error)) => (*error).into(),
            Asked::Transfer(to, None) => {
                let leads = |simulation: &Simulation| {
                    simulation.leader().is_some_and(|leader| leader.id() == *to)
                };
                for _ in 0..90 {
                    if leads(&self.simulation) {
                        return "done".into();
                    }
                    self.step();
                }
                "context deadline exceeded".into()
            }
        };
        asked.iter().map(answer).collect()
    }

    fn settle(&mut self) {
        // What has just been done takes a moment to show.
        (0..3).for_each(|_| self.step());
        self.until("a settled cluster", Self::is_settled);
    }

    fn wait(&mut self) {
        (0..65).for_each(|_| self.step());
    }

    fn state(&mut self) -> String {
        let mut sides = Outlook::of(&self.simulation).sides;
        sides.sort_by_key(|side| side.members.first().copied());
        let sides = sides.iter().map(|one| side(&one.members, one.leader.is_some()));
        let ended = self.simulation.nodes().filter_map(|node| {
            let id = node.member.id();
            let refused = self.refused.iter().find(|(other, _)| *other == id);
            match (node.state, refused) {
                (State::Removed, _) => Some(format!("{id} was removed")),
                (State::Crashed(_), None) => Some(format!("{id} panicked")),
                (_, Some((_, WhyRefused::AlreadyBootstrapped))) => {
                    Some(format!("{id} has already been bootstrapped"))
                }
                (_, Some((_, WhyRefused::NoPeers))) => Some(format!("{id} reaches no peer")),
                _ => None,
            }
        });
        sides.chain(ended).collect::<Vec<_>>().join(", ")
    }
}

fn told(request: &Request) -> String {
    match request.outcome {
        Outcome::Waits => "waits".into(),
        Outcome::Done { value, .. } => match (request.asked, value) {
            (quorate::lab::Asked::Read { .. }, None) => "reads nothing".into(),
            (_, None) => "done".into(),
            (_, Some(value)) => format!("reads {value}"),
        },
        Outcome::Failed { why: WhyFailed::Unreachable, .. } => "unreachable".into(),
        Outcome::Failed { why: WhyFailed::Lost, .. } => "connection lost".into(),
        Outcome::Failed { why, .. } => why.words().unwrap_or_default().into(),
    }
}
