use super::*;
use crate::answers::rows::ClientRow;
use crate::cluster::plan::tests::three_members;

fn filled() -> Answers {
    let mut answers = Answers::new();
    answers.set_token_suffix([0xab; 4]);
    for row in 0..3 {
        answers.set_member(row, MemberColumn::Name, format!("etcd-{}", row + 1));
        answers.set_member(row, MemberColumn::Address, format!("10.0.0.{}", row + 1));
    }
    answers
}

#[track_caller]
fn only_problem(answers: &Answers) -> Problem {
    let problems = answers.problems();
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems.into_iter().next().unwrap()
}

#[test]
fn names_and_addresses_are_all_that_is_missing_at_first() {
    let mut answers = Answers::new();
    answers.set_token_suffix([1, 2, 3, 4]);
    let problems = answers.problems();
    assert_eq!(problems.len(), 6, "{problems:#?}");
    assert!(problems.iter().all(|problem| problem.place.step() == Step::Members));
    let plan = filled().plan().unwrap();
    assert_eq!(plan.cluster_token.as_str(), "etcd-abababab");
    assert_eq!(plan.timing, Timing::default());
}

#[test]
fn a_plan_leads_to_answers_that_lead_to_the_plan() {
    let plan = three_members();
    assert_eq!(Answers::from_plan(&plan).plan().unwrap(), plan);
    for unit_form in crate::cluster::UnitForm::ALL {
        let plan = Plan { unit_form, ..three_members() };
        assert_eq!(Answers::from_plan(&plan).plan().unwrap(), plan);
    }
    let json = plan.to_json().replace(
        "\"tier\": \"small\"",
        "\"custom\": {\"quota_megabytes\": 4096, \"snapshot_count\": 5000, \"memory_gigabytes\": 16, \"sequential_iops\": 800}",
    );
    let plan = Plan::from_json(json.as_bytes()).unwrap();
    assert_eq!(Answers::from_plan(&plan).plan().unwrap(), plan);
}

#[test]
fn a_member_has_several_addresses_and_others_for_its_peers() {
    let mut answers = filled();
    answers.set_member(0, MemberColumn::Address, "10.0.0.1, fd00::1".into());
    answers.set_member(0, MemberColumn::PeerAddress, "10.1.0.1 fd01::1".into());
    let addresses = |plan: &Plan| {
        let first = plan.members.iter().next().unwrap().clone();
        let join = |all: Vec<MemberAddress>| {
            all.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        (join(first.client_addresses().collect()), join(first.peer_addresses()))
    };
    // A column that isn't asked for doesn't count.
    let plan = answers.plan().unwrap();
    assert_eq!(addresses(&plan), ("10.0.0.1 fd00::1".into(), "10.0.0.1 fd00::1".into()));
    assert_eq!(Answers::from_plan(&plan).plan().unwrap(), plan);
    answers.set_text(Field::PeerNetwork, "yes".into());
    let plan = answers.plan().unwrap();
    assert_eq!(addresses(&plan), ("10.0.0.1 fd00::1".into(), "10.1.0.1 fd01::1".into()));
    // Where nothing is said, peers dial the same.
    assert!(plan.members.iter().nth(1).unwrap().peer_addresses.is_empty());
    let again = Answers::from_plan(&plan);
    assert_eq!(again.plan().unwrap(), plan);
    assert_eq!(again.member(0).peer_address, "10.1.0.1, fd01::1");
    assert!(again.member_columns().contains(&MemberColumn::PeerAddress));
}

#[test]
fn addresses_that_meet_are_named_at_their_cell() {
    let mut answers = filled();
    answers.set_text(Field::PeerNetwork, "yes".into());
    let refused = |column, text: &str| {
        let mut answers = answers.clone();
        answers.set_member(1, column, text.into());
        let problem = only_problem(&answers);
        assert_eq!(problem.place, FieldRef::Member { row: 1, column });
        assert!(!problem.hint.is_empty());
        problem.message
    };
    let (own, of_peers) = (MemberColumn::Address, MemberColumn::PeerAddress);
    assert_eq!(
        refused(own, "10.0.0.2, 10.0.0.2"),
        "member `etcd-2` has the address `10.0.0.2` twice"
    );
    assert_eq!(refused(of_peers, "10.0.0.1"), "members 1 and 2 share the address `10.0.0.1`");
    assert_eq!(refused(of_peers, "peer.lan"), "`peer.lan` is a name, expected an IP address");
    assert_eq!(
        refused(own, "10.0.0.2 10.2.0.2 10.3.0.2 10.4.0.2 fd00::2"),
        "member `etcd-2` has 5 addresses for one listener, expected at most 4"
    );
}

#[test]
fn answers_survive_being_saved_right_or_wrong() {
    let mut answers = filled();
    answers.set_member(1, MemberColumn::Address, "10.0.0.".into());
    let json = serde_json::to_string(&answers).unwrap();
    assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), answers);
}

#[test]
fn each_problem_is_named_where_it_is() {
    let mut answers = filled();
    answers.set_member(1, MemberColumn::Address, "10.0.0.1".into());
    let problem = only_problem(&answers);
    assert_eq!(problem.place, FieldRef::Member { row: 1, column: MemberColumn::Address });
    assert_eq!(problem.message, "members 1 and 2 share the address `10.0.0.1`");

    let mut answers = filled();
    answers.set_member(2, MemberColumn::Name, "root".into());
    let place = FieldRef::Member { row: 2, column: MemberColumn::Name };
    assert_eq!(only_problem(&answers).place, place);

    // Its certificate would name the superuser as well.
    let mut answers = filled();
    answers.set_text(Field::ClusterName, "root".into());
    assert_eq!(answers.problems(), []);
    answers.set_text(Field::CertificateLayout, "shared".into());
    assert_eq!(only_problem(&answers).place, FieldRef::Field(Field::ClusterName));

    let mut answers = filled();
    answers.set_text(Field::ClusterSize, "51".into());
    assert_eq!(only_problem(&answers).place, FieldRef::Field(Field::ClusterSize));

    let mut answers = filled();
    answers.set_text(Field::PeerPort, "2379".into());
    assert_eq!(only_problem(&answers).place, FieldRef::Field(Field::PeerPort));

    let mut answers = filled();
    answers.set_text(Field::LeafDays, "4000".into());
    assert_eq!(only_problem(&answers).place, FieldRef::Field(Field::LeafDays));

    let mut answers = filled();
    answers.set_text(Field::Country, "Germany".into());
    assert_eq!(only_problem(&answers).place, FieldRef::Field(Field::Country));

    // A directory that members on one machine would share.
    let mut answers = filled();
    answers.set_text(Field::Placement, "shared-host".into());
    answers.set_text(Field::ConfigurationDirectory, "/etc/etcd".into());
    assert_eq!(only_problem(&answers).place, FieldRef::Field(Field::ConfigurationDirectory));
    answers.set_text(Field::ConfigurationDirectory, "/etc/{name}".into());
    answers.set_text(Field::CertificateDirectory, "/etc/pki/etcd".into());
    assert_eq!(only_problem(&answers).place, FieldRef::Field(Field::CertificateDirectory));

    let mut answers = filled();
    answers.add_client(ClientRow::new("Root", "x"));
    assert_eq!(
        only_problem(&answers).place,
        FieldRef::Client { row: 1, column: ClientColumn::Name }
    );
}

#[test]
fn the_heartbeat_follows_the_round_trip_until_it_is_typed() {
    let mut answers = filled();
    answers.set_text(Field::RoundTrip, "250".into());
    assert_eq!(answers.text(Field::Heartbeat), "250");
    assert_eq!(answers.text(Field::Election), "2500");
    answers.set_text(Field::Heartbeat, "300".into());
    assert_eq!(answers.text(Field::Election), "3000");
}

#[test]
fn a_smaller_cluster_keeps_the_rows_it_does_not_use() {
    let mut answers = filled();
    answers.set_text(Field::ClusterSize, "1".into());
    assert_eq!(answers.plan().unwrap().members.size().members(), 1);
    answers.set_text(Field::ClusterSize, "3".into());
    assert_eq!(answers.member(2).name, "etcd-3");
    answers.remove_member(0);
    assert_eq!((answers.size().members(), answers.member(0).name.as_str()), (2, "etcd-2"));
}

#[test]
fn a_row_half_typed_already_shows_its_certificate() {
    let answers = filled();
    let row = MemberRow { name: "etcd-1".into(), address: "10.0.0.".into(), ..MemberRow::BLANK };
    let [server, peer] = answers.member_profiles(&row).try_into().unwrap();
    assert_eq!(server.owner, "etcd-1");
    assert_eq!(server.sans.len(), 3, "localhost and the loopback addresses");
    assert!(peer.sans.is_empty());
}

#[test]
fn name_constraints_follow_the_members_until_they_are_typed() {
    let mut answers = filled();
    assert_eq!(answers.plan().unwrap().certificates.name_constraints, []);
    answers.set_text(Field::NameConstraints, "yes".into());
    let proposed = answers.text(Field::PermittedNames);
    for one in ["localhost", "10.0.0.0/24", "127.0.0.0/8", "::1/128"] {
        assert!(proposed.split(", ").any(|found| found == one), "{one} in {proposed}");
    }
    let plan = answers.plan().unwrap();
    let found: Vec<String> =
        plan.certificates.name_constraints.iter().map(ToString::to_string).collect();
    assert_eq!(found.join(", "), proposed);
    assert_eq!(Answers::from_plan(&plan).plan().unwrap(), plan);

    answers.set_member(1, MemberColumn::Address, "10.1.0.2".into());
    assert!(answers.text(Field::PermittedNames).contains("10.1.0.0/24"));
    answers.set_text(Field::PermittedNames, "10.0.0.0/8".into());
    let problem = only_problem(&answers);
    assert_eq!(problem.place, FieldRef::Field(Field::PermittedNames));
    assert!(
        problem.message.ends_with("is outside the CA's name constraints"),
        "{}",
        problem.message
    );
    answers.set_text(Field::PermittedNames, " ".into());
    assert_eq!(only_problem(&answers).place, FieldRef::Field(Field::PermittedNames));
    // They are those of a CA that is made here.
    answers.set_text(Field::CaSource, "elsewhere".into());
    assert_eq!(answers.plan().unwrap().certificates.name_constraints, []);
}
