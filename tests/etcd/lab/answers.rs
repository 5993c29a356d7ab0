//! What etcd's gateway of HTTP answers, in the words of the scenarios.

use serde_json::Value;

use crate::support::process::Ran;

/// What a member's gateway answered.
pub fn answer(ran: &Ran) -> String {
    let text = match ran.status.and_then(|status| status.code()) {
        Some(0) => &ran.stdout,
        Some(7) => return "unreachable".into(),
        // It is there, and doesn't even shake hands.
        Some(28) => return "context deadline exceeded".into(),
        Some(35 | 52 | 55 | 56) => return "connection lost".into(),
        _ => return ran.to_string(),
    };
    let Ok(answer) = serde_json::from_str::<Value>(text) else { return text.clone() };
    if let Some(error) = answer.get("message").or_else(|| answer.get("error")) {
        return error.as_str().unwrap_or_default().into();
    }
    match answer["kvs"][0]["value"].as_str() {
        Some(value) => format!("reads {}", from_base64(value)),
        None if ran.command.contains("/v3/kv/range") => "reads nothing".into(),
        None => "done".into(),
    }
}

pub fn base64(text: &str) -> String {
    base64_simd::STANDARD.encode_to_string(text)
}

fn from_base64(text: &str) -> String {
    String::from_utf8(base64_simd::STANDARD.decode_to_vec(text).unwrap()).unwrap()
}

/// The end of a log.
pub fn tail(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(6)..].join("\n")
}
