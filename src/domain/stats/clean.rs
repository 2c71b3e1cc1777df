//! Samples in order, one at a time, without single wild points (section 4.1).

use super::case::Point;

/// Samples in order of time, without missing and infinite ones; several at one time become their mean.
pub fn in_order(series: &[Point]) -> Vec<(i64, f64)> {
    let mut points: Vec<(i64, f64)> =
        series.iter().filter_map(|point| point.1.filter(|value| value.is_finite()).map(|value| (point.0, value))).collect();
    // By value as well: the order of the input must not show in the last bit of a mean.
    points.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    points
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|same| {
            let count = same.len() as f64;
            same.first().map(|first| (first.0, same.iter().map(|point| point.1 / count).sum()))
        })
        .collect()
}

/// The distance in seconds between neighbours, in the middle; none for fewer than two points.
pub(super) fn spacing_s(points: &[(i64, f64)]) -> Option<f64> {
    let mut gaps: Vec<f64> = points.windows(2).map(|pair| (pair[1].0 as f64) - (pair[0].0 as f64)).collect();
    median(&mut gaps)
}

/// The middle value, which reorders the slice.
pub(super) fn median(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let half = values.len() / 2;
    let even = values.len().is_multiple_of(2);
    let (below, middle, _) = values.select_nth_unstable_by(half, f64::total_cmp);
    let middle = *middle;
    let lower = below.iter().copied().max_by(f64::total_cmp);
    Some(lower.filter(|_| even).map_or(middle, |lower| 0.5 * lower + 0.5 * middle))
}

/// Half of the Hampel window.
const REACH: usize = 6;

/// Puts the local median in the place of points that are far out (Hampel 1974), in series of at least 50 points.
///
/// Returns how many were replaced.
pub(super) fn clip(points: &mut [(i64, f64)]) -> usize {
    let n = points.len();
    if n < 50 {
        return 0;
    }
    let reflect = |i: isize| {
        let last = n as isize - 1;
        let inside = if i < 0 {
            -i - 1
        } else if i > last {
            2 * last + 1 - i
        } else {
            i
        };
        inside.clamp(0, last) as usize
    };
    let mut window = [0.0; 2 * REACH + 1];
    let medians: Vec<f64> = (0..n)
        .map(|i| {
            for (k, value) in window.iter_mut().enumerate() {
                *value = points[reflect(i as isize + k as isize - REACH as isize)].1;
            }
            *window.select_nth_unstable_by(REACH, f64::total_cmp).1
        })
        .collect();
    let residuals: Vec<f64> = points.iter().zip(&medians).map(|(point, median)| point.1 - median).collect();
    let mut sorted = residuals.clone();
    let centre = median(&mut sorted).unwrap_or(0.0);
    let mut distances: Vec<f64> = residuals.iter().map(|residual| (residual - centre).abs()).collect();
    let limit = 6.0 * 1.4826 * median(&mut distances).unwrap_or(0.0);
    if limit <= 0.0 || !limit.is_finite() {
        return 0;
    }
    let mut clipped = 0;
    for ((point, median), residual) in points.iter_mut().zip(&medians).zip(&residuals) {
        if residual.abs() > limit {
            point.1 = *median;
            clipped += 1;
        }
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doubled_times_become_their_mean_and_order_is_restored() {
        let series = [Point(3, Some(1.0)), Point(1, Some(2.0)), Point(3, Some(2.0)), Point(2, Some(f64::NAN)), Point(4, None)];
        assert_eq!(in_order(&series), [(1, 2.0), (3, 1.5)]);
        assert_eq!(in_order(&[Point(1, Some(f64::INFINITY))]), []);
    }

    #[test]
    fn a_wild_point_becomes_the_median_around_it() {
        let mut points: Vec<(i64, f64)> = (0..60).map(|i| (i, (i * 7 % 5) as f64)).collect();
        points[30].1 = 500.0;
        assert_eq!(clip(&mut points), 1);
        assert!((0.0..=4.0).contains(&points[30].1));
        let mut few: Vec<(i64, f64)> = (0..49).map(|i| (i, if i == 20 { 1e6 } else { (i % 3) as f64 })).collect();
        assert_eq!(clip(&mut few), 0);
    }

    #[test]
    fn the_median_of_an_even_number_lies_between() {
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(median(&mut []), None);
    }
}
