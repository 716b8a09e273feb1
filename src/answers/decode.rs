//! Text in the encodings that tables and answers come in, as UTF-8, piece by piece.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, Decoder, Encoding, GB18030};
use std::io::{self, Read};

/// Gives UTF-8 for whatever the source holds: a byte order mark decides, else the first bytes
/// that are not ASCII do. Bytes that belong to no character pass through a UTF-8 source
/// unchanged and become U+FFFD from any other.
pub(super) struct Decoded<R> {
    source: R,
    /// Read and not yet decoded.
    raw: Vec<u8>,
    /// Decoded and not yet handed on, from `at`.
    text: Vec<u8>,
    at: usize,
    kind: Kind,
    ended: bool,
}

enum Kind {
    Start,
    Ascii,
    Utf8,
    Other(Box<Decoder>),
}

const PIECE: usize = 64 * 1024;

/// Text that decides on the encoding, from the first byte that is not ASCII.
const SAMPLE: usize = 256 * 1024;

impl<R: Read> Decoded<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            raw: Vec::new(),
            text: Vec::new(),
            at: 0,
            kind: Kind::Start,
            ended: false,
        }
    }

    /// Reads until `raw` holds this many bytes or the source ends.
    fn read_to(&mut self, bytes: usize) -> io::Result<()> {
        let missing = bytes.saturating_sub(self.raw.len());
        let mut source = (&mut self.source).take(missing as u64);
        self.ended |= source.read_to_end(&mut self.raw)? < missing;
        Ok(())
    }

    /// Decodes the next piece into `text`.
    fn fill(&mut self) -> io::Result<()> {
        self.read_to(PIECE)?;
        if let Kind::Start = self.kind {
            self.kind = match Encoding::for_bom(&self.raw) {
                Some((encoding, mark)) => {
                    self.raw.drain(..mark);
                    kind(encoding)
                }
                None => Kind::Ascii,
            };
        }
        if matches!(self.kind, Kind::Ascii) && !self.raw.is_ascii() {
            self.read_to(SAMPLE)?;
            self.kind = kind(guess(&self.raw, self.ended));
        }
        self.at = 0;
        self.text.clear();
        if let Kind::Other(decoder) = &mut self.kind {
            let room = decoder
                .max_utf8_buffer_length(self.raw.len())
                .ok_or_else(|| io::Error::other("a piece of text is too long"))?;
            self.text.resize(room, 0);
            let (_, _, written, _) = decoder.decode_to_utf8(&self.raw, &mut self.text, self.ended);
            self.text.truncate(written);
            self.raw.clear();
        } else {
            std::mem::swap(&mut self.text, &mut self.raw);
        }
        Ok(())
    }
}

fn kind(encoding: &'static Encoding) -> Kind {
    if encoding == encoding_rs::UTF_8 {
        Kind::Utf8
    } else {
        Kind::Other(Box::new(encoding.new_decoder_without_bom_handling()))
    }
}

/// UTF-8 where nearly all of it is, so that one bad row does not garble the others; else GB18030
/// or Big5 where the text is valid in it, and what the detector says in the remaining cases.
fn guess(sample: &[u8], whole: bool) -> &'static Encoding {
    let (mut good, mut bad) = (0, 0);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if !whole {
        // The sample may end inside a character.
        bad = bad.saturating_sub(1);
    }
    if bad * 10 <= good {
        return encoding_rs::UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, whole);
    let detected = detector.guess(None, Utf8Detection::Deny);
    let valid = |encoding: &'static Encoding| {
        let mut decoder = encoding.new_decoder_without_bom_handling();
        let mut text = String::new();
        text.reserve(decoder.max_utf8_buffer_length(sample.len()).unwrap_or(0));
        !decoder.decode_to_string(sample, &mut text, whole).2
    };
    if detected == BIG5 && valid(BIG5) {
        BIG5
    } else if detected == encoding_rs::GBK || valid(GB18030) {
        GB18030
    } else {
        detected
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.text.len() {
            if self.ended && self.raw.is_empty() {
                return Ok(0);
            }
            self.fill()?;
        }
        let count = buffer.len().min(self.text.len() - self.at);
        buffer[..count].copy_from_slice(&self.text[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out one byte at a time, the hardest way to be read.
    struct Trickle(Vec<u8>, usize);

    impl Read for Trickle {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let Some(byte) = self.0.get(self.1) else {
                return Ok(0);
            };
            buffer[0] = *byte;
            self.1 += 1;
            Ok(1)
        }
    }

    fn decoded(bytes: Vec<u8>) -> Vec<u8> {
        let mut text = Vec::new();
        Decoded::new(Trickle(bytes, 0))
            .read_to_end(&mut text)
            .expect("memory can be read");
        text
    }

    #[test]
    fn encodings() {
        let line = "考号,题号,作答\n20240001,q1,\"光合作用是绿色植物\n吸收光能的过程\"\n";
        let utf16 = |to_bytes: fn(u16) -> [u8; 2], mark: [u8; 2]| {
            let mut bytes = mark.to_vec();
            bytes.extend(line.encode_utf16().flat_map(to_bytes));
            bytes
        };
        let late = format!("{}{line}", "id,answer\n".repeat(20_000));
        let long = line.repeat(5_000);
        let cases: Vec<(&str, Vec<u8>, &str)> = vec![
            ("empty", Vec::new(), ""),
            ("ASCII", b"id,answer\n".to_vec(), "id,answer\n"),
            ("UTF-8", line.into(), line),
            ("UTF-8 with mark", format!("\u{feff}{line}").into(), line),
            ("GB18030", GB18030.encode(line).0.into(), line),
            ("GB18030 late", GB18030.encode(&late).0.into(), &late),
            ("GB18030 long", GB18030.encode(&long).0.into(), &long),
            ("UTF-8 long", long.clone().into(), &long),
            ("UTF-16 LE", utf16(u16::to_le_bytes, [0xFF, 0xFE]), line),
            ("UTF-16 BE", utf16(u16::to_be_bytes, [0xFE, 0xFF]), line),
        ];
        for (name, bytes, expected) in cases {
            assert!(decoded(bytes) == expected.as_bytes(), "{name}");
        }
    }

    #[test]
    fn one_bad_byte_does_not_garble_the_rest() {
        let mut bytes = "作答内容很长很长很长的一行\n".repeat(3).into_bytes();
        bytes.push(0xFF);
        assert_eq!(decoded(bytes.clone()), bytes);
    }
}
