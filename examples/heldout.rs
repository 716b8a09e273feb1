//! temporary
use yaodian::*;
fn main() {
    let dir = std::env::args().nth(1).unwrap();
    let b = Bank::from_json(&std::fs::read_to_string(format!("{dir}/bank.json")).unwrap()).unwrap();
    let m =
        agreement::read(&std::fs::read_to_string(format!("{dir}/answers.jsonl")).unwrap()).unwrap();
    let builder = Grader::builder();
    let s = judge::samples(&b, &m, &builder).unwrap();
    std::fs::write("/tmp/samples.json", serde_json::to_string(&s).unwrap()).unwrap();
    let model = judge::Model::fit(&s, "fixtures/devset, 2026-11-22");
    std::fs::write("src/judge/model.json", model.to_json()).unwrap();
    let a = agreement::held_out(&b, &m, &builder).unwrap();
    std::fs::write("/tmp/heldout.txt", format!("{a}")).unwrap();
}
