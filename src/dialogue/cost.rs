//! What the month's messages cost, for those who manage the shop.

use crate::dialogue::desk::Desk;
use crate::dialogue::line::{Day, Line, Message, Month, Number};
use crate::dialogue::manager::refuse_cashier;
use crate::dialogue::needs::MonthCost;
use crate::domain::meter::Category;
use crate::domain::money::Money;

/// `custo`: by category, what is still free, and the month before.
pub fn cost(desk: &mut Desk) {
    if refuse_cashier(desk) {
        return;
    }
    let cost = desk.figures.cost.clone();
    let month = Month(cost.this.month.clone());
    let mut lines = if cost.this.bill.lines.is_empty() {
        vec![Line::CostNone { month }]
    } else {
        let mut lines = vec![Line::Cost { month, total: cost.this.bill.total }, Line::Gap];
        lines.extend(Category::ALL.into_iter().filter_map(|category| row(&cost.this, category)));
        lines
    };
    lines.push(Line::CostFree { left: Number(cost.this.bill.free_left) });
    if cost.this.bill.unpriced > 0 {
        lines.push(Line::CostUnpriced { count: cost.this.bill.unpriced });
    }
    if cost.this.under_way > 0 {
        lines.push(Line::CostUnderWay { count: cost.this.under_way });
    }
    if cost.before.bill.total > Money::ZERO {
        let (month, total) = (Month(cost.before.month), cost.before.bill.total);
        lines.extend([Line::Gap, Line::CostBefore { month, total }]);
    }
    lines.extend([Line::Gap, Line::CostHow { day: Day(cost.card), rate: cost.exchange }]);
    desk.say(Message::new(lines));
}

/// One category over all markets; nothing where nothing was sent.
fn row(cost: &MonthCost, category: Category) -> Option<Line> {
    let of_it = || cost.bill.lines.iter().filter(|line| line.category == category);
    let sent = Number(of_it().map(|line| line.messages).sum());
    if sent.0 == 0 {
        return None;
    }
    let free = Number(of_it().map(|line| line.free).sum());
    let price = Money(of_it().map(|line| line.price.0).sum());
    Some(match category {
        Category::Service => Line::CostService { sent, free, price },
        Category::Utility => Line::CostUtility { sent, price },
        Category::Marketing => Line::CostMarketing { sent, price },
        Category::Authentication => Line::CostAuthentication { sent, price },
    })
}
