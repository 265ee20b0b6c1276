//! Text → whether it is in another language than English.
//!
//! By frequencies of letter trigrams (whatlang). What is too short to tell is taken for English, and so is what is
//! merely likely to be something else: names alone make an English sentence look foreign.

/// Fewer letters tell nothing.
const SHORTEST: usize = 80;
/// No more of a text is looked at.
const LONGEST: usize = 20_000;

/// The English name of the language, if it is surely another one.
///
/// ```
/// use actograph::cli::input::foreign;
/// let german = "Die Regierung in Berlin hat die Gespräche über das Abkommen am Montag begonnen, wie ein Sprecher des Amtes sagte.";
/// assert_eq!(foreign(german), Some("German"));
/// assert_eq!(foreign("The government began talks on the agreement on Monday, a spokesman of the ministry said, and went on."), None);
/// assert_eq!(foreign("Das ist kurz."), None);
/// ```
pub fn foreign(text: &str) -> Option<&'static str> {
    let head: String = text.chars().take(LONGEST).collect();
    if head.chars().filter(|c| c.is_alphabetic()).count() < SHORTEST {
        return None;
    }
    let found = whatlang::detect(&head)?;
    (found.is_reliable() && found.lang() != whatlang::Lang::Eng).then(|| found.lang().eng_name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_languages_are_known() {
        for (language, text) in [
            (
                "French",
                "Le ministre des affaires étrangères a déclaré lundi que les négociations reprendraient la semaine prochaine à Genève.",
            ),
            (
                "Spanish",
                "El ministro de Relaciones Exteriores dijo el lunes que las negociaciones se reanudarán la próxima semana en Ginebra.",
            ),
            (
                "Russian",
                "Министр иностранных дел заявил в понедельник, что переговоры возобновятся на следующей неделе в Женеве.",
            ),
            (
                "Arabic",
                "قال وزير الخارجية يوم الاثنين إن المفاوضات ستستأنف الأسبوع المقبل في جنيف بمشاركة وفدين من البلدين وبحضور مراقبين دوليين.",
            ),
        ] {
            assert_eq!(foreign(text), Some(language));
        }
    }

    #[test]
    fn english_with_foreign_names_stays() {
        for text in [
            "Recep Tayyip Erdoğan, Volodymyr Zelenskyy, Abdel Fattah el-Sisi and Luiz Inácio Lula da Silva met in Ankara.",
            "Hezbollah, Hamas, Harakat al-Sabireen, Kata'ib Hezbollah, Asa'ib Ahl al-Haq and Liwa Fatemiyoun are funded by Iran.",
        ] {
            assert_eq!(foreign(text), None, "{text}");
        }
    }

    #[test]
    fn no_article_of_ours_is_foreign() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/articles");
        let mut n = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|e| e == "txt") {
                let text = std::fs::read_to_string(&path).unwrap();
                // Paragraph by paragraph, which is harder.
                for paragraph in text.split("\n\n") {
                    assert_eq!(foreign(paragraph), None, "{}: {paragraph}", path.display());
                    n += 1;
                }
            }
        }
        assert!(n > 50);
    }
}
