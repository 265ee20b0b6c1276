//! The closed label sets of Universal Dependencies for English, one byte (or one bit set) each.

use std::fmt;
use std::str::FromStr;

macro_rules! labels {
    ($(#[$meta:meta])* $name:ident { $($constant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u8);

        #[allow(missing_docs)]
        impl $name {
            labels!(@constants $name 0u8; $($constant)+);
            /// Every label as it is written.
            pub const NAMES: &'static [&'static str] = &[$($text),+];
        }

        impl $name {
            /// The label as it is written.
            pub fn name(self) -> &'static str { Self::NAMES[self.0 as usize] }
            /// Its place in [`Self::NAMES`].
            pub fn index(self) -> usize { self.0 as usize }
            /// The label at a place of [`Self::NAMES`].
            pub fn from_index(index: usize) -> Option<Self> { (index < Self::NAMES.len()).then_some(Self(index as u8)) }
        }

        impl FromStr for $name {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                Self::NAMES.iter().position(|n| *n == text).map(|i| Self(i as u8))
                    .ok_or_else(|| format!(concat!("`{}` is no ", stringify!($name), " label"), text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.name()) }
        }
    };
    (@constants $name:ident $n:expr; $head:ident $($tail:ident)*) => {
        pub const $head: $name = $name($n);
        labels!(@constants $name $n + 1; $($tail)*);
    };
    (@constants $name:ident $n:expr;) => {};
}

labels! {
    /// Universal part of speech, <https://universaldependencies.org/u/pos/>.
    Upos {
        ADJ = "ADJ", ADP = "ADP", ADV = "ADV", AUX = "AUX", CCONJ = "CCONJ", DET = "DET", INTJ = "INTJ", NOUN = "NOUN",
        NUM = "NUM", PART = "PART", PRON = "PRON", PROPN = "PROPN", PUNCT = "PUNCT", SCONJ = "SCONJ", SYM = "SYM",
        VERB = "VERB", X = "X",
    }
}

labels! {
    /// Penn Treebank tag as UD English uses it; `_` where there is none.
    Xpos {
        NONE = "_", CC = "CC", CD = "CD", DT = "DT", EX = "EX", FW = "FW", IN = "IN", JJ = "JJ", JJR = "JJR", JJS = "JJS",
        LS = "LS", MD = "MD", NN = "NN", NNP = "NNP", NNPS = "NNPS", NNS = "NNS", PDT = "PDT", POS = "POS", PRP = "PRP",
        PRP_POSS = "PRP$", RB = "RB", RBR = "RBR", RBS = "RBS", RP = "RP", SYM = "SYM", TO = "TO", UH = "UH", VB = "VB",
        VBD = "VBD", VBG = "VBG", VBN = "VBN", VBP = "VBP", VBZ = "VBZ", WDT = "WDT", WP = "WP", WP_POSS = "WP$",
        WRB = "WRB", ADD = "ADD", AFX = "AFX", GW = "GW", HYPH = "HYPH", NFP = "NFP", XX = "XX", PERIOD = ".", COMMA = ",",
        COLON = ":", DOLLAR = "$", OPEN_QUOTE = "``", CLOSE_QUOTE = "''", LRB = "-LRB-", RRB = "-RRB-",
    }
}

labels! {
    /// Dependency relation of UD v2 with the subtypes that English treebanks use.
    Relation {
        ROOT = "root", ACL = "acl", ACL_RELCL = "acl:relcl", ADVCL = "advcl", ADVCL_RELCL = "advcl:relcl", ADVMOD = "advmod",
        AMOD = "amod", APPOS = "appos", AUX = "aux", AUX_PASS = "aux:pass", CASE = "case", CC = "cc",
        CC_PRECONJ = "cc:preconj", CCOMP = "ccomp", COMPOUND = "compound", COMPOUND_PRT = "compound:prt", CONJ = "conj",
        COP = "cop", CSUBJ = "csubj", CSUBJ_OUTER = "csubj:outer", CSUBJ_PASS = "csubj:pass", DEP = "dep", DET = "det",
        DET_PREDET = "det:predet", DISCOURSE = "discourse", DISLOCATED = "dislocated", EXPL = "expl", FIXED = "fixed",
        FLAT = "flat", GOESWITH = "goeswith", IOBJ = "iobj", LIST = "list", MARK = "mark", NMOD = "nmod",
        NMOD_DESC = "nmod:desc", NMOD_POSS = "nmod:poss", NMOD_UNMARKED = "nmod:unmarked", NSUBJ = "nsubj",
        NSUBJ_OUTER = "nsubj:outer", NSUBJ_PASS = "nsubj:pass", NUMMOD = "nummod", OBJ = "obj", OBL = "obl",
        OBL_AGENT = "obl:agent", OBL_UNMARKED = "obl:unmarked", ORPHAN = "orphan", PARATAXIS = "parataxis", PUNCT = "punct",
        REPARANDUM = "reparandum", VOCATIVE = "vocative", CLF = "clf", FLAT_FOREIGN = "flat:foreign",
        XCOMP = "xcomp",
    }
}

impl Relation {
    /// The universal relation: what stands before the colon.
    ///
    /// ```
    /// use actograph::document::Relation;
    /// assert_eq!(Relation::NSUBJ_PASS.base(), Relation::NSUBJ);
    /// assert_eq!(Relation::OBJ.base(), Relation::OBJ);
    /// ```
    #[must_use]
    pub fn base(self) -> Self {
        Self(Self::BASES[self.index()])
    }

    /// Of every label the place of its universal relation: asked for every word several times.
    const BASES: [u8; Self::NAMES.len()] = {
        let mut bases = [0; Self::NAMES.len()];
        let mut label = 0;
        while label < bases.len() {
            let length = before_colon(Self::NAMES[label].as_bytes());
            let mut base = 0;
            while !is_head(Self::NAMES[base].as_bytes(), Self::NAMES[label].as_bytes(), length) {
                base += 1;
                assert!(base < bases.len(), "every subtype's base is a label itself");
            }
            bases[label] = base as u8;
            label += 1;
        }
        bases
    };
}

const fn before_colon(name: &[u8]) -> usize {
    let mut length = 0;
    while length < name.len() && name[length] != b':' {
        length += 1;
    }
    length
}

/// Whether `head` is the first `length` bytes of `name`.
const fn is_head(head: &[u8], name: &[u8], length: usize) -> bool {
    let mut at = 0;
    while at < length && at < head.len() && head[at] == name[at] {
        at += 1;
    }
    at == length && head.len() == length
}

/// Morphological features, `Name=Value` pairs, as a set of bits.
///
/// ```
/// use actograph::document::{Features, feature};
/// let features: Features = "Tense=Past|VerbForm=Part|Voice=Pass".parse().unwrap();
/// assert!(features.has(feature::VOICE_PASS));
/// assert_eq!(features.to_string(), "Tense=Past|VerbForm=Part|Voice=Pass");
/// assert_eq!(Features::EMPTY.to_string(), "_");
/// assert!("Mood=Dreamy".parse::<Features>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Features(u128);

macro_rules! features {
    ($($constant:ident = $text:literal),+ $(,)?) => {
        /// The features that English treebanks use, one constant each.
        #[allow(missing_docs)]
        pub mod feature {
            use super::Features;
            features!(@constants 0u32; $($constant)+);
        }
        /// In the order of the specification: by name (letter case ignored), then by value.
        const FEATURE_NAMES: &[&str] = &[$($text),+];
    };
    (@constants $n:expr; $head:ident $($tail:ident)*) => {
        pub const $head: Features = Features(1u128 << ($n));
        features!(@constants $n + 1; $($tail)*);
    };
    (@constants $n:expr;) => {};
}

features! {
    ABBR_YES = "Abbr=Yes", CASE_ACC = "Case=Acc", CASE_GEN = "Case=Gen", CASE_NOM = "Case=Nom",
    DEFINITE_DEF = "Definite=Def", DEFINITE_IND = "Definite=Ind", DEGREE_CMP = "Degree=Cmp", DEGREE_POS = "Degree=Pos",
    DEGREE_SUP = "Degree=Sup", EXTPOS_ADJ = "ExtPos=ADJ", EXTPOS_ADP = "ExtPos=ADP", EXTPOS_ADV = "ExtPos=ADV",
    EXTPOS_CCONJ = "ExtPos=CCONJ", EXTPOS_INTJ = "ExtPos=INTJ", EXTPOS_NOUN = "ExtPos=NOUN", EXTPOS_PRON = "ExtPos=PRON",
    EXTPOS_PROPN = "ExtPos=PROPN", EXTPOS_SCONJ = "ExtPos=SCONJ", EXTPOS_X = "ExtPos=X", FOREIGN_YES = "Foreign=Yes",
    GENDER_FEM = "Gender=Fem", GENDER_MASC = "Gender=Masc", GENDER_NEUT = "Gender=Neut", MOOD_IMP = "Mood=Imp",
    MOOD_IND = "Mood=Ind", MOOD_SUB = "Mood=Sub", NUMBER_PLUR = "Number=Plur", NUMBER_PTAN = "Number=Ptan",
    NUMBER_SING = "Number=Sing", NUMFORM_COMBI = "NumForm=Combi", NUMFORM_DIGIT = "NumForm=Digit",
    NUMFORM_ROMAN = "NumForm=Roman", NUMFORM_WORD = "NumForm=Word", NUMTYPE_CARD = "NumType=Card", NUMTYPE_FRAC = "NumType=Frac",
    NUMTYPE_MULT = "NumType=Mult", NUMTYPE_ORD = "NumType=Ord", PERSON_1 = "Person=1", PERSON_2 = "Person=2",
    PERSON_3 = "Person=3", POLARITY_NEG = "Polarity=Neg", POLARITY_POS = "Polarity=Pos", POSS_YES = "Poss=Yes",
    PRONTYPE_ART = "PronType=Art", PRONTYPE_DEM = "PronType=Dem", PRONTYPE_EMP = "PronType=Emp",
    PRONTYPE_EXC = "PronType=Exc", PRONTYPE_IND = "PronType=Ind", PRONTYPE_INT = "PronType=Int",
    PRONTYPE_NEG = "PronType=Neg", PRONTYPE_PRS = "PronType=Prs", PRONTYPE_RCP = "PronType=Rcp",
    PRONTYPE_REL = "PronType=Rel", PRONTYPE_TOT = "PronType=Tot", REFLEX_YES = "Reflex=Yes", STYLE_ARCH = "Style=Arch",
    STYLE_COLL = "Style=Coll", STYLE_EXPR = "Style=Expr", STYLE_SLNG = "Style=Slng", STYLE_VRNC = "Style=Vrnc",
    TENSE_PAST = "Tense=Past", TENSE_PRES = "Tense=Pres", TYPO_YES = "Typo=Yes", VERBFORM_FIN = "VerbForm=Fin",
    VERBFORM_GER = "VerbForm=Ger", VERBFORM_INF = "VerbForm=Inf", VERBFORM_PART = "VerbForm=Part", VOICE_PASS = "Voice=Pass",
}

impl Features {
    /// No feature.
    pub const EMPTY: Self = Self(0);

    /// Whether it holds every pair of `other`.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The union of both.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl FromStr for Features {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let mut bits = 0u128;
        for pair in text.split('|').filter(|p| !p.is_empty() && *p != "_") {
            let (name, values) = pair.split_once('=').ok_or_else(|| format!("feature `{pair}` has no `=`"))?;
            for value in values.split(',') {
                let wanted = |known: &&str| known.split_once('=') == Some((name, value));
                let bit = FEATURE_NAMES
                    .iter()
                    .position(wanted)
                    .ok_or_else(|| format!("`{name}={value}` is no known feature"))?;
                bits |= 1 << bit;
            }
        }
        Ok(Self(bits))
    }
}

impl fmt::Display for Features {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut previous = "";
        for (bit, pair) in FEATURE_NAMES.iter().enumerate() {
            if self.0 >> bit & 1 == 0 {
                continue;
            }
            let (name, value) = pair.split_once('=').expect("every name in the table has a value");
            match previous {
                "" => write!(f, "{name}={value}")?,
                same if same == name => write!(f, ",{value}")?,
                _ => write!(f, "|{name}={value}")?,
            }
            previous = name;
        }
        if previous.is_empty() { f.write_str("_") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_is_read_back_as_written() {
        for name in Upos::NAMES {
            assert_eq!(name.parse::<Upos>().unwrap().name(), *name);
        }
        for name in Xpos::NAMES {
            assert_eq!(name.parse::<Xpos>().unwrap().name(), *name);
        }
        for name in Relation::NAMES {
            assert_eq!(name.parse::<Relation>().unwrap().base().name(), name.split(':').next().unwrap());
        }
        for name in FEATURE_NAMES {
            assert_eq!(name.parse::<Features>().unwrap().to_string(), *name);
        }
    }

    #[test]
    fn features_stand_in_the_order_of_the_specification() {
        let mut sorted = FEATURE_NAMES.to_vec();
        sorted.sort_by_key(|pair| pair.to_lowercase().replace('=', " "));
        assert_eq!(FEATURE_NAMES, sorted);
        assert_eq!(
            "Gender=Fem,Masc|Number=Sing".parse::<Features>().unwrap().to_string(),
            "Gender=Fem,Masc|Number=Sing"
        );
    }
}
