//! Cells of the gradebook: texts, numbers, colours.

use rust_xlsxwriter::{
    Color, ConditionalFormat2ColorScale, ConditionalFormatCell, ConditionalFormatCellRule,
    ConditionalFormatDataBar, Format, FormatAlign, Worksheet, XlsxError,
};

/// Excel's own limit on the characters of a cell.
const MAX_CHARS: usize = 32_767;

/// Pale fills that leave the text readable, on screen and in print.
pub(super) const GREEN: Color = Color::RGB(0x00D8_EFDD);
pub(super) const AMBER: Color = Color::RGB(0x00FC_ECC4);
pub(super) const GREY: Color = Color::RGB(0x00E9_EAEC);
pub(super) const RED: Color = Color::RGB(0x00F8_D9D3);

/// The header in its row, which stays in view with the first columns.
pub(super) fn begin(
    sheet: &mut Worksheet,
    header: &[(String, u32)],
    columns: u16,
) -> Result<(), XlsxError> {
    let bold = Format::new()
        .set_bold()
        .set_background_color(GREY)
        .set_align(FormatAlign::VerticalCenter);
    for (column, (name, width)) in (0..).zip(header) {
        sheet.write_string_with_format(0, column, name, &bold)?;
        sheet.set_column_width(column, f64::from(*width))?;
    }
    sheet.set_freeze_panes(1, columns)?;
    Ok(())
}

/// A text, which is no formula whatever it begins with: its cell says that it is a text.
pub(super) fn text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
) -> Result<(), XlsxError> {
    if text.is_empty() {
        return Ok(());
    }
    // Excel counts UTF-16 units.
    if text.encode_utf16().count() <= MAX_CHARS {
        sheet.write_string(row, column, text)?;
        return Ok(());
    }
    let mut short = String::new();
    let mut units = 1;
    for c in text.chars() {
        units += c.len_utf16();
        if units > MAX_CHARS {
            break;
        }
        short.push(c);
    }
    sheet.write_string(row, column, short + "…")?;
    Ok(())
}

pub(super) fn number_format() -> Format {
    Format::new().set_num_format("0.##;-0.##;0")
}

/// From red at 0 to green at what the column can reach.
pub(super) fn scale(most: f64) -> ConditionalFormat2ColorScale {
    use rust_xlsxwriter::ConditionalFormatType::Number;
    ConditionalFormat2ColorScale::new()
        .set_minimum(Number, 0.0)
        .set_maximum(Number, most)
        .set_minimum_color(RED)
        .set_maximum_color(GREEN)
}

pub(super) fn bar(most: f64) -> ConditionalFormatDataBar {
    use rust_xlsxwriter::ConditionalFormatType::Number;
    ConditionalFormatDataBar::new()
        .set_minimum(Number, 0.0)
        .set_maximum(Number, most)
        .set_fill_color(GREEN)
        .set_solid_fill(true)
}

pub(super) fn equals(text: &str, colour: Color) -> ConditionalFormatCell {
    ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::EqualTo(text.to_owned()))
        .set_format(Format::new().set_background_color(colour))
}
