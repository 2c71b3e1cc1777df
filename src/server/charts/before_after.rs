//! Before and after as two bars.

use super::Drawing;
use charming::{
    Chart,
    component::{Axis, Grid},
    datatype::DataPointItem,
    element::{AxisLabel, AxisLine, AxisTick, AxisType, ItemStyle, Label, LabelPosition, SplitLine},
    series::Bar,
};

/// Room for each bar, in pixels.
const ROW: u32 = 44;
/// Room above and below the bars, in pixels.
const MARGIN: u32 = 8;

/// Two bars that start at zero, `values` with the words that stand beside each; the second one is the result.
pub fn before_after(title: &str, values: &[(f64, String)], width: u32) -> Drawing {
    let names = ["Before", "After"].into_iter().take(values.len()).collect::<Vec<_>>();
    let height = ROW * u32::try_from(values.len()).unwrap_or(2) + 2 * MARGIN;
    let plain = || AxisLabel::new().color("var(--t2)").font_size(13.0);
    let chart = Chart::new()
        .animation(false)
        .grid(Grid::new().left("64").right("140").top("8").bottom("8"))
        .x_axis(Axis::new().type_(AxisType::Value).axis_label(plain().show(false)).split_line(SplitLine::new().show(false)))
        .y_axis(
            Axis::new()
                .type_(AxisType::Category)
                .inverse(true)
                .data(names)
                .axis_label(plain())
                .axis_tick(AxisTick::new().show(false))
                .axis_line(AxisLine::new().show(false)),
        )
        .series(
            Bar::new()
                .bar_width(26)
                .label(Label::new().show(true).position(LabelPosition::Right).formatter("{b}").color("var(--t1)").font_size(13.0))
                .data(values.iter().enumerate().map(|(i, (value, words))| bar(i, *value, words)).collect::<Vec<_>>()),
        );
    Drawing::of(&chart, title.to_owned(), width, height)
}

fn bar(row: usize, value: f64, words: &str) -> DataPointItem {
    let color = if row == 0 { "var(--expected)" } else { "var(--observed)" };
    // Braces are the label's own language.
    let words = words.replace(['{', '}'], " ");
    DataPointItem::new(value).name(words).item_style(ItemStyle::new().color(color).border_radius(3.0))
}
