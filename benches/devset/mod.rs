//! The development set, cut to the sizes that the benches ask for.

use yaodian::answers::{Form, Reading};
use yaodian::{Answer, Bank, Grader, Graders, KeyPoint, Question, RowError};

const BANK: &str = include_str!("../../fixtures/devset/bank.json");
const ANSWERS: &str = include_str!("../../fixtures/devset/answers.jsonl");

pub fn bank() -> Bank {
    Bank::from_json(BANK).expect("the fixture's bank is whole")
}

pub fn answers() -> Vec<Answer> {
    Reading::new()
        .form(Form::Jsonl)
        .read(ANSWERS.as_bytes())
        .expect("the fixture is JSON Lines")
        .collect::<Result<_, _>>()
        .expect("the fixture's answers are whole")
}

/// An answer of this many characters: the fixture's answers one after the other.
pub fn answer_of(characters: usize) -> String {
    let answers = answers();
    let texts = answers.iter().cycle().map(|one| one.text.as_str());
    texts.flat_map(str::chars).take(characters).collect()
}

/// A question of this many key points: the fixture's, told apart by a number once they come again.
pub fn question_of(points: usize) -> Question {
    let known: Vec<KeyPoint> = bank()
        .questions()
        .iter()
        .flat_map(|question| question.key_points.clone())
        .collect();
    let key_points =
        known
            .iter()
            .cycle()
            .zip(0..points)
            .map(|(point, index)| match index / known.len() {
                0 => point.clone(),
                round => KeyPoint::new(format!("{}第{round}项", point.text)),
            });
    Question {
        key_points: key_points.collect(),
        ..bank().questions()[0].clone()
    }
}

/// So many rows of a file, another text each: what is graded twice would only measure the cache.
pub fn rows_of(count: u64) -> Vec<Result<Answer, RowError>> {
    let answers = answers();
    let rows = answers.iter().cycle().zip(1..=count);
    rows.map(|(answer, row)| {
        Ok(Answer {
            row,
            text: format!("{}（{row}）", answer.text),
            ..answer.clone()
        })
    })
    .collect()
}

pub fn grader(question: &Question) -> Grader {
    Grader::builder()
        .build(question)
        .expect("the fixture's questions can be graded")
}

/// A grader of this question in the fixture's bank, in the place of that of the same id.
pub fn grader_in_bank(question: &Question) -> Grader {
    let bank = bank();
    let questions = bank.questions().iter().map(|known| {
        let same = known.id == question.id;
        if same { question } else { known }.clone()
    });
    let bank = Bank::new(questions.collect()).expect("the fixture's bank is whole");
    let graders = Graders::compile(&Grader::builder(), &bank);
    graders.get(&question.id).expect("its id is known").clone()
}
