use expect_test::{Expect, expect};

use super::*;

fn check(page: &str, expected: Expect) {
    let mut source = Source::named("page");
    let text = article(page, &mut source);
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let Source { title, date, author, publisher, .. } = &source;
    let head = [title, date, author, publisher].map(shown).join(" / ");
    expected.assert_eq(&format!("{head}\n{text}\n"));
}

const PARAGRAPHS: &str = "<p>Oman hosted a second round of talks between the two delegations on Sunday, officials said.</p>\
    <p>The <a href=x>foreign ministry</a> called them &ldquo;useful&rdquo;, and said that a third round would follow.</p>";

#[test]
fn the_article_stays_and_the_furniture_goes() {
    let page = format!(
        "<!doctype html><html><head><title>Talks open in Muscat | The Example</title>\
         <meta property='og:site_name' content='The Example'><meta name=author content='Ana Writer'>\
         <meta property='article:published_time' content='2026-03-18T09:00:00Z'><style>p {{ color: red }}</style></head>\
         <body><nav><ul><li><a href=/>Home</a><li><a href=/w>World news, all of it, and more of it here.</a></ul></nav>\
         <div id=page><div class=story><h1>Talks open in Muscat</h1>{PARAGRAPHS}<script>if (a < b) {{ '<p>no</p>' }}</script>\
         <figure><img src=a><figcaption>Delegates arrive at the hall, where nobody spoke.</figcaption></figure>\
         <h2>What comes next</h2><p>Both sides will report to their capitals, a diplomat said.</p>\
         <div class=related><a href=1>Another story of a long title, which is a link and not text.</a></div></div>\
         <div class=rail><ul><li><a href=2>Most read</a></li><li>Short</li></ul></div></div>\
         <footer><p>All rights reserved, by The Example, in all countries.</p></footer></body></html>"
    );
    check(
        &page,
        expect![[r#"
            Talks open in Muscat / 2026-03-18 / Ana Writer / The Example
            Oman hosted a second round of talks between the two delegations on Sunday, officials said.

            The foreign ministry called them “useful”, and said that a third round would follow.

            What comes next

            Both sides will report to their capitals, a diplomat said.
        "#]],
    );
}

#[test]
fn json_ld_is_believed_first() {
    let page = format!(
        r#"<title>x</title><script type="application/ld+json">{{"@context": "https://schema.org", "@graph": [
        {{"@type": "WebPage", "name": "no"}}, {{"@type": ["NewsArticle"], "headline": "Talks open",
        "datePublished": "2026-03-18T23:00:00+04:00", "author": [{{"@type": "Person", "name": "Ana Writer"}}, "Bo Editor"],
        "publisher": {{"@type": "Organization", "name": "The Example"}}}}]}}</script>
        <meta property="og:title" content="Other"><div itemprop=articleBody>{PARAGRAPHS}</div><div>{PARAGRAPHS}</div>"#
    );
    check(
        &page,
        expect![[r#"
            Talks open / 2026-03-18 / Ana Writer, Bo Editor / The Example
            Oman hosted a second round of talks between the two delegations on Sunday, officials said.

            The foreign ministry called them “useful”, and said that a third round would follow.
        "#]],
    );
}

#[test]
fn broken_pages_give_what_they_have() {
    check(
        "Iran funds Hamas, and it has done so for years, said an official.",
        expect![[r#"
        - / - / - / -
        Iran funds Hamas, and it has done so for years, said an official.
    "#]],
    );
    // A navigation that is never closed would swallow everything.
    check(
        "<nav><p>Iran funds Hamas, and it has done so for years, <b>said</b> an official.",
        expect![[r#"
        - / - / - / -
        Iran funds Hamas, and it has done so for years, said an official.
    "#]],
    );
    check(
        "<div>One line.<br>Its second half, of some length, is here.<br><br>Another paragraph, also long.</div></div></p>",
        expect![[r#"
        - / - / - / -
        One line. Its second half, of some length, is here.

        Another paragraph, also long.
    "#]],
    );
    check(
        "",
        expect![[r#"
        - / - / - / -

    "#]],
    );
}

#[test]
fn time_is_linear_in_depth() {
    let deep = "<div><p>word, word.".repeat(100_000);
    let mut source = Source::named("deep");
    assert!(article(&deep, &mut source).len() > 100_000);
    assert_eq!(fragment("<p>One</p><p>two &amp; three"), "One\n\ntwo & three");
}
