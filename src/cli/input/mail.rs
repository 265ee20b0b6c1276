//! An e-mail → its text: the plain part, or the words of the HTML part where there is no other. Attachments are not
//! read, and what is quoted from other mails stays out.

use mail_parser::MessageParser;

use crate::diagnostic::Error;
use crate::document::{DateSource, Source};

/// Fills the source, and gives the text.
///
/// # Errors
/// [`Error::Content`] if it is no e-mail.
pub(super) fn text(place: &str, bytes: &[u8], source: &mut Source) -> Result<String, Error> {
    let wrong = || Error::Content { place: place.to_owned(), message: "no e-mail: it has no header".to_owned() };
    let message = MessageParser::default().parse(bytes).ok_or_else(wrong)?;
    if message.headers().is_empty() {
        return Err(wrong());
    }
    source.title = message.subject().map(str::to_owned);
    if let Some(date) = message.date().filter(|d| d.is_valid()) {
        source.date = Some(format!("{:04}-{:02}-{:02}", date.year, date.month, date.day));
        source.date_source = Some(DateSource::Metadata);
    }
    let from = message.from().and_then(|from| from.first());
    source.author = from.and_then(|f| f.name().or(f.address())).map(str::to_owned);
    let is_plain = message.text_part(0).is_some_and(mail_parser::MessagePart::is_text);
    let is_html = message.text_part(0).is_some_and(mail_parser::MessagePart::is_text_html);
    Ok(match (is_plain && !is_html, message.body_html(0)) {
        (false, Some(html)) => super::html::fragment(&html),
        _ => own(&message.body_text(0).unwrap_or_default()),
    })
}

/// What is not quoted (`>`) and not the signature (below `-- `, whose space may be lost on the way).
fn own(text: &str) -> String {
    let lines = text.lines().take_while(|l| l.trim_end() != "--").filter(|l| !l.starts_with('>'));
    lines.fold(String::new(), |text, line| text + line + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(mail: &str, expected: (&str, Option<&str>, Option<&str>, &str)) {
        let mut source = Source::default();
        let text = text("a.eml", mail.as_bytes(), &mut source).unwrap();
        let title = source.title.unwrap_or_default();
        assert_eq!((title.as_str(), source.date.as_deref(), source.author.as_deref(), text.trim()), expected);
    }

    #[test]
    fn the_plain_part_is_read_without_quotations() {
        check(
            "From: Ana Writer <ana@example.org>\r\nSubject: =?utf-8?q?Talks_in_S=C3=A3o_Paulo?=\r\n\
             Date: Wed, 18 Mar 2026 23:30:00 +0400\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nIran funds =\r\n\
             Hamas.\r\n> Who funds it?\r\n-- \r\nAna\r\n--x\r\nContent-Type: text/html\r\n\r\n<p>No</p>\r\n--x--\r\n",
            ("Talks in São Paulo", Some("2026-03-18"), Some("Ana Writer"), "Iran funds Hamas."),
        );
    }

    #[test]
    fn html_is_read_if_there_is_nothing_else() {
        check(
            "From: ana@example.org\nContent-Type: text/html\n\n<p>Iran funds Hamas.</p><p>It denies this.</p>",
            ("", None, Some("ana@example.org"), "Iran funds Hamas.\n\nIt denies this."),
        );
    }

    #[test]
    fn what_is_no_mail_is_told() {
        assert!(text("a.eml", b"", &mut Source::default()).is_err());
    }
}
