//! How a lap is solved, as every command asks that solves one.

use maatstaf::LapSettings;
use maatstaf::lapsim::Scheme;

/// How a lap is solved.
#[derive(clap::Args)]
pub struct SolveArgs {
    /// Nodes along the course; without it one every 14 m, or every 5 m with the trapezoidal scheme
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(20..=20_000))]
    nodes: Option<u32>,
    /// Where the nodes are: denser in corners and before them, or as far apart everywhere
    #[arg(long, value_enum, default_value_t = Mesh::Adapted)]
    mesh: Mesh,
    /// How the equations of motion become rows: of the fourth order, or of the second
    #[arg(long, value_enum, default_value_t = Rule::HermiteSimpson)]
    scheme: Rule,
    /// How many iterations at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    iterations: u32,
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

impl SolveArgs {
    /// The same for the room that solves.
    pub fn settings(&self) -> LapSettings {
        LapSettings {
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
