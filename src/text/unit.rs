//! Units of measurement by name: 小时, h and hours are one.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a number counts. Values are in the base unit of their kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Unit {
    /// Percent; 成 and fractions too.
    Percent,
    /// Seconds.
    Time,
    /// Metres.
    Length,
    /// Grams.
    Mass,
    /// Square metres.
    Area,
    /// Litres.
    Volume,
    /// Yuan.
    Money,
    /// Degrees Celsius.
    Temperature,
    /// Volts.
    Voltage,
    /// Amperes.
    Current,
    /// Ohms.
    Resistance,
    /// Watts.
    Power,
    /// Joules.
    Energy,
    /// Newtons.
    Force,
    /// Pascals.
    Pressure,
    /// Hertz.
    Frequency,
    /// Decibels.
    Loudness,
    /// A calendar year.
    Year,
    /// Month of the year.
    Month,
    /// Anything that is counted, and bare numbers.
    Count,
}

/// Names of units, with how many of the base unit of their kind one is. Folded text does not tell MW from mW: what is written so
/// has no unit, but mPa is hardly ever meant. Nor has one that names something else more often: a, n, 牛.
const UNITS: [(Unit, f64, &str); 71] = [
    (Unit::Percent, 1.0, "个百分点 % percent"),
    (Unit::Percent, 0.1, "‰"),
    (Unit::Percent, 10.0, "成"),
    (Unit::Time, 31_536_000.0, "周年 years year yrs"),
    (Unit::Time, 2_592_000.0, "个月 months month"),
    (Unit::Time, 604_800.0, "个星期 星期 周 weeks week"),
    (Unit::Time, 86_400.0, "个工作日 工作日 天 日 days day d"),
    (
        Unit::Time,
        3600.0,
        "个小时 小时 个钟头 钟头 hours hour hrs h",
    ),
    (Unit::Time, 60.0, "分钟 minutes minute mins min"),
    (Unit::Time, 1.0, "秒钟 秒 seconds secs s"),
    (Unit::Time, 1e-3, "毫秒 milliseconds ms"),
    (Unit::Time, 1e-6, "微秒 microseconds μs µs us"),
    (Unit::Time, 1e-9, "纳秒 nanoseconds ns"),
    (Unit::Area, 1e6, "平方公里 平方千米 km² km2"),
    (Unit::Area, 1e4, "公顷 hectares hectare"),
    (Unit::Area, 2000.0 / 3.0, "亩"),
    (Unit::Area, 1.0, "平方米 平米 m² m2"),
    (Unit::Area, 0.01, "平方分米 dm² dm2"),
    (Unit::Area, 1e-4, "平方厘米 cm² cm2"),
    (Unit::Area, 1e-6, "平方毫米 mm² mm2"),
    (Unit::Volume, 1000.0, "立方米 m³ m3"),
    (
        Unit::Volume,
        1.0,
        "立方分米 dm³ dm3 升 litres litre liters liter l",
    ),
    (Unit::Volume, 0.001, "立方厘米 cm³ cm3 毫升 ml"),
    (Unit::Length, 1852.0, "海里"),
    (Unit::Length, 1609.344, "英里 miles mile"),
    (Unit::Length, 1000.0, "公里 千米 kilometres kilometers km"),
    (Unit::Length, 1.0, "米 metres metre meters meter m"),
    (Unit::Length, 0.3048, "英尺 feet ft"),
    (Unit::Length, 0.1, "分米 dm"),
    (Unit::Length, 0.0254, "英寸 inches inch"),
    (Unit::Length, 0.01, "厘米 centimetres centimeters cm"),
    (Unit::Length, 0.001, "毫米 millimetres millimeters mm"),
    (Unit::Length, 1e-6, "微米 μm µm um"),
    (Unit::Length, 1e-9, "纳米 nm"),
    (Unit::Mass, 1e6, "吨 tonnes tonne t"),
    (Unit::Mass, 1000.0, "公斤 千克 kilograms kilogram kg"),
    (Unit::Mass, 500.0, "市斤 斤"),
    (Unit::Mass, 1.0, "克 grams gram g"),
    (Unit::Mass, 0.001, "毫克 milligrams mg"),
    (Unit::Mass, 1e-6, "微克 micrograms μg µg ug"),
    (Unit::Money, 1.0, "元 块钱 块"),
    (Unit::Temperature, 1.0, "℃ °c 摄氏度 度"),
    (Unit::Voltage, 1000.0, "千伏 kv"),
    (Unit::Voltage, 1.0, "伏特 伏 volts volt v"),
    (Unit::Voltage, 0.001, "毫伏 mv"),
    (Unit::Current, 1000.0, "千安 ka"),
    (Unit::Current, 1.0, "安培 amperes amps amp"),
    (Unit::Current, 0.001, "毫安 ma"),
    (Unit::Resistance, 1e6, "兆欧 mω"),
    (Unit::Resistance, 1000.0, "千欧 kω"),
    (Unit::Resistance, 1.0, "欧姆 ohms ohm ω"),
    (Unit::Power, 1e6, "兆瓦"),
    (Unit::Power, 1000.0, "千瓦 kw"),
    (Unit::Power, 1.0, "瓦特 瓦 watts watt w"),
    (Unit::Energy, 3.6e6, "千瓦时 kwh"),
    (Unit::Energy, 4184.0, "千卡 大卡 kcal"),
    (Unit::Energy, 1000.0, "千焦 kj"),
    (Unit::Energy, 1.0, "焦耳 joules joule"),
    (Unit::Force, 1000.0, "千牛 kn"),
    (Unit::Force, 1.0, "牛顿 newtons newton"),
    (Unit::Pressure, 1e6, "兆帕 mpa"),
    (Unit::Pressure, 1000.0, "千帕 kpa"),
    (Unit::Pressure, 133.322, "毫米汞柱 mmhg"),
    (Unit::Pressure, 1.0, "帕斯卡 pa"),
    (Unit::Frequency, 1e9, "吉赫 ghz"),
    (Unit::Frequency, 1e6, "兆赫 mhz"),
    (Unit::Frequency, 1000.0, "千赫 khz"),
    (Unit::Frequency, 1.0, "赫兹 赫 hz"),
    (Unit::Loudness, 1.0, "分贝 decibels db"),
    (Unit::Year, 1.0, "年"),
    (Unit::Month, 1.0, "月"),
];

/// A name, its unit and factor.
type Named = (&'static str, Unit, f64);

/// The names by the character they begin with, the longest first.
static BY_FIRST: LazyLock<FxHashMap<char, Vec<Named>>> = LazyLock::new(|| {
    let mut names: FxHashMap<char, Vec<Named>> = FxHashMap::default();
    for (unit, factor, all) in UNITS {
        for name in all.split(' ') {
            let first = name.chars().next().expect("a unit has a name");
            names.entry(first).or_default().push((name, unit, factor));
        }
    }
    for names in names.values_mut() {
        names.sort_by_key(|(name, ..)| std::cmp::Reverse(name.len()));
    }
    names
});

/// The unit that the folded text behind a number begins with, how many of the base unit it is, and its length.
pub(super) fn unit(rest: &str) -> Option<(Unit, f64, usize)> {
    let trimmed = rest.trim_start_matches(' ');
    let space = rest.len() - trimmed.len();
    // 余 and 多 blur a number without changing what it counts.
    let (trimmed, blur) = match trimmed.strip_prefix(['多', '余']) {
        Some(after) => (after, '多'.len_utf8()),
        None => (trimmed, 0),
    };
    let likely = BY_FIRST.get(&trimmed.chars().next()?)?;
    likely.iter().find_map(|&(name, unit, factor)| {
        let after = trimmed.strip_prefix(name)?;
        let letter = name.is_ascii()
            && name != "%"
            && after.starts_with(|c: char| c.is_ascii_alphanumeric());
        (!letter).then_some((unit, factor, space + blur + name.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::{UNITS, unit};

    #[test]
    fn every_name_is_its_own_unit() {
        for (kind, factor, names) in UNITS {
            for name in names.split(' ') {
                assert_eq!(unit(name), Some((kind, factor, name.len())), "{name}");
            }
        }
    }

    #[test]
    fn a_unit_ends_where_its_word_does() {
        for rest in ["msg", "very", "daily", "m20", "watch", "newtonian"] {
            assert_eq!(unit(rest), None, "{rest}");
        }
    }
}
