//! The signs of a graph that occur in it, and what they mean.

use super::geometry::{Block, Point, Size};
use super::line::{HEAD, dashes, draw_cross, draw_head};
use super::node::outline;
use crate::graph::view::{Arrow, QuadClass, Stroke, View};
use crate::picture::style::{Family, Head, LINES, Theme, line_name};

/// Every sign is drawn around 0, 0.
pub(super) fn legend(view: &View, arrows: &[Arrow], theme: Theme) -> Vec<(String, &'static str)> {
    let mut entries = Vec::new();
    for family in Family::ALL {
        if view.graph.node_weights().any(|node| Family::of(node.class) == family) {
            let look = family.look(theme);
            let mut sign = String::new();
            outline(&mut sign, look, Block::new(Point::default(), Size { width: 28.0, height: 15.0 }), 1.2);
            entries.push((sign, look.name));
        }
    }
    for quad in LINES {
        if arrows.iter().any(|arrow| arrow.quad == quad) {
            entries.push((quad_sign(theme, quad), line_name(quad)));
        }
    }
    let ink = theme.palette().ink;
    let plain = Head { full: true, barbed: false, open: false };
    for stroke in Stroke::ALL {
        if arrows.iter().any(|arrow| arrow.stroke == stroke) {
            let mut drawn = sign(theme, ink, 1.6, dashes(stroke), plain, false);
            if stroke == Stroke::Crossed {
                draw_cross(&mut drawn, Point::new(-4.0, 0.0), ink);
            }
            entries.push((drawn, stroke.name()));
        }
    }
    if arrows.iter().any(|arrow| arrow.mutual) {
        entries.push((sign(theme, ink, 1.6, "", plain, true), "mutual"));
    }
    if arrows.iter().any(|arrow| arrow.documents > 1) {
        entries.push((sign(theme, ink, 3.5, "", plain, false), "the thicker, the more documents"));
    }
    if arrows.iter().any(|arrow| arrow.count > 1) {
        let label = format!("<text text-anchor=\"middle\" y=\"4\" font-size=\"11\" fill=\"{ink}\">×n</text>");
        entries.push((label, "n mentions"));
    }
    entries
}

/// The line of one quad class.
pub(super) fn quad_sign(theme: Theme, quad: Option<QuadClass>) -> String {
    sign(theme, theme.color(quad), 2.0, "", Head::of(quad), false)
}

fn sign(theme: Theme, color: &str, pen: f64, dashes: &str, head: Head, mutual: bool) -> String {
    let from = if mutual { -10.0 } else { -17.0 };
    let mut out =
        format!("<g stroke=\"{color}\" fill=\"{color}\"><path d=\"M{from} 0H10\" stroke-width=\"{pen}\"{dashes}/>");
    let paper = theme.palette().paper;
    draw_head(&mut out, (Point::new(17.0, 0.0), Point::new(1.0, 0.0)), HEAD, head, paper);
    if mutual {
        draw_head(&mut out, (Point::new(-17.0, 0.0), Point::new(-1.0, 0.0)), HEAD, head, paper);
    }
    out + "</g>"
}
