//! What a driver uses of a car.

/// What a driver uses of a car, as he or his engineer describes it.
///
/// Shares are above 0 and at most 1, the margin is from 0 to below 1, rates are above 0.
#[derive(Clone, Debug, PartialEq)]
pub struct DrivingStyle {
    name: String,
    shares: [f64; 3],
    rear_margin: f64,
    rates: [Option<f64>; 2],
}

/// Why some numbers are no [`DrivingStyle`].
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{what} is {value}, and should be {rule}")]
pub struct InvalidDrivingStyle {
    /// Which.
    pub what: &'static str,
    /// What it is.
    pub value: f64,
    /// What it should be.
    pub rule: &'static str,
}

impl DrivingStyle {
    /// Of a driver who uses all of a car, as quickly as he likes.
    pub fn all_of_it(name: &str) -> Self {
        Self { name: name.to_owned(), shares: [1.0; 3], rear_margin: 0.0, rates: [None; 2] }
    }

    /// The shares of the grip that he uses braking, turning and driving out.
    ///
    /// # Errors
    ///
    /// When one is not above 0 and at most 1.
    pub fn with_shares(self, shares: [f64; 3]) -> Result<Self, InvalidDrivingStyle> {
        let rule = "above 0 and at most 1";
        for (what, value) in ["braking", "turning", "driving"].into_iter().zip(shares) {
            if !(value > 0.0 && value <= 1.0) {
                return Err(InvalidDrivingStyle { what, value, rule });
            }
        }
        Ok(Self { shares, ..self })
    }

    /// The share of the rear tyres' slip that he keeps in hand, so that the car stays stable.
    ///
    /// # Errors
    ///
    /// When it is not from 0 to 0.9.
    pub fn with_rear_margin(self, rear_margin: f64) -> Result<Self, InvalidDrivingStyle> {
        match (0.0..=0.9).contains(&rear_margin) {
            true => Ok(Self { rear_margin, ..self }),
            false => Err(InvalidDrivingStyle {
                what: "rear_margin",
                value: rear_margin,
                rule: "from 0 to 0.9",
            }),
        }
    }

    /// How quickly he steers, rad/s at the front wheels, and how quickly he works the pedals, in
    /// shares of the hardest braking each second; `None` where that does not bind.
    ///
    /// # Errors
    ///
    /// When one is not above 0.
    pub fn with_rates(
        self,
        steering: Option<f64>,
        pedals: Option<f64>,
    ) -> Result<Self, InvalidDrivingStyle> {
        for (what, rate) in [("steering_rate", steering), ("pedal_rate", pedals)] {
            if let Some(value) = rate.filter(|rate| !(rate.is_finite() && *rate > 0.0)) {
                return Err(InvalidDrivingStyle { what, value, rule: "above 0" });
            }
        }
        Ok(Self { rates: [steering, pedals], ..self })
    }

    /// As printed.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The share of the grip that he uses braking.
    pub fn braking(&self) -> f64 {
        self.shares[0]
    }

    /// The same turning.
    pub fn turning(&self) -> f64 {
        self.shares[1]
    }

    /// The same driving out of corners.
    pub fn driving(&self) -> f64 {
        self.shares[2]
    }

    /// The share of the rear tyres' slip that he keeps in hand.
    pub fn rear_margin(&self) -> f64 {
        self.rear_margin
    }

    /// How quickly he steers at most, rad/s at the front wheels.
    pub fn steering_rate(&self) -> Option<f64> {
        self.rates[0]
    }

    /// How quickly he works the pedals at most, shares of the hardest braking each second.
    pub fn pedal_rate(&self) -> Option<f64> {
        self.rates[1]
    }
}
