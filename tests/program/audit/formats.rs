//! An audit for other programs: SARIF and `JUnit`.

use serde_json::Value;

use super::answers::{audit, cluster, nodes};

/// What the schema of SARIF 2.1.0 requires of what quorate writes, and what viewers rely on.
fn holds_to_sarif(log: &Value) {
    assert_eq!(log["version"], "2.1.0");
    assert!(log["$schema"].as_str().unwrap().ends_with("sarif-schema-2.1.0.json"));
    for run in log["runs"].as_array().unwrap() {
        let driver = &run["tool"]["driver"];
        assert_eq!(driver["name"], "quorate");
        let rules = driver["rules"].as_array().unwrap();
        for rule in rules {
            assert!(rule["help"]["text"].as_str().unwrap().contains("Fix it:"), "{rule}");
            for text in ["shortDescription", "fullDescription"] {
                let text = rule[text]["text"].as_str().unwrap();
                assert!(!text.is_empty() && !text.starts_with(' '), "{rule}");
            }
            let level = rule["defaultConfiguration"]["level"].as_str().unwrap();
            assert!(["note", "warning", "error"].contains(&level), "{level}");
        }
        let mut ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
        assert!(run["invocations"][0]["executionSuccessful"].is_boolean());
        let bases = run["originalUriBaseIds"].as_object().unwrap();
        for result in run["results"].as_array().unwrap() {
            assert!(!result["message"]["text"].as_str().unwrap().is_empty());
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert_eq!(rules[index]["defaultConfiguration"]["level"], result["level"]);
            for location in result["locations"].as_array().into_iter().flatten() {
                let place = &location["physicalLocation"];
                let artifact = &place["artifactLocation"];
                let uri = artifact["uri"].as_str().unwrap();
                assert!(!uri.starts_with('/') && !uri.contains([' ', ':', '"', '\\']), "{uri}");
                if let Some(base) = artifact.get("uriBaseId") {
                    let base = &bases[base.as_str().unwrap()]["uri"];
                    assert!(base.as_str().unwrap().ends_with('/'), "{base}");
                }
                if let Some(region) = place.get("region") {
                    assert!(region["startLine"].as_u64().unwrap() > 0);
                }
            }
        }
    }
}

#[test]
fn sarif_names_each_finding_with_its_rule_and_its_place() {
    let room = cluster(2).file("a b/notes.md", "    etcd --name x --no-such-flag\n");
    let nodes = nodes(2);
    let ran = room.quorate(&audit(&nodes, &["a b", "--format", "sarif"]));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    let log: Value = serde_json::from_str(&ran.out).unwrap();
    holds_to_sarif(&log);
    let json: Value =
        serde_json::from_str(&room.quorate(&audit(&nodes, &["a b", "--json"])).out).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let findings = json["findings"].as_array().unwrap();
    assert_eq!(results.len(), findings.len());
    for (result, finding) in results.iter().zip(findings) {
        assert_eq!(result["ruleId"], finding["code"]);
        let region = &result["locations"][0]["physicalLocation"]["region"]["startLine"];
        assert_eq!(*region, finding["where"]["line"], "{result}");
    }
    let is_encoded = |result: &Value| {
        let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
        uri == "a%20b/notes.md"
    };
    assert!(results.iter().any(is_encoded), "{}", ran.out);
    // A path from the root stays one; GitHub refuses findings without a place.
    let path = room.path.join("node1");
    let ran = room.quorate(&["audit", path.to_str().unwrap(), "--format", "sarif"]);
    holds_to_sarif(&serde_json::from_str(&ran.out).unwrap());
    assert!(ran.out.contains(r#""uri": "node1/etc/etcd.env""#), "{ran:?}");
    let outside = room.shell("cd /; $Q audit $HOME/node1 --etcd-version 3.5.1 --format sarif");
    let log: Value = serde_json::from_str(&outside.out).unwrap();
    holds_to_sarif(&log);
    assert!(
        outside.out.contains(r#""uriBaseId": "ROOT""#) || room.path.starts_with("/"),
        "{outside:?}"
    );
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().all(|result| result["locations"].is_array()), "{outside:?}");
}

#[test]
fn junit_has_a_suite_for_each_file_and_python_reads_it() {
    let room = cluster(2).file("odd <&>\"'/notes.md", "    etcd --name x '--no-such<&\">'\n");
    let nodes = nodes(2);
    let ran = room.quorate(&audit(&nodes, &["odd <&>\"'", "--format", "junit"]));
    assert_eq!(ran.code, Some(1), "{ran:?}");
    assert!(
        ran.out.contains("<testsuite name=\"odd &lt;&amp;&gt;&quot;&apos;/notes.md\""),
        "{ran:?}"
    );
    let suites = |out: &str| out.matches("<testsuite ").count();
    assert!(suites(&ran.out) >= 5, "{ran:?}");
    assert_eq!(ran.out.matches("<testcase ").count(), attribute(&ran.out, "tests"));
    assert_eq!(ran.out.matches("<failure ").count(), attribute(&ran.out, "failures"));
    crate::support::skip_without!("python3");
    let room = room.file("audit.xml", &ran.out);
    let read = room.shell(
        "python3 -c \"
import xml.etree.ElementTree as tree
root = tree.parse('audit.xml').getroot()
assert root.tag == 'testsuites', root.tag
cases = root.findall('testsuite/testcase')
failures = root.findall('testsuite/testcase/failure')
assert len(cases) == int(root.get('tests')) and len(failures) == int(root.get('failures'))
for suite in root:
    assert int(suite.get('tests')) == len(suite.findall('testcase')), suite.get('name')
    assert int(suite.get('failures')) == len(suite.findall('testcase/failure')), suite.get('name')
assert any(chr(60) + chr(38) in one.get('message') for one in failures)
\"",
    );
    read.succeeds();
}

fn attribute(xml: &str, name: &str) -> usize {
    let rest = xml.split("<testsuites ").nth(1).unwrap();
    let value = rest.split(&format!("{name}=\"")).nth(1).unwrap();
    value.split('"').next().unwrap().parse().unwrap()
}
