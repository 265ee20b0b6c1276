//! Texts as news writes them, and what they are split into: a line for each sentence, words of one token parted by `|`.

use expect_test::{Expect, expect};

use super::*;

fn check(text: &str, wanted: Expect) {
    let segmenter = Segmenter::new(&Data::embedded()).expect("the embedded lists are sound");
    let document = segmenter.segment(Source::named("t"), text.to_owned());
    let mut out = String::new();
    for sentence in &document.sentences {
        if sentence.paragraph_start {
            out.push('¶');
        }
        for token in sentence.tokens.clone() {
            out.push(if document.tokens[token].joined { '|' } else { ' ' });
            for c in document.form(token).chars() {
                let shown = !c.is_control() && !matches!(c, '\u{200b}' | '\u{feff}' | '\u{301}');
                if shown { out.push(c) } else { out.extend(c.escape_unicode()) }
            }
        }
        out.push('\n');
    }
    wanted.assert_eq(&out);
}

#[test]
fn contractions_and_possessives_are_two_words() {
    check(
        "Iran’s envoy didn’t say whether they’d meet.",
        expect![[r#"
        ¶ Iran|’s envoy did|n’t say whether they|’d meet .
    "#]],
    );
    check(
        "Bush's aides can't and won't cannot.",
        expect![[r#"
        ¶ Bush|'s aides ca|n't and wo|n't can|not .
    "#]],
    );
    check(
        "The rebels' leaders met the ministers’ aides.",
        expect![[r#"
        ¶ The rebels|' leaders met the ministers|’ aides .
    "#]],
    );
    check(
        "He called them 'terrorists' and left.",
        expect![[r#"
        ¶ He called them ' terrorists ' and left .
    "#]],
    );
    check(
        "The ‘rebels’ left the 1990s' ruins.",
        expect![[r#"
        ¶ The ‘ rebels ’ left the 1990s|' ruins .
    "#]],
    );
    check(
        "We're gonna see who's who; I couldn't've known, y'all.",
        expect![[r#"
        ¶ We|'re gon|na see who|'s who ; I could|n't|'ve known , y'|all .
    "#]],
    );
    check(
        "'Tis the 'rock 'n' roll' of the '70s, ma'am.",
        expect![[r#"
        ¶ 'T|is the ' rock 'n' roll ' of the '70s , ma'am .
    "#]],
    );
    check(
        "Xi's and Texas' laws; the U.S.'s and the U.N.’s role.",
        expect![[r#"
            ¶ Xi|'s and Texas|' laws ; the U.S.|'s and the U.N.|’s role .
        "#]],
    );
    check(
        "Côte d’Ivoire’s O’Brien and the Qur’an.",
        expect![[r#"
        ¶ Côte d’Ivoire|’s O’Brien and the Qur’an .
    "#]],
    );
}

#[test]
fn hyphens_split_except_after_prefixes() {
    check(
        "US-based, Iran-backed, 26-year-old co-founder.",
        expect![[r#"
        ¶ US - based , Iran - backed , 26 - year - old co-founder .
    "#]],
    );
    check(
        "pro-Russian and anti-American ex-president re-elected",
        expect![[r#"
        ¶ pro-Russian and anti-American ex-president re-elected
    "#]],
    );
    check(
        "Kim Jong-un and Al-Qaeda-linked non-state groups",
        expect![[r#"
        ¶ Kim Jong - un and Al - Qaeda - linked non-state groups
    "#]],
    );
    check(
        "F-16 and MiG-29 jets, COVID-19, AK-47s",
        expect![[r#"
        ¶ F - 16 and MiG - 29 jets , COVID - 19 , AK - 47s
    "#]],
    );
    check(
        "Washington-Tehran deal; talks—rather than war—reflect 1939–45 and 2019-20.",
        expect![[r#"
        ¶ Washington - Tehran deal ; talks — rather than war — reflect 1939 – 45 and 2019 - 20 .
    "#]],
    );
    check(
        "Call 555-0123 or 1-800-555-0199 by 2024-05-01.",
        expect![[r#"
        ¶ Call 555-0123 or 1-800-555-0199 by 2024-05-01 .
    "#]],
    );
    check(
        "pre- and post-war; a 10-15% cut -- or so",
        expect![[r#"
        ¶ pre - and post-war ; a 10 - 15 % cut -- or so
    "#]],
    );
}

#[test]
fn numbers_money_and_units() {
    check(
        "It cost $3.5 billion, €2,000 or US$25bn (up 7.5%).",
        expect![[r#"
        ¶ It cost $ 3.5 billion , € 2,000 or US $ 25 bn ( up 7.5 % ) .
    "#]],
    );
    check(
        "At 5pm on 9/11, 3:30 p.m. EST, 10km away, 5-3.",
        expect![[r#"
        ¶ At 5 pm on 9/11 , 3:30 p.m. EST , 10 km away , 5 - 3 .
    "#]],
    );
    check(
        "The 1990s, the 21st century, .5 or +3; 1/2, 24/7; No. 10 and No.5.",
        expect![[r#"
        ¶ The 1990s , the 21st century , .5 or +3 ; 1/2 , 24/7 ; No. 10 and No. 5 .
    "#]],
    );
    check(
        "N°5 at 30°C, £1m, 50p, 4x4, 5G and A4.",
        expect![[r#"
        ¶ N ° 5 at 30 ° C , £ 1 m , 50 p , 4x4 , 5G and A4 .
    "#]],
    );
    check(
        "a 2-1 win on 11/28/2000 and 2001/02",
        expect![[r#"
        ¶ a 2 - 1 win on 11/28/2000 and 2001 / 02
    "#]],
    );
}

#[test]
fn addresses_and_tags() {
    check(
        "See https://example.com/a?b=c, www.bbc.co.uk/news. Or mail a.b@example.org!",
        expect![[r#"
        ¶ See https://example.com/a?b=c , www.bbc.co.uk/news .
         Or mail a.b@example.org !
    "#]],
    );
    check(
        "(via @nato_hq) #Ukraine #1 Amazon.com’s notes.txt file.",
        expect![[r#"
            ¶ ( via @nato_hq ) #Ukraine # 1 Amazon.com|’s notes.txt file .
        "#]],
    );
    check(
        "visit example.com. It said.The end.He left.",
        expect![[r#"
        ¶ visit example.com .
         It said .
         The end .
         He left .
    "#]],
    );
}

#[test]
fn dashes_slashes_brackets_ellipses() {
    check(
        "and/or he/she w/o km/h",
        expect![[r#"
        ¶ and / or he / she w/o km / h
    "#]],
    );
    check(
        "“Yes…” he said… Maybe... or not?! No!!!",
        expect![[r#"
        ¶ “ Yes … ” he said …
         Maybe ... or not ?!
         No !!!
    "#]],
    );
    check(
        "[1] (see [2]) {x} <b>AT&T R&D</b> Q&A",
        expect![[r#"
        ¶ [ 1 ] ( see [ 2 ] ) { x } < b > AT&T R&D < / b > Q&A
    "#]],
    );
    check(
        "* * * ---- ==== https:// .. . a.",
        expect![[r#"
        ¶ * * * ---- ==== https : // .. .
         a .
    "#]],
    );
    check(
        "👍🏽 🇮🇷🇮🇱 ☎️ naïve café 北京市。",
        expect![[r#"
        ¶ 👍🏽 🇮🇷 🇮🇱 ☎️ naïve café 北京市 。
    "#]],
    );
}

#[test]
fn abbreviations_keep_their_full_stop() {
    check(
        "Gen. Smith, Lt. Col. J. R. Jones and Sen. John F. Kennedy Jr. met Dr. No.",
        expect![[r#"
        ¶ Gen. Smith , Lt. Col. J. R. Jones and Sen. John F. Kennedy Jr. met Dr. No .
    "#]],
    );
    check(
        "U.S. Secretary of State Antony J. Blinken visited St. Petersburg, Fla., on Jan. 5.",
        expect![[r#"
        ¶ U.S. Secretary of State Antony J. Blinken visited St. Petersburg , Fla. , on Jan. 5 .
    "#]],
    );
    check(
        "Apple Inc. and Exxon Mobil Corp. sued Acme Co. Ltd.",
        expect![[r#"
        ¶ Apple Inc. and Exxon Mobil Corp. sued Acme Co. Ltd.
    "#]],
    );
    check(
        "He moved to the U.S. The move was sudden.",
        expect![[r#"
        ¶ He moved to the U.S.
         The move was sudden .
    "#]],
    );
    check(
        "The U.S. Congress met the U.N. Security Council.",
        expect![[r#"
        ¶ The U.S. Congress met the U.N. Security Council .
    "#]],
    );
    check(
        "The meeting ended at 5 p.m. Officials left. It began at 9 a.m. Monday.",
        expect![[r#"
        ¶ The meeting ended at 5 p.m.
         Officials left .
         It began at 9 a.m. Monday .
    "#]],
    );
    check(
        "Was it No. 5? No. It was not.",
        expect![[r#"
        ¶ Was it No. 5 ?
         No .
         It was not .
    "#]],
    );
    check(
        "I saw it. So did I. He did not.",
        expect![[r#"
        ¶ I saw it .
         So did I .
         He did not .
    "#]],
    );
    check(
        "He works for Acme Inc. It is based in Washington, D.C. They moved.",
        expect![[r#"
        ¶ He works for Acme Inc.
         It is based in Washington , D.C.
         They moved .
    "#]],
    );
    check(
        "e.g. Iran, i.e. Persia, etc. The list goes on, et al. say.",
        expect![[r#"
        ¶ e.g. Iran , i.e. Persia , etc.
         The list goes on , et al. say .
    "#]],
    );
    check(
        "Roe v. Wade and Brown vs. Board of Education were cited by Mr. and Mrs. Ma.",
        expect![[r#"
        ¶ Roe v. Wade and Brown vs. Board of Education were cited by Mr. and Mrs. Ma .
    "#]],
    );
    check(
        "The sun. The mass. He may. In Sun. 5 editions.",
        expect![[r#"
        ¶ The sun .
         The mass .
         He may .
         In Sun. 5 editions .
    "#]],
    );
    check(
        "Rep. Alexandria Ocasio-Cortez (D-N.Y.) and Sen. Ted Cruz (R-Texas) spoke.",
        expect![[r#"
        ¶ Rep. Alexandria Ocasio - Cortez ( D - N.Y. ) and Sen. Ted Cruz ( R - Texas ) spoke .
    "#]],
    );
    check(
        "Adm. William H. McRaven told Maj. Gen. H.R. McMaster.",
        expect![[r#"
        ¶ Adm. William H. McRaven told Maj. Gen. H.R. McMaster .
    "#]],
    );
    check(
        "It happened at 10 a.m. on Tuesday in Washington, D.C., police said.",
        expect![[r#"
        ¶ It happened at 10 a.m. on Tuesday in Washington , D.C. , police said .
    "#]],
    );
}

#[test]
fn sentences_end_with_their_quotation_marks() {
    check(
        "“We will go.” He left. “Why?” she asked. “Stop!” John Smith said. “No.”",
        expect![[r#"
        ¶ “ We will go . ”
         He left .
         “ Why ? ” she asked .
         “ Stop ! ” John Smith said .
         “ No . ”
    "#]],
    );
    check(
        "\"We will go,\" he said. \"They won't.\" The talks ended.",
        expect![[r#"
        ¶ " We will go , " he said .
         " They wo|n't . "
         The talks ended .
    "#]],
    );
    check(
        "\"Is it over?\" Smith asked. \"Yes.\" \"When?\"",
        expect![[r#"
        ¶ " Is it over ? " Smith asked .
         " Yes . "
         " When ? "
    "#]],
    );
    check(
        "He said (in Paris.) The talks ended. [3] They resumed.[4] Again.",
        expect![[r#"
        ¶ He said ( in Paris . )
         The talks ended . [ 3 ]
         They resumed . [ 4 ]
         Again .
    "#]],
    );
    check(
        "‘It is over.’ She nodded. He said: 'Go.' They went.",
        expect![[r#"
        ¶ ‘ It is over . ’
         She nodded .
         He said : ' Go . '
         They went .
    "#]],
    );
    check(
        "The minister said, “It’s a matter for the U.S.” He declined to elaborate.",
        expect![[r#"
        ¶ The minister said , “ It|’s a matter for the U.S. ”
         He declined to elaborate .
    "#]],
    );
    check(
        "He called it “a mistake.” Others disagreed.",
        expect![[r#"
        ¶ He called it “ a mistake . ”
         Others disagreed .
    "#]],
    );
    check(
        "“I don’t know…” he said. “Maybe… But not now.”",
        expect![[r#"
        ¶ “ I do|n’t know … ” he said .
         “ Maybe …
         But not now . ”
    "#]],
    );
    check(
        "Did he say “never”? He did. What a day! We won.",
        expect![[r#"
        ¶ Did he say “ never ” ?
         He did .
         What a day !
         We won .
    "#]],
    );
}

#[test]
fn datelines_stay_with_their_sentence() {
    check(
        "TEHRAN (AFP) - Iran said on Monday it would talk.",
        expect![[r#"
        ¶ TEHRAN ( AFP ) - Iran said on Monday it would talk .
    "#]],
    );
    check(
        "WASHINGTON, Jan. 5 (Reuters) — The U.S. imposed sanctions. Iran protested.",
        expect![[r#"
        ¶ WASHINGTON , Jan. 5 ( Reuters ) — The U.S. imposed sanctions .
         Iran protested .
    "#]],
    );
    check(
        "KYIV, Ukraine — Russia’s forces shelled Kharkiv. Two died.",
        expect![[r#"
        ¶ KYIV , Ukraine — Russia|’s forces shelled Kharkiv .
         Two died .
    "#]],
    );
    check(
        "BEIRUT/GENEVA: Envoys met; no deal was reached.",
        expect![[r#"
        ¶ BEIRUT / GENEVA : Envoys met ; no deal was reached .
    "#]],
    );
}

#[test]
fn paragraphs_and_headlines() {
    check(
        "Iran, U.S. resume talks\n\nTEHRAN — Talks resumed. They ended.\nEnvoys left on Monday.",
        expect![[r#"
        ¶ Iran , U.S. resume talks
        ¶ TEHRAN — Talks resumed .
         They ended .
        ¶ Envoys left on Monday .
    "#]],
    );
    check(
        "Sanctions Hit Oil Exports\nBy JANE DOE\nThe sanctions, which were imposed last year by the United States and its allies, have cut the country's oil exports by more than half, officials said.\nIran denied it.",
        expect![[r#"
            ¶ Sanctions Hit Oil Exports
            ¶ By JANE DOE
            ¶ The sanctions , which were imposed last year by the United States and its allies , have cut the country|'s oil exports by more than half , officials said .
            ¶ Iran denied it .
        "#]],
    );
    check(
        "The talks between Iran and the United\nStates, which Oman mediates, resumed on\nMonday in Geneva, officials of the two\nsides said. They will go on this week.\n\nA deal is near.",
        expect![[r#"
            ¶ The talks between Iran and the United States , which Oman mediates , resumed on Monday in Geneva , officials of the two sides said .
             They will go on this week .
            ¶ A deal is near .
        "#]],
    );
    check(
        "Key points:\n• Iran will talk\n• Israel objects\n- The EU waits\n1. First, sanctions.\n2. Then talks.",
        expect![[r#"
            ¶ Key points :
            ¶ • Iran will talk
            ¶ • Israel objects
            ¶ - The EU waits
            ¶ 1. First , sanctions .
            ¶ 2. Then talks .
        "#]],
    );
    check(
        "He met Mr.\nSmith in the\nU.S.",
        expect![[r#"
            ¶ He met Mr. Smith in the U.S.
        "#]],
    );
    check(
        "One.\r\n\r\nTwo words\u{2029}Three",
        expect![[r#"
        ¶ One .
        ¶ Two words
        ¶ Three
    "#]],
    );
    check("", expect![[""]]);
    check(
        "* 1. Iran will talk. * 2. Israel objects. Born Sat. Sept. 3 (b. 1965).",
        expect![[r#"
        ¶ * 1 . Iran will talk .
         * 2 . Israel objects .
         Born Sat. Sept. 3 ( b. 1965 ) .
    "#]],
    );
    check(" \n\t ", expect![[""]]);
}

#[test]
fn names_and_ranks() {
    check(
        "Lashkar-e-Taiba, Hizb-e-Islami and Hay'at Tahrir al-Sham; the U.S.-led, U.N.-backed force.",
        expect![[r#"
        ¶ Lashkar - e - Taiba , Hizb - e - Islami and Hay'at Tahrir al - Sham ; the U.S. - led , U.N. - backed force .
    "#]],
    );
    check(
        "Staff Sgt. Ann Lee, Lt. Gov. Dan Patrick and J.P. Morgan's Nos. 1 and 2.",
        expect![[r#"
        ¶ Staff Sgt. Ann Lee , Lt. Gov. Dan Patrick and J.P. Morgan|'s Nos. 1 and 2 .
    "#]],
    );
    check(
        "He won in Viva Maria! (1965) in Paris. It is true.[citation needed] He met George W. Bush.",
        expect![[r#"
        ¶ He won in Viva Maria ! ( 1965 ) in Paris .
         It is true . [ citation needed ]
         He met George W. Bush .
    "#]],
    );
    check(
        "The Acme Corp.’s Dr. A. B. Smith Jr., M.D., lives at 5 Main St. in St. Louis, Mo.",
        expect![[r#"
        ¶ The Acme Corp.|’s Dr. A. B. Smith Jr. , M.D. , lives at 5 Main St. in St. Louis , Mo.
    "#]],
    );
    check(
        "President Trump's lawyer, Rudolph W. Giuliani, said so. The F.B.I. declined to comment.",
        expect![[r#"
        ¶ President Trump|'s lawyer , Rudolph W. Giuliani , said so .
         The F.B.I. declined to comment .
    "#]],
    );
    check(
        "Turkey's President R. T. Erdogan met Hungary's V. Orbán on Nov. 3, 2024, in Budapest.",
        expect![[r#"
        ¶ Turkey|'s President R. T. Erdogan met Hungary|'s V. Orbán on Nov. 3 , 2024 , in Budapest .
    "#]],
    );
    check(
        "Yahoo! and AT&T rose 3%; Johnson & Johnson fell. \"We're done,\" Mr. Musk said.",
        expect![[r#"
        ¶ Yahoo! and AT&T rose 3 % ; Johnson & Johnson fell .
         " We|'re done , " Mr. Musk said .
    "#]],
    );
    check(
        "Israel's Prime Minister said: \"We will act.\" \"No,\" Iran's foreign minister replied.",
        expect![[r#"
        ¶ Israel|'s Prime Minister said : " We will act . "
         " No , " Iran|'s foreign minister replied .
    "#]],
    );
    check(
        "The deal, if signed, is worth £1.2bn a year (about $1.5 billion), the BBC's Jane Doe wrote.",
        expect![[r#"
        ¶ The deal , if signed , is worth £ 1.2 bn a year ( about $ 1.5 billion ) , the BBC|'s Jane Doe wrote .
    "#]],
    );
    check(
        "Some 2,000 people — mostly women — fled. \u{201c}It was hell,\u{201d} said one, 34.",
        expect![[r#"
        ¶ Some 2,000 people — mostly women — fled .
         “ It was hell , ” said one , 34 .
    "#]],
    );
}

#[test]
fn hostile_text_is_split_all_the_same() {
    check(
        "((((\"'’.....;;;---a.b.c.d.e'''",
        expect![[r#"
        ¶ ( ( ( ( " ' ’ ..... ; ; ; --- a.b.c.d.e '' '
    "#]],
    );
    check(
        "a@b@c http://. www. .@ #@ 's ’ n't \u{200b}\u{feff}\u{301}x",
        expect![[r#"
            ¶ a@b @c http:// .
             www . . @ # @ 's ’ n't \u{200b}\u{feff}\u{301}x
        "#]],
    );
    check(
        "x.\u{a0}y\u{3000}z\u{0}\u{7} 1:2:3:4 1,2,,3 --a--",
        expect![[r#"
            ¶ x .
             y z \u{0} \u{7} 1:2:3:4 1,2 , , 3 -- a --
        "#]],
    );
}
