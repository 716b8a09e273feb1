//! The page's policy names its style by a hash, so the two change together.
#![cfg(feature = "html")]

use yaodian::export::{Export, Format};
use yaodian::{Answer, Bank, Batch, Grader, Graders, RowError};

#[test]
fn the_policy_allows_the_page_its_own_style_and_nothing_else() {
    let batch = Batch::new(Graders::compile(&Grader::builder(), &Bank::default()));
    let mut page = Vec::new();
    let none: [Result<Answer, RowError>; 0] = [];
    Export::new(Format::Html)
        .to_writer(&mut page, &batch, none, &mut |_| {})
        .expect("memory can be written");
    let page = String::from_utf8(page).expect("a page is UTF-8");
    let between = |start: &str, end: &str| {
        let (_, rest) = page.split_once(start).expect(start);
        rest.split_once(end).expect(end).0
    };
    let style = between("<style>", "</style>");
    assert!(!style.contains("url(") && !style.contains("@import"));
    assert_eq!(
        between("Content-Security-Policy\" content=\"", "\""),
        format!(
            "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
            base64(&sha256(style.as_bytes()))
        )
    );
}

#[test]
fn sha256_is_the_published_function() {
    for (text, expected) in [
        ("", "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
        ("abc", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
    ] {
        assert_eq!(base64(&sha256(text.as_bytes())), expected, "{text:?}");
    }
}

/// FIPS 180-4.
fn sha256(message: &[u8]) -> [u8; 32] {
    let primes: Vec<u32> = (2..312).filter(|n| (2..*n).all(|d| n % d != 0)).collect();
    let fraction = |root: f64| (root.fract() * 4_294_967_296.0) as u32;
    let mut state: Vec<u32> = primes[..8]
        .iter()
        .map(|&p| fraction(f64::from(p).sqrt()))
        .collect();
    let constants: Vec<u32> = primes[..64]
        .iter()
        .map(|&p| fraction(f64::from(p).cbrt()))
        .collect();
    let mut bytes = message.to_vec();
    bytes.push(0x80);
    bytes.resize(bytes.len().next_multiple_of(64), 0);
    if bytes.len() - message.len() < 9 {
        bytes.resize(bytes.len() + 64, 0);
    }
    let end = bytes.len() - 8;
    bytes[end..].copy_from_slice(&(8 * message.len() as u64).to_be_bytes());
    for block in bytes.chunks(64) {
        let mut w: Vec<u32> = block
            .chunks(4)
            .map(|four| {
                four.iter()
                    .fold(0, |word, &byte| word << 8 | u32::from(byte))
            })
            .collect();
        for t in 16..64 {
            let (early, late) = (w[t - 15], w[t - 2]);
            let small = early.rotate_right(7) ^ early.rotate_right(18) ^ (early >> 3);
            let large = late.rotate_right(17) ^ late.rotate_right(19) ^ (late >> 10);
            w.push(
                w[t - 16]
                    .wrapping_add(small)
                    .wrapping_add(w[t - 7])
                    .wrapping_add(large),
            );
        }
        let mut v = state.clone();
        for t in 0..64 {
            let (a, e) = (v[0], v[4]);
            let first = v[7]
                .wrapping_add(e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25))
                .wrapping_add((e & v[5]) ^ (!e & v[6]))
                .wrapping_add(constants[t])
                .wrapping_add(w[t]);
            let second = (a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22))
                .wrapping_add((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
            v.rotate_right(1);
            v[4] = v[4].wrapping_add(first);
            v[0] = first.wrapping_add(second);
        }
        for (sum, value) in state.iter_mut().zip(v) {
            *sum = sum.wrapping_add(value);
        }
    }
    let digest: Vec<u8> = state.iter().flat_map(|word| word.to_be_bytes()).collect();
    digest.try_into().expect("eight words are 32 bytes")
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = |three: &[u8]| {
        let bits = (0..3).fold(0, |bits, at| {
            bits << 8 | usize::from(*three.get(at).unwrap_or(&0))
        });
        let digit = |at: usize| match at <= three.len() {
            true => char::from(DIGITS[bits >> (18 - 6 * at) & 63]),
            false => '=',
        };
        [digit(0), digit(1), digit(2), digit(3)]
    };
    bytes.chunks(3).flat_map(digits).collect()
}
