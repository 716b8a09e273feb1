//! The text of a Word document: paragraphs and table rows as lines, with the numbers Word writes by itself.

use super::numbering::{Numbering, Style, is_bold, styles};
use super::table::Table;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A part of a `.docx` that inflates to more bytes than this is refused: real banks stay below a tenth of it.
pub const MAX_INFLATED: u64 = 64 << 20;

/// The text of a `.docx`, a line a paragraph or table row, cells apart by a tab; headings and bold paragraphs
/// are dressed as Markdown.
pub(crate) fn text(bytes: &[u8]) -> Result<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| format!("is not a document: {error}"))?;
    let document = part(&mut archive, "word/document.xml")?
        .ok_or("is a zip file but not a Word document: word/document.xml is missing")?;
    let broken =
        |error: quick_xml::Error| format!("is not a Word document that can be read: {error}");
    let mut reading = Reading {
        numbering: match part(&mut archive, "word/numbering.xml")? {
            Some(xml) => Numbering::read(&xml).map_err(broken)?,
            None => Numbering::default(),
        },
        styles: match part(&mut archive, "word/styles.xml")? {
            Some(xml) => styles(&xml).map_err(broken)?,
            None => HashMap::new(),
        },
        ..Reading::default()
    };
    reading.document(&document).map_err(broken)?;
    Ok(reading.text)
}

/// A part of the archive as text; none where it is missing.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, String> {
    let file = match archive.by_name(name) {
        Ok(file) => file,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(format!("{name}: {error}")),
    };
    let mut bytes = Vec::new();
    file.take(MAX_INFLATED + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| format!("{name}: {error}"))?;
    if bytes.len() as u64 > MAX_INFLATED {
        return Err(format!(
            "{name} inflates to more than {MAX_INFLATED} bytes, the most that is read"
        ));
    }
    String::from_utf8(bytes)
        .map(|text| Some(text.trim_start_matches('\u{feff}').to_owned()))
        .map_err(|error| format!("{name}: {error}"))
}

/// The value of an attribute, whatever its namespace.
pub(super) fn attribute(tag: &BytesStart, name: &str) -> Option<String> {
    tag.attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .ok()
                .map(|value| value.into_owned())
        })
}

/// Whether a property without a value, or with one, is on.
pub(super) fn flag(tag: &BytesStart) -> bool {
    !matches!(
        attribute(tag, "val").as_deref(),
        Some("0" | "false" | "off")
    )
}

#[derive(Default)]
struct Reading {
    numbering: Numbering,
    styles: HashMap<String, Style>,
    text: String,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: String,
    list: Option<String>,
    level: Option<usize>,
    /// Some run is bold, and whether one is not.
    bold: bool,
    plain: bool,
    run_bold: bool,
}

impl Reading {
    fn document(&mut self, xml: &str) -> Result<(), quick_xml::Error> {
        let mut reader = Reader::from_str(xml);
        let mut in_text = false;
        // Alternate content repeats a text box for old readers.
        let mut skipped = 0_usize;
        loop {
            match reader.read_event()? {
                Event::Start(tag) => {
                    let name = tag.local_name();
                    if skipped > 0 || name.as_ref() == "Fallback" {
                        skipped += 1;
                    } else {
                        in_text = name.as_ref() == "t";
                        self.open(&tag);
                    }
                }
                Event::Empty(tag) if skipped == 0 => {
                    self.open(&tag);
                    self.close(tag.local_name().as_ref());
                }
                Event::End(_) if skipped > 0 => skipped -= 1,
                Event::End(tag) => {
                    in_text = false;
                    self.close(tag.local_name().as_ref());
                }
                Event::Text(text) if in_text => self.write(&text.xml10_content()),
                Event::CData(text) if in_text => self.write(&text),
                Event::GeneralRef(reference) if in_text => {
                    let named = match &*reference {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref()?,
                    };
                    self.write(named.unwrap_or(' ').encode_utf8(&mut [0; 4]));
                }
                Event::Eof => break,
                _ => {}
            }
        }
        Ok(())
    }

    fn write(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
            if !text.trim().is_empty() {
                paragraph.bold |= paragraph.run_bold;
                paragraph.plain |= !paragraph.run_bold;
            }
        }
    }

    fn open(&mut self, tag: &BytesStart) {
        let name = tag.local_name();
        match name.as_ref() {
            "tbl" => self.tables.push(Table::default()),
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            "tc" => {
                if let Some(row) = self
                    .tables
                    .last_mut()
                    .and_then(|table| table.rows.last_mut())
                {
                    row.push(Vec::new());
                }
            }
            "p" => self.paragraphs.push(Paragraph::default()),
            _ => {}
        }
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        match name.as_ref() {
            "r" => paragraph.run_bold = false,
            "tab" if attribute(tag, "pos").is_none() => paragraph.text.push('\t'),
            "br" | "cr" => paragraph.text.push('\n'),
            "noBreakHyphen" => paragraph.text.push('-'),
            "pStyle" => paragraph.style = attribute(tag, "val").unwrap_or_default(),
            "numId" => paragraph.list = attribute(tag, "val"),
            "ilvl" => paragraph.level = attribute(tag, "val").and_then(|level| level.parse().ok()),
            _ if is_bold(tag) => paragraph.run_bold = true,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => {
                if let Some(paragraph) = self.paragraphs.pop() {
                    let line = self.line(paragraph);
                    self.emit(line);
                }
            }
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    for (_, line) in table.lines() {
                        self.emit(line);
                    }
                }
            }
            _ => {}
        }
    }

    /// A finished line goes into the cell it stands in, or into the text.
    fn emit(&mut self, line: String) {
        match self
            .tables
            .last_mut()
            .and_then(|table| table.rows.last_mut())
            .and_then(|row| row.last_mut())
        {
            Some(cell) => cell.push(line),
            None => {
                self.text.push_str(&line);
                self.text.push('\n');
            }
        }
    }

    /// A paragraph with its number, dressed.
    fn line(&mut self, paragraph: Paragraph) -> String {
        let style = self.styles.get(&paragraph.style);
        let inherited = style.and_then(|style| style.list.as_ref());
        let list = paragraph
            .list
            .or_else(|| inherited.map(|list| list.0.clone()));
        let level = paragraph
            .level
            .or(inherited.map(|list| list.1))
            .unwrap_or(0);
        let number = match list {
            Some(list) if list != "0" => self.numbering.next(&list, level),
            _ => String::new(),
        };
        let text = paragraph.text.trim();
        if text.is_empty() {
            return String::new();
        }
        let gap = if number.is_empty() { "" } else { " " };
        match style.map_or(0, |style| style.heading) {
            level @ 1..=6 => format!("{} {number}{gap}{text}", "#".repeat(level)),
            _ if paragraph.bold && !paragraph.plain && !text.contains(['*', '\n']) => {
                format!("**{number}{gap}{text}**")
            }
            _ => format!("{number}{gap}{text}"),
        }
    }
}
