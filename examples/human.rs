//! temporary
use yaodian::*;
fn main() {
    let builder = Grader::builder();
    for n in ["le_train", "beetle_train"] {
        let b = Bank::from_json(
            &std::fs::read_to_string(format!("/work/shared/human/{n}_bank.json")).unwrap(),
        )
        .unwrap();
        let m = agreement::read(
            &std::fs::read_to_string(format!("/work/shared/human/{n}_answers.jsonl")).unwrap(),
        )
        .unwrap();
        let a = agreement::measure(&b, &m, |q, t| builder.build(q).unwrap().grade(t)).unwrap();
        std::fs::write(format!("/tmp/{n}.txt"), format!("{a}")).unwrap();
    }
}
