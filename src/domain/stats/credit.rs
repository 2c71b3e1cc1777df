//! Several goals, one metric: they share what they did (section 6).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What each goal may count of a change; together with `rest` it is all of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Credit {
    /// One for each goal, in their order, from 0 to 1.
    pub shares: Vec<f64>,
    /// What none of them explains.
    pub rest: f64,
    /// The goals claimed more than there is, so each got less than it claimed.
    pub reduced: bool,
    /// What to say beside the shares; nothing for a goal by itself.
    pub words: Option<String>,
}

/// Shares one change among goals: each claims the attribution weights of its own merges.
pub fn share(goals: &[Vec<f64>]) -> Credit {
    let usable = |weight: &f64| if weight.is_finite() { weight.clamp(0.0, 1.0) } else { 0.0 };
    let claims: Vec<f64> = goals.iter().map(|weights| weights.iter().map(usable).sum::<f64>().min(1.0)).collect();
    let total: f64 = claims.iter().sum();
    let reduced = total > 1.0 + 1e-9;
    let shares: Vec<f64> = claims.iter().map(|claim| if total > 1.0 { claim / total } else { *claim }).collect();
    let rest = (1.0 - shares.iter().sum::<f64>()).clamp(0.0, 1.0);
    let sharing = claims.iter().filter(|claim| **claim > 0.0).count();
    let words = (sharing > 1).then(|| {
        let because = if reduced { "; together they claimed more than all of it, so each counts for less" } else { "" };
        format!("{sharing} goals share this change{because}")
    });
    Credit { shares, rest, reduced, words }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_never_share_more_than_all() {
        let credit = share(&[vec![0.9], vec![0.6, 0.5], vec![f64::NAN, -1.0]]);
        assert!((credit.shares.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert!(credit.reduced && credit.words.unwrap().starts_with("2 goals share"));
        assert_eq!(credit.shares[2], 0.0);
    }

    #[test]
    fn what_is_left_stays_left() {
        let credit = share(&[vec![0.3], vec![0.2]]);
        assert_eq!((credit.shares.clone(), credit.rest, credit.reduced), (vec![0.3, 0.2], 0.5, false));
        assert_eq!(share(&[vec![0.3]]).words, None);
        assert_eq!(share(&[]).rest, 1.0);
    }
}
