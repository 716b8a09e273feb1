//! Grades written answers against a bank of key points.

fn main() {}
