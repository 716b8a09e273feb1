//! Word's automatic numbers: the text of a `.docx` does not hold them, its list definitions do.

use super::docx::{attribute, flag};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, HashMap};

/// Levels a list may have.
const LEVELS: usize = 9;

/// List definitions of a document and how far each list has counted.
#[derive(Default)]
pub(super) struct Numbering {
    /// Abstract list → its levels.
    lists: HashMap<String, BTreeMap<usize, Level>>,
    /// List → abstract list and the levels it starts anew.
    instances: HashMap<String, (String, BTreeMap<usize, u32>)>,
    counters: HashMap<String, [Option<u32>; LEVELS]>,
    started: Vec<String>,
}

#[derive(Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2`
    text: String,
    /// The level after which this one starts anew, counted from 1; 0 for never.
    restart: Option<usize>,
}

impl Numbering {
    /// Reads `word/numbering.xml`.
    pub(super) fn read(xml: &str) -> Result<Self, quick_xml::Error> {
        let mut numbering = Self::default();
        let mut reader = Reader::from_str(xml);
        let (mut list, mut instance) = (String::new(), String::new());
        let mut level = 0;
        loop {
            match reader.read_event()? {
                Event::Start(tag) | Event::Empty(tag) => {
                    numbering.tag(&tag, &mut list, &mut instance, &mut level);
                }
                Event::End(tag) => match tag.local_name().as_ref() {
                    "abstractNum" => list.clear(),
                    "num" => instance.clear(),
                    _ => {}
                },
                Event::Eof => return Ok(numbering),
                _ => {}
            }
        }
    }

    fn tag(
        &mut self,
        tag: &BytesStart,
        list: &mut String,
        instance: &mut String,
        level: &mut usize,
    ) {
        let value = || attribute(tag, "val").unwrap_or_default();
        match tag.local_name().as_ref() {
            "abstractNum" => *list = attribute(tag, "abstractNumId").unwrap_or_default(),
            "num" => *instance = attribute(tag, "numId").unwrap_or_default(),
            "abstractNumId" if !instance.is_empty() => {
                self.instances.entry(instance.clone()).or_default().0 = value();
            }
            "lvl" | "lvlOverride" => {
                *level = attribute(tag, "ilvl")
                    .and_then(|text| text.parse().ok())
                    .unwrap_or(0);
            }
            "startOverride" if !instance.is_empty() => {
                let start = value().parse().unwrap_or(1);
                self.instances
                    .entry(instance.clone())
                    .or_default()
                    .1
                    .insert(*level, start);
            }
            name @ ("start" | "numFmt" | "lvlText" | "lvlRestart") if !list.is_empty() => {
                let own = self
                    .lists
                    .entry(list.clone())
                    .or_default()
                    .entry(*level)
                    .or_default();
                match name {
                    "start" => own.start = value().parse().unwrap_or(1),
                    "numFmt" => own.format = value(),
                    "lvlText" => own.text = value(),
                    _ => own.restart = value().parse().ok(),
                }
            }
            _ => {}
        }
    }

    /// The number of the next paragraph of a list, as a person sees it; empty for a list without numbers.
    pub(super) fn next(&mut self, instance: &str, level: usize) -> String {
        let level = level.min(LEVELS - 1);
        let Some((list, overrides)) = self.instances.get(instance) else {
            return String::new();
        };
        let Some(levels) = self.lists.get(list) else {
            return String::new();
        };
        let start = |level: usize| levels.get(&level).map_or(1, |own| own.start);
        let counters = self.counters.entry(list.clone()).or_default();
        if !overrides.is_empty() && !self.started.iter().any(|known| known == instance) {
            self.started.push(instance.to_owned());
            for (&level, &start) in overrides.iter().filter(|(level, _)| **level < LEVELS) {
                counters[level] = start.checked_sub(1);
            }
        }
        counters[level] =
            Some(counters[level].map_or(start(level), |count| count.saturating_add(1)));
        for (deeper, counter) in counters.iter_mut().enumerate().skip(level + 1) {
            let restart = levels.get(&deeper).and_then(|own| own.restart);
            if restart.is_none_or(|after| after > level && after != 0) {
                *counter = None;
            }
        }
        let Some(own) = levels.get(&level) else {
            return String::new();
        };
        if own.format == "bullet" {
            return "•".to_owned();
        }
        let mut text = own.text.clone();
        for (place, counter) in counters.iter().enumerate() {
            let format = levels
                .get(&place)
                .map_or("decimal", |own| own.format.as_str());
            let count = counter.unwrap_or_else(|| start(place));
            text = text.replace(&format!("%{}", place + 1), &written(count, format));
        }
        text.trim().to_owned()
    }
}

/// A number in one of Word's formats; decimal where the format is rare.
fn written(number: u32, format: &str) -> String {
    let letter = |first: u8| {
        let place = (number.max(1) - 1) % 26;
        let times = ((number.max(1) - 1) / 26 + 1).min(8) as usize;
        char::from(first + place as u8).to_string().repeat(times)
    };
    let one_of = |signs: &str| {
        number
            .checked_sub(1)
            .and_then(|place| signs.chars().nth(place as usize))
            .map(String::from)
    };
    match format {
        "none" => String::new(),
        "lowerLetter" => letter(b'a'),
        "upperLetter" => letter(b'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => number
            .to_string()
            .chars()
            .map(|c| char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap_or(c))
            .collect(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            one_of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳").unwrap_or_else(|| number.to_string())
        }
        "ideographTraditional" => {
            one_of("甲乙丙丁戊己庚辛壬癸").unwrap_or_else(|| number.to_string())
        }
        "chineseCounting"
        | "chineseCountingThousand"
        | "ideographDigital"
        | "japaneseCounting"
        | "japaneseDigitalTenThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "taiwaneseDigital" => chinese(number),
        _ => number.to_string(),
    }
}

/// 1 to 99 as people write them; decimal beyond.
fn chinese(number: u32) -> String {
    let digit = |place: u32| {
        "一二三四五六七八九"
            .chars()
            .nth(place.wrapping_sub(1) as usize)
            .map_or_else(String::new, String::from)
    };
    match (number / 10, number % 10) {
        (0, 0) => "〇".to_owned(),
        (0, ones) => digit(ones),
        (1, ones) => format!("十{}", digit(ones)),
        (tens @ 2..=9, ones) => format!("{}十{}", digit(tens), digit(ones)),
        _ => number.to_string(),
    }
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 3999 {
        return number.to_string();
    }
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    text
}

/// What a paragraph style says of its paragraphs.
#[derive(Clone, Default)]
pub(super) struct Style {
    /// List and level.
    pub(super) list: Option<(String, usize)>,
    /// Heading level, 1 for the highest.
    pub(super) heading: usize,
    based_on: String,
}

/// Reads the paragraph styles of `word/styles.xml`.
pub(super) fn styles(xml: &str) -> Result<HashMap<String, Style>, quick_xml::Error> {
    let mut styles: HashMap<String, Style> = HashMap::new();
    let mut reader = Reader::from_str(xml);
    let mut id = String::new();
    loop {
        match reader.read_event()? {
            Event::Start(tag) | Event::Empty(tag) => {
                let value = || attribute(&tag, "val").unwrap_or_default();
                let name = tag.local_name();
                if name.as_ref() == "style" {
                    id = attribute(&tag, "styleId").unwrap_or_default();
                }
                let style = styles.entry(id.clone()).or_default();
                match name.as_ref() {
                    "name" => {
                        let level = value()
                            .to_lowercase()
                            .strip_prefix("heading ")
                            .and_then(|level| level.parse().ok());
                        style.heading = level.unwrap_or(style.heading);
                    }
                    "basedOn" => style.based_on = value(),
                    "numId" => style.list.get_or_insert_default().0 = value(),
                    "ilvl" => style.list.get_or_insert_default().1 = value().parse().unwrap_or(0),
                    _ => {}
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let bases: HashMap<String, Style> = styles.clone();
    for style in styles.values_mut() {
        // A style takes its list from the one it is based on; a few steps up are enough for any template.
        let mut base = style.based_on.clone();
        for _ in 0..LEVELS {
            let Some(found) = bases.get(&base) else { break };
            if style.list.is_none() {
                style.list = found.list.clone();
            }
            base = found.based_on.clone();
        }
    }
    Ok(styles)
}

/// Whether a bold property is on: `<w:b/>` is, `<w:b w:val="0"/>` is not.
pub(super) fn is_bold(tag: &BytesStart) -> bool {
    tag.local_name().as_ref() == "b" && flag(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats() {
        for (number, format, expected) in [
            (3, "decimal", "3"),
            (3, "chineseCounting", "三"),
            (12, "chineseCountingThousand", "十二"),
            (20, "japaneseCounting", "二十"),
            (28, "lowerLetter", "bb"),
            (2, "upperLetter", "B"),
            (14, "lowerRoman", "xiv"),
            (7, "decimalEnclosedCircle", "⑦"),
            (5, "decimalFullWidth", "５"),
            (7, "decimalZero", "07"),
            (2, "ideographTraditional", "乙"),
            (4, "unheard of", "4"),
        ] {
            assert_eq!(written(number, format), expected, "{format}");
        }
    }
}
