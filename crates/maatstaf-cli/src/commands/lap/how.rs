//! How a lap is solved, as every command asks that solves one.

use maatstaf::lapsim::Scheme;
use maatstaf::{LapSettings, Method};

/// How a lap is solved.
#[derive(clap::Args)]
pub struct SolveArgs {
    /// By which model and method: the whole car by optimal control; a free line, or a fixed one (qss),
    /// within the envelope of what the car can do
    #[arg(long, value_enum, default_value_t = How::Full)]
    method: How,
    /// The line of --method qss
    #[arg(long, value_enum, default_value_t = FixedLine::LeastCurvature)]
    line: FixedLine,
    /// With --method qss or free, open the flap of the rear wing, or the wings of 2026, on straights of
    /// at least so many metres
    #[arg(long, value_name = "METRES", value_parser = metres)]
    drs: Option<f64>,
    /// Nodes along the course; without it one every 14 m, every 5 m with the trapezoidal scheme, or
    /// every 8 m on a free line and 5 m on a fixed one within an envelope
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(20..=20_000))]
    nodes: Option<u32>,
    /// Where the nodes are: denser in corners and before them, or as far apart everywhere
    #[arg(long, value_enum, default_value_t = Mesh::Adapted)]
    mesh: Mesh,
    /// How the equations of motion of the whole car become rows: of the fourth order, or of the
    /// second
    #[arg(long, value_enum, default_value_t = Rule::HermiteSimpson)]
    scheme: Rule,
    /// How many iterations at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    iterations: u32,
}

/// By which model and method.
#[derive(Clone, Copy, clap::ValueEnum)]
enum How {
    Full,
    Free,
    Qss,
}

/// A line that follows from the road.
#[derive(Clone, Copy, clap::ValueEnum)]
enum FixedLine {
    Centre,
    LeastCurvature,
}

/// Where the nodes are.
#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Mesh {
    Adapted,
    Equal,
}

/// How the equations of motion become rows.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Rule {
    HermiteSimpson,
    Trapezoidal,
}

fn metres(text: &str) -> Result<f64, String> {
    let metres =
        text.trim().parse().ok().filter(|metres: &f64| metres.is_finite() && *metres > 0.0);
    metres.ok_or_else(|| "a length is a number of metres above zero, such as 400".to_owned())
}

impl SolveArgs {
    /// The same for the room that solves.
    pub fn settings(&self) -> LapSettings {
        LapSettings {
            method: match self.method {
                How::Full => Method::Full,
                How::Free => Method::Free,
                How::Qss => Method::QuasiSteady(match self.line {
                    FixedLine::Centre => maatstaf::FixedLine::Centre,
                    FixedLine::LeastCurvature => maatstaf::FixedLine::LeastCurvature,
                }),
            },
            flap_straights: self.drs,
            nodes: self.nodes.map(|n| n as usize),
            iterations: self.iterations as usize,
            adapted: self.mesh == Mesh::Adapted,
            scheme: match self.scheme {
                Rule::HermiteSimpson => Scheme::HermiteSimpson,
                Rule::Trapezoidal => Scheme::Trapezoidal,
            },
            ..LapSettings::default()
        }
    }
}
