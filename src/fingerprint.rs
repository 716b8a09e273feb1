//! Numbers that change when data does.

/// FNV-1a, 64 bits: the same on every machine and in every version, which the standard
/// library's hashers do not promise. Tells changes, keeps no secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint(u64);

impl Fingerprint {
    pub(crate) fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    pub(crate) fn with(self, bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(self.0, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }

    /// The text with its length, so that the border between two texts counts.
    pub(crate) fn with_text(self, text: &str) -> Self {
        self.with(&(text.len() as u64).to_le_bytes())
            .with(text.as_bytes())
    }

    pub(crate) fn number(self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_published_function() {
        for (text, expected) in [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8),
        ] {
            assert_eq!(
                Fingerprint::new().with(text.as_bytes()).number(),
                expected,
                "{text}"
            );
        }
    }
}
