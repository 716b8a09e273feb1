"""Runs the fixture's answers through Python's jieba and rapidfuzz, and compares with the Rust figure.

    python3 benches/python_baseline.py                   # measures the Rust side too
    python3 benches/python_baseline.py --rust-us 40      # takes this many µs an answer for it

What a Python programmer would write: cut the answer with jieba, then rapidfuzz's token_set_ratio of its words with
those of each key point, which were cut beforehand. It knows no negation, near words or evidence.
A virtual environment for both packages is made under target/ at the first run.
"""

import argparse
import json
import subprocess
import sys
import venv
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent
FIXTURE = ROOT / "fixtures" / "devset"
ENVIRONMENT = ROOT / "target" / "python_baseline"
PACKAGES = ["jieba==0.42.1", "rapidfuzz>=3,<4", "setuptools<81"]
GROUP = "side by side"


def python():
    """The interpreter of the environment, which is made where there is none."""
    program = ENVIRONMENT / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ready = ENVIRONMENT / "ready"
    if not ready.exists():
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        subprocess.run([program, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        ready.touch()
    return program


def measure(rounds=7):
    """Least µs an answer of some rounds, for the cut alone and for cut and ratios."""
    import jieba
    from rapidfuzz import fuzz

    jieba.setLogLevel("ERROR")

    def words(text):
        return " ".join(jieba.cut(text))

    bank = json.loads((FIXTURE / "bank.json").read_text(encoding="utf-8"))
    points = {
        question["id"]: [words(p if isinstance(p, str) else p["text"]) for p in question["key_points"]]
        for question in bank
    }
    lines = (FIXTURE / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    answers = [(points[row["question_id"]], row["answer"]) for row in map(json.loads, lines)]

    def cut():
        for _, answer in answers:
            words(answer)

    def grade():
        for key_points, answer in answers:
            cut_answer = words(answer)
            for point in key_points:
                fuzz.token_set_ratio(point, cut_answer)

    def least(task):
        times = []
        for _ in range(rounds):
            began = perf_counter()
            task()
            times.append(perf_counter() - began)
        return min(times) / len(answers) * 1e6

    return {"answers": len(answers), "cut": least(cut), "grade": least(grade)}


def rust(name):
    """Mean ns of an iteration that criterion last wrote down; an iteration is all answers."""
    path = ROOT / "target" / "criterion" / GROUP / name / "new" / "estimates.json"
    return json.loads(path.read_text(encoding="utf-8"))["mean"]["point_estimate"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rust-us", type=float, help="µs an answer of the Rust side; without it the bench runs")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        print(json.dumps(measure()))
        return

    command = [python(), Path(__file__).resolve(), "--inside"]
    found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    if arguments.rust_us is None:
        bench = ["cargo", "bench", "--bench", "grade", "--", GROUP + "/(grade|jieba cut)"]
        subprocess.run(bench, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        ours = {name: rust(name) / found["answers"] / 1e3 for name in ("jieba cut", "grade")}
    else:
        ours = {"grade": arguments.rust_us}

    print(f"µs an answer, {found['answers']} answers")
    print(f"  Python jieba cut              {found['cut']:9.1f}")
    print(f"  Python jieba and rapidfuzz    {found['grade']:9.1f}")
    if "jieba cut" in ours:
        print(f"  Rust jieba cut                {ours['jieba cut']:9.1f}")
    print(f"  yaodian                       {ours['grade']:9.1f}")
    print(f"  Python / yaodian              {found['grade'] / ours['grade']:9.2f}")


if __name__ == "__main__":
    main()
