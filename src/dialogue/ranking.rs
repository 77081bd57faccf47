//! The ranking as one member reads it: their place, and whoever stands next to it.

use crate::dialogue::desk::Desk;
use crate::dialogue::hear::Subject;
use crate::dialogue::line::{Line, Measured, Message, Month};
use crate::domain::ranking::Place;

pub fn read(desk: &mut Desk) {
    let Some(rule) = desk.draft.program.ranking.as_ref() else {
        desk.say(Line::RankingNone);
        return;
    };
    let period = Month(rule.period_of(desk.draft.shop.zone, desk.event.at));
    let Some(standing) = &desk.figures.ranking else {
        desk.say(Line::RankingEmpty { period });
        return;
    };
    let measured = |done| Measured(rule.measure, done);
    let (place, done) = (standing.own.place, measured(standing.own.done));
    let mut lines = vec![match place {
        1 => Line::RankingFirst { period, done },
        place => Line::Ranking { period, place, done },
    }];
    let row = |row: &Place| Line::RankingRow {
        place: row.place,
        name: row.shown(rule.names),
        done: measured(row.done),
    };
    lines.push(Line::Gap);
    lines.extend(standing.above.iter().map(row));
    let name = desk.me().and_then(|member| member.first_name()).unwrap_or("★").to_owned();
    lines.push(Line::RankingRow { place, name, done });
    lines.extend(standing.below.iter().map(row));
    if let Some(gap) = standing.gap() {
        lines.extend([Line::Gap, Line::RankingGap { gap: measured(gap) }]);
    }
    desk.shows(Subject::Ranking);
    desk.say(Message::new(lines));
}
