//! An SVG picture → PNG and PDF, without any other program.
//!
//! Drawn by `resvg` and `svg2pdf` in DejaVu Sans, which the program contains: so a picture looks the same on every
//! machine. Letters that DejaVu does not have, such as Chinese ones, are taken from the fonts of the machine; those that
//! it does not have either stay empty, and [`missing`] names them.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, Options, Tree, fontdb};

use crate::diagnostic::Error;

/// More pixels than this are no picture that anybody opens.
const MOST_PIXELS: f64 = 200_000_000.0;

/// The picture as PNG, `scale` times as large as it says of itself.
///
/// # Errors
/// [`Error::Usage`] if it would have more than 200 million pixels, or none; if the SVG is none.
pub fn png(svg: &str, scale: f64) -> Result<Vec<u8>, Error> {
    let tree = tree(svg)?;
    let size = [tree.size().width(), tree.size().height()].map(|side| (f64::from(side) * scale).ceil());
    let refuse = |what: &str| {
        Error::Usage(format!("--scale {scale}: the picture would have {} × {} pixels{what}", size[0], size[1]))
    };
    if size[0] * size[1] > MOST_PIXELS {
        return Err(refuse("; write a smaller scale, or SVG"));
    }
    let mut pixels = Pixmap::new(size[0] as u32, size[1] as u32).ok_or_else(|| refuse(""))?;
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| Error::Usage(format!("PNG: {e}")))
}

/// The picture as PDF of one page, with letters as outlines' fonts, so that words can be searched and copied.
///
/// # Errors
/// [`Error::Usage`] if the SVG is none.
pub fn pdf(svg: &str) -> Result<Vec<u8>, Error> {
    let tree = tree(svg)?;
    svg2pdf::to_pdf(&tree, svg2pdf::ConversionOptions::default(), svg2pdf::PageOptions::default())
        .map_err(|e| Error::Usage(format!("PDF: {e}")))
}

/// Letters of the picture that no font here has, each once.
pub fn missing(svg: &str) -> String {
    let fonts = fonts(svg);
    let mut missing: Vec<char> = svg.chars().filter(|c| !c.is_ascii() && !has(&fonts, *c)).collect();
    missing.sort_unstable();
    missing.dedup();
    missing.into_iter().collect()
}

fn tree(svg: &str) -> Result<Tree, Error> {
    let mut options = Options { fontdb: fonts(svg), ..Options::default() };
    let regular = options.fontdb.faces().next().map(|face| face.id);
    let bold = options.fontdb.faces().nth(1).map(|face| face.id);
    options.font_resolver = FontResolver {
        // Whatever the picture names for browsers: here it is drawn in the font whose widths it was laid out with.
        select_font: Box::new(move |font, _| if font.weight() >= 600 { bold.or(regular) } else { regular }),
        select_fallback: Box::new(|c, tried, fonts| {
            fonts.faces().map(|face| face.id).find(|id| !tried.contains(id) && face_has(fonts, *id, c))
        }),
    };
    Tree::from_str(svg, &options).map_err(|e| Error::Usage(format!("SVG: {e}")))
}

/// DejaVu first; the machine's fonts only where DejaVu is not enough, because finding them takes a while.
fn fonts(svg: &str) -> Arc<fontdb::Database> {
    static OWN: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    static ALL: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let own = OWN.get_or_init(|| {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(dejavu::sans::regular().to_vec());
        fonts.load_font_data(dejavu::sans::bold().to_vec());
        Arc::new(fonts)
    });
    if svg.chars().all(|c| c.is_ascii() || has(own, c)) {
        return own.clone();
    }
    let all = ALL.get_or_init(|| {
        let mut fonts = fontdb::Database::clone(own);
        fonts.load_system_fonts();
        Arc::new(fonts)
    });
    all.clone()
}

fn has(fonts: &fontdb::Database, c: char) -> bool {
    fonts.faces().any(|face| face_has(fonts, face.id, c))
}

fn face_has(fonts: &fontdb::Database, id: fontdb::ID, c: char) -> bool {
    fonts
        .with_face_data(id, |data, index| {
            ttf_parser::Face::parse(data, index).is_ok_and(|face| face.glyph_index(c).is_some())
        })
        .unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 80 40\" width=\"80\" height=\"40\" \
        font-family=\"Arial\"><rect width=\"80\" height=\"40\" fill=\"#fff\"/><text x=\"4\" y=\"30\" \
        font-size=\"30\">WORD</text></svg>";

    fn dark(png: &[u8]) -> (u32, u32, usize) {
        let pixels = Pixmap::decode_png(png).unwrap();
        (pixels.width(), pixels.height(), pixels.pixels().iter().filter(|p| p.red() < 60).count())
    }

    #[test]
    fn words_are_drawn_whatever_fonts_the_machine_has() {
        let (width, height, ink) = dark(&png(SVG, 1.0).unwrap());
        assert_eq!((width, height), (80, 40));
        assert!(ink > 200, "{ink}");
        let (width, _, twice) = dark(&png(SVG, 2.0).unwrap());
        assert!(width == 160 && twice > 3 * ink);
        assert_eq!(png(SVG, 1.0).unwrap(), png(SVG, 1.0).unwrap());
    }

    #[test]
    fn a_pdf_has_the_page_and_a_font() {
        let pdf = pdf(SVG).unwrap();
        assert!(pdf.starts_with(b"%PDF-"));
        let text = String::from_utf8_lossy(&pdf);
        assert!(text.contains("/Type /Page") && text.contains("/FontFile"), "no font");
    }

    #[test]
    fn what_cannot_be_drawn_is_an_error() {
        for scale in [0.0, -1.0, 1e6, f64::NAN] {
            assert!(png(SVG, scale).is_err(), "{scale}");
        }
        assert!(png("<svg", 1.0).is_err() && pdf("").is_err());
    }

    #[test]
    fn letters_that_no_font_has_are_named() {
        assert_eq!(missing("aé “Ж” س"), "");
        assert_eq!(missing("a\u{10fffd}"), "\u{10fffd}");
    }
}
