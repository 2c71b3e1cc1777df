use dioxus::prelude::*;

/// How near a share is to its limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MeterTone {
    #[default]
    Calm,
    /// Three quarters are gone.
    Watch,
    /// Nine tenths are gone.
    Nearly,
    /// Nothing is left.
    Stopped,
    /// It is done, and that is good.
    Good,
}

impl MeterTone {
    /// For a share of a budget, 1 for all of it.
    pub fn of_spent(share: f64) -> Self {
        match share {
            s if s >= 1.0 => Self::Stopped,
            s if s >= 0.9 => Self::Nearly,
            s if s >= 0.75 => Self::Watch,
            _ => Self::Calm,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Calm => "calm",
            Self::Watch => "watch",
            Self::Nearly => "nearly",
            Self::Stopped => "stopped",
            Self::Good => "good",
        }
    }
}

/// A share of a whole as a bar. `label` says it in words, for those who do not see it.
#[component]
pub fn Meter(
    /// 0 to 1.
    share: f64,
    label: String,
    #[props(default)] tone: MeterTone,
) -> Element {
    let percent = share.clamp(0.0, 1.0) * 100.0;
    rsx! {
        span { class: "meter", "data-tone": tone.as_str(), role: "img", "aria-label": "{label}",
            i { style: "width:{percent:.1}%" }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::MeterTone;

    #[test]
    fn a_budget_warns_before_it_is_gone() {
        let cases = [
            (0.0, MeterTone::Calm),
            (0.75, MeterTone::Watch),
            (0.9, MeterTone::Nearly),
            (0.999, MeterTone::Nearly),
            (1.0, MeterTone::Stopped),
        ];
        for (share, tone) in cases {
            assert_eq!(MeterTone::of_spent(share), tone, "{share}");
        }
    }
}
