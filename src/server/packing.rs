//! Series as few bytes: times and values apart, each compressed without loss (`pco`).
//!
//! A capability: a year of one-minute samples is a few megabytes so.

use crate::{domain::Result, server::problem::internal};
use pco::{ChunkConfig, standalone};

/// Packs times (seconds) and values.
pub fn pack(points: &[(i64, f64)]) -> Result<Vec<u8>> {
    let (times, values): (Vec<i64>, Vec<f64>) = points.iter().copied().unzip();
    let config = ChunkConfig::default();
    let times = standalone::simple_compress(&times, &config).map_err(|e| internal(&e))?;
    let values = standalone::simple_compress(&values, &config).map_err(|e| internal(&e))?;
    let length = u32::try_from(times.len()).map_err(|e| internal(&e))?;
    Ok([&length.to_le_bytes(), times.as_slice(), values.as_slice()].concat())
}

/// Reads what [`pack`] made.
pub fn unpack(bytes: &[u8]) -> Result<Vec<(i64, f64)>> {
    let (times, values) = measured(bytes)?;
    let times: Vec<i64> = standalone::simple_decompress(times).map_err(|e| internal(&e))?;
    let values: Vec<f64> = standalone::simple_decompress(values).map_err(|e| internal(&e))?;
    Ok(times.into_iter().zip(values).collect())
}

/// Packs several series as one.
pub fn pack_all(series: &[Vec<(i64, f64)>]) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    for one in series {
        let packed = pack(one)?;
        all.extend(u32::try_from(packed.len()).map_err(|e| internal(&e))?.to_le_bytes());
        all.extend(packed);
    }
    Ok(all)
}

/// Reads what [`pack_all`] made.
pub fn unpack_all(mut bytes: &[u8]) -> Result<Vec<Vec<(i64, f64)>>> {
    let mut all = Vec::new();
    while !bytes.is_empty() {
        let (one, rest) = measured(bytes)?;
        all.push(unpack(one)?);
        bytes = rest;
    }
    Ok(all)
}

/// What is as long as its first four bytes say, and what follows.
fn measured(bytes: &[u8]) -> Result<(&[u8], &[u8])> {
    let cut = || internal(&"stored samples are cut off");
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or_else(cut)?;
    rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or_else(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_back_bit_by_bit() {
        let points: Vec<(i64, f64)> = (0..1_440).map(|i| (1_794_268_800 + i * 60, (i as f64).sin() * 1e-3)).collect();
        let packed = pack(&points).unwrap();
        assert_eq!(unpack(&packed).unwrap(), points);
        let odd = vec![(-5, 0.0), (7, f64::MIN_POSITIVE), (8, -1e300)];
        assert_eq!(unpack_all(&pack_all(&[points.clone(), vec![], odd.clone()]).unwrap()).unwrap(), vec![points, vec![], odd]);
    }

    #[test]
    fn a_gauge_of_one_day_needs_a_fraction_of_its_numbers() {
        let points: Vec<(i64, f64)> = (0..1_440).map(|i| (i * 60, f64::from((i * 7_919 % 400) as i32) / 100.0)).collect();
        assert!(pack(&points).unwrap().len() < 1_440 * 4, "{}", pack(&points).unwrap().len());
    }

    #[test]
    fn what_is_cut_off_is_said() {
        let packed = pack(&[(1, 2.0), (3, 4.0)]).unwrap();
        for end in [0, 3, 6, packed.len() - 1] {
            assert!(unpack(&packed[..end]).is_err(), "{end}");
        }
    }
}
