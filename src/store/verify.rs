//! Verify: recomputes the ledger from its transfers and holds it against everything else that is stored.
//! It computes by other means than what wrote them: SQL sums, not `evolve`. Only the hash function is shared.

mod run;

pub use run::{Report, verify, within};

use crate::statement;
use crate::store::engine::Statement;

/// One rule, what it says when it holds, and the statement that finds rows breaking it.
pub struct Rule {
    pub name: &'static str,
    pub says: &'static str,
    find: &'static Statement,
}

// A purchase too small to earn anything is a transaction all the same.
statement!(
    EMPTY_TXN,
    "
    select t.merchant, t.id, 'a transaction without transfers' from txn t
    where t.kind <> 'accrual' and not exists (select 1 from transfer f where f.merchant = t.merchant and f.txn = t.id)
    union all
    select l.merchant, l.txn, 'a lot of a transaction without transfers' from lot l
    where not exists (select 1 from transfer f where f.merchant = l.merchant and f.txn = l.txn) limit 5"
);
statement!(ORPHAN_TRANSFER, "
    select f.merchant, f.txn, 'a transfer of ' || f.unit || ', or of no transaction' from transfer f
    where f.unit not in ('PTS', 'BRL') or not exists (select 1 from txn t where t.merchant = f.merchant and t.id = f.txn) limit 5");
statement!(
    MIXED_UNITS,
    "
    select merchant, min(txn), 'transfers of ' || min(unit) || ' and of ' || max(unit) from transfer
    group by merchant having min(unit) <> max(unit) limit 5"
);
statement!(STORED_BALANCE, "
    select w.merchant, w.member,
           'wallet ' || w.available || '/' || w.held || '/' || w.debt || ', transfers say ' || coalesce(s.m, 0) || '/'
             || coalesce(s.h, 0) || '/' || coalesce(-s.d, 0)
    from wallet w left join (
        select merchant, member, cast(sum(case side when 'm' then amount else 0 end) as bigint) as m,
               cast(sum(case side when 'h' then amount else 0 end) as bigint) as h,
               cast(sum(case side when 'd' then amount else 0 end) as bigint) as d
        from (select merchant, cast(substr(credit, 3) as bigint) as member, substr(credit, 1, 1) as side, amount
              from transfer where credit like '_:%'
              union all
              select merchant, cast(substr(debit, 3) as bigint), substr(debit, 1, 1), -amount
              from transfer where debit like '_:%') moves
        group by merchant, member) s on s.merchant = w.merchant and s.member = w.member
    where w.available <> coalesce(s.m, 0) or w.held <> coalesce(s.h, 0) or w.debt <> coalesce(-s.d, 0) limit 5");
statement!(
    MISSING_WALLET,
    "
    select f.merchant, min(f.txn), 'a transfer for ' || f.credit || ', who has no wallet' from transfer f
    where f.credit like '_:%' group by f.merchant, f.credit having not exists (select 1 from wallet w
        where w.merchant = f.merchant and w.member = cast(substr(f.credit, 3) as bigint)) limit 5"
);
statement!(LOTS_MATCH, "
    select w.merchant, w.member, 'available ' || w.available || ' + held ' || w.held || ', lots hold ' || coalesce(l.remaining, 0)
    from wallet w left join (
        select merchant, member, cast(sum(remaining) as bigint) as remaining from lot group by merchant, member) l
        on l.merchant = w.merchant and l.member = w.member
    where w.available + w.held <> coalesce(l.remaining, 0) limit 5");
statement!(
    HOLDS_MATCH,
    "
    select w.merchant, w.member, 'held ' || w.held || ', open holds are ' || coalesce(h.amount, 0)
    from wallet w left join (
        select merchant, member, cast(sum(amount) as bigint) as amount from hold where state = 'open'
        group by merchant, member) h on h.merchant = w.merchant and h.member = w.member
    where w.held <> coalesce(h.amount, 0) limit 5"
);
statement!(LOT_USES, "
    select l.merchant, l.id, 'original ' || l.original || ', remaining ' || l.remaining || ', used ' || coalesce(u.amount, 0)
    from lot l left join (
        select merchant, lot, cast(sum(amount) as bigint) as amount from lot_use group by merchant, lot) u
        on u.merchant = l.merchant and u.lot = l.id
    where l.original - l.remaining <> coalesce(u.amount, 0) limit 5");
// What a voucher is worth beyond a purchase and is lost with it did not lapse: only time ends credit unused.
statement!(
    LAPSED,
    "
    select m.id, m.id, 'credits say that ' || coalesce(l.amount, 0) || ' lapsed, transfers say ' || coalesce(f.amount, 0)
    from merchant m
    left join (
        select merchant, cast(sum(lapsed) as bigint) as amount from lot where lapsed > 0 group by merchant) l
        on l.merchant = m.id
    left join (
        select t.merchant, cast(sum(case 'expired' when f.credit then f.amount when f.debit then -f.amount else 0 end)
                                as bigint) as amount
        from txn t join transfer f on f.merchant = t.merchant and f.txn = t.id
        where t.kind in ('expiry', 'voucher_expiry', 'reversal', 'referral_reversal') group by t.merchant) f
        on f.merchant = m.id
    where coalesce(l.amount, 0) <> coalesce(f.amount, 0)
    union all
    select l.merchant, l.id, 'original ' || l.original || ', remaining ' || l.remaining || ', lapsed ' || l.lapsed
    from lot l where l.remaining + l.lapsed > l.original limit 5"
);
statement!(
    PURCHASES,
    "
    select p.merchant, p.id, 'earned ' || p.earned || ', postings say ' || coalesce(s.points, 0)
    from purchase p left join (
        select t.merchant, t.purchase, cast(sum(case when f.debit = 'issued' then f.amount
                 when f.credit = 'issued' then -f.amount else 0 end) as bigint) as points
        from txn t join transfer f on f.merchant = t.merchant and f.txn = t.id
        where t.kind in ('accrual', 'reversal') group by t.merchant, t.purchase) s
        on s.merchant = p.merchant and s.purchase = p.id
    where p.earned <> coalesce(s.points, 0) limit 5"
);
// A credit that ended earlier, could be used and still held something, while a later one was taken. Not judged: what a
// reversal takes from the very credit it takes back, what a new credit repays of a debt, and people of whom there were two
// records. Almost all are settled by the first look: nothing that ends earlier was touched after the later one.
statement!(FIRST_TO_END, "
    with touched as materialized (
        select l.merchant, l.id, max(u.txn) as last_moved,
               min(case when u.amount > 0 and u.txn <> l.txn and coalesce(t.reverses, 0) <> l.txn then u.txn end) as first_taken
        from lot_use u join lot l on l.merchant = u.merchant and l.id = u.lot
        join txn t on t.merchant = u.merchant and t.id = u.txn
        group by l.merchant, l.id),
    lined as materialized (
        select l.merchant, l.member, l.id, u.first_taken,
               max(case when l.remaining > 0 then 9223372036854775807 else coalesce(u.last_moved, 0) end) over (
                   partition by l.merchant, l.member order by l.expires_ms
                   rows between unbounded preceding and 1 preceding) as held_to
        from lot l left join touched u on u.merchant = l.merchant and u.id = l.id),
    doubtful as materialized (select merchant, id from lined where held_to > first_taken)
    select c.merchant, c.id, 'was taken by ' || t.id || ' while ' || o.id || ', which ends earlier, held something'
    from doubtful d
    cross join lot c
    cross join lot_use u
    cross join txn t
    cross join lot o
    where c.merchant = d.merchant and c.id = d.id and u.merchant = c.merchant and u.lot = c.id and u.amount > 0
      and t.merchant = u.merchant and t.id = u.txn and c.txn <> t.id and coalesce(t.reverses, 0) <> c.txn
      and o.merchant = c.merchant and o.member = c.member and o.expires_ms < c.promised_ms and o.txn < t.id
      and o.usable_ms <= t.at_ms and o.expires_ms > t.at_ms
      and o.original > (select cast(coalesce(sum(x.amount), 0) as bigint) from lot_use x
          where x.merchant = o.merchant and x.lot = o.id and x.txn <= t.id)
      and not exists (select 1 from member m where m.merchant = c.merchant and m.merged_into is not null
          and m.merged_into = c.member)
      and not exists (select 1 from member m where m.merchant = c.merchant and m.merged_into is not null
          and m.id = c.member) limit 5");
// By the shop's own activity: while nobody is at work there, nothing lapses.
statement!(
    HOLDS_OVER,
    "
    select h.merchant, h.id, 'is open, though its time was over long before the latest transaction' from hold h
    where h.state = 'open' and h.expires_ms + 360000 < (select t.created_ms from txn t where t.merchant = h.merchant
        order by t.id desc limit 1) limit 5"
);
statement!(
    HOLDS_CLOSED,
    "
    select h.merchant, h.id, 'hold is ' || h.state || ', closing transactions: ' || coalesce(c.n, 0)
    from hold h left join (
        select merchant, key, cast(count(*) as bigint) as n from txn where kind in ('capture', 'release')
        group by merchant, key) c on c.merchant = h.merchant and c.key = 'hold-close:' || h.id
    where coalesce(c.n, 0) <> case h.state when 'open' then 0 else 1 end limit 5"
);
// What a hold took, the pieces of it, and what came back: of a payment by its purchase, of a reward under its own key. All is
// added up by hold, and nothing joined: with a limit PostgreSQL would look each hold up among all postings.
statement!(
    HOLDS_USED,
    "
    with moved as materialized (
        select h.merchant, cast(h.id as text) as hold, h.id, h.used, h.returned, 0 as pieces, 0 as taken, 0 as back,
               case when h.used_on is not null or h.returned > 0 then 1 else 0 end as judged
        from hold h
        union all
        select merchant, cast(hold as text), null, 0, 0, amount, 0, 0, 1 from hold_piece
        union all
        select t.merchant, substr(t.key, 12), null, 0, 0, 0, f.amount, 0, 0
        from txn t join transfer f on f.merchant = t.merchant and f.txn = t.id
        where t.kind = 'capture' and f.credit = 'redeemed'
        union all
        select t.merchant, coalesce(cast(h.id as text), substr(t.key, 10)), null, 0, 0, 0, 0, f.amount, 1
        from txn t join transfer f on f.merchant = t.merchant and f.txn = t.id
        left join hold h on h.merchant = t.merchant and h.used_on = t.purchase
        where t.kind = 'rollback' and f.debit = 'redeemed'),
    summed as materialized (
        select merchant, max(id) as id, cast(sum(used) as bigint) as used, cast(sum(returned) as bigint) as returned,
               cast(sum(pieces) as bigint) as pieces, cast(sum(taken) as bigint) as taken,
               cast(sum(back) as bigint) as back, max(judged) as judged
        from moved group by merchant, hold)
    select merchant, id, 'used ' || used || ' of pieces of ' || pieces || ' and returned ' || returned
             || ', postings say ' || taken || ' and ' || back
    from summed
    where judged = 1 and id is not null and (used <> taken or used <> pieces or returned <> back or returned > used)
    limit 5"
);
statement!(
    VOUCHERS_MATCH,
    "
    select merchant, member, 'transfers and open vouchers differ by ' || cast(coalesce(sum(amount), 0) as bigint) from (
        select merchant, cast(substr(credit, 3) as bigint) as member, amount from transfer where credit like 'v:%'
        union all
        select merchant, cast(substr(debit, 3) as bigint), -amount from transfer where debit like 'v:%'
        union all
        select merchant, member, -value from voucher where state = 'open') moves
    group by merchant, member having cast(coalesce(sum(amount), 0) as bigint) <> 0 limit 5"
);
statement!(
    VOUCHERS_CLOSED,
    "
    select v.merchant, v.id, 'voucher is ' || v.state || ', closing transactions: ' || coalesce(c.n, 0)
    from voucher v left join (
        select merchant, key, cast(count(*) as bigint) as n from txn
        where kind in ('voucher_use', 'voucher_cancel', 'voucher_expiry') group by merchant, key) c
        on c.merchant = v.merchant and c.key = 'voucher-close:' || v.id
    where coalesce(c.n, 0) <> case v.state when 'open' then 0 else 1 end limit 5"
);
statement!(
    VOUCHER_PIECES,
    "
    select v.merchant, v.id, 'is worth ' || v.value || ' and made of ' || coalesce(p.amount, 0)
    from voucher v left join (
        select merchant, voucher, cast(sum(amount) as bigint) as amount from voucher_piece
        group by merchant, voucher) p on p.merchant = v.merchant and p.voucher = v.id
    where v.value <> coalesce(p.amount, 0) limit 5"
);
// What a closing transaction says was taken, and what came back of it: as vouchers of their own, or into a debt.
statement!(
    VOUCHERS_USED,
    "
    select v.merchant, v.id, 'used ' || v.used || ' and returned ' || v.returned || ', postings say '
             || coalesce(u.amount, 0) || ' and ' || coalesce(b.amount, 0)
    from voucher v left join (
        select t.merchant, t.key, cast(sum(f.amount) as bigint) as amount
        from txn t join transfer f on f.merchant = t.merchant and f.txn = t.id
        where t.kind = 'voucher_use' and f.credit = 'redeemed' group by t.merchant, t.key) u
        on u.merchant = v.merchant and u.key = 'voucher-close:' || v.id
    left join (
        select o.merchant, o.id, cast(sum(f.amount) as bigint) as amount
        from txn t join transfer f on f.merchant = t.merchant and f.txn = t.id and f.debit = 'redeemed'
        join voucher o on o.merchant = t.merchant and o.used_on = t.purchase
            and t.key = 'voucher-return:' || o.id || ':' || t.source
        where t.kind = 'voucher_return' group by o.merchant, o.id) b on b.merchant = v.merchant and b.id = v.id
    where v.used <> coalesce(u.amount, 0) or v.returned <> coalesce(b.amount, 0) limit 5"
);
// A message may be ignored and still have shown that two records are one person, and then it is decided after that. Whom
// the office forgets, no message named.
statement!(
    SOURCES,
    "
    select t.merchant, t.id, 'caused by ' || t.source || ', which no message is that was kept and decided' from txn t
    where t.kind in ('accrual', 'hold', 'capture', 'reversal', 'referral', 'referral_reversal', 'merge', 'erasure',
                     'welcome', 'voucher_issue', 'voucher_use', 'voucher_cancel', 'voucher_return', 'rollback',
                     'adjustment')
      and t.source not like 'world:%' and not (t.actor = 'clock' and t.kind in ('referral', 'voucher_issue'))
      and not (t.actor = 'office' and t.kind in ('erasure', 'voucher_cancel') and exists (select 1 from erasure e
          where e.merchant = t.merchant and e.actor = 'office' and t.source = 'office:forget:' || e.at_ms))
      and not exists (select 1 from inbox i where i.key = 'm:' || t.source || ':' || t.merchant
          and (i.state in ('done', 'ignored') or t.kind = 'merge')) limit 5"
);
// Time looks at everything within a day of its end, and leaves nothing lying for another. By the shop's own activity:
// after half a day of silence the service may have stood still or doubt its clock for an hour, so it has two of them.
statement!(
    ENDINGS,
    "
    select e.merchant, e.id, e.what || ' ends at ' || e.expires_ms || ' and time looks at it at '
        || coalesce(cast(e.due_ms as text), 'no time')
    from (select merchant, id, 'a credit' as what, expires_ms, due_ms from lot where remaining > 0
          union all
          select merchant, id, 'a voucher', expires_ms, due_ms from voucher where state = 'open') e
    join (select w.id, w.at_ms, (select t.created_ms from txn t where t.merchant = w.id
              and t.created_ms <= w.at_ms - 7200000 order by t.id desc limit 1) as before_ms
          from (select m.id, (select t.created_ms from txn t where t.merchant = m.id order by t.id desc limit 1) as at_ms
                from merchant m) w) n
        on n.id = e.merchant
    where e.expires_ms < 253402214400000
      and (e.due_ms is null or e.due_ms > e.expires_ms + 86400000 or e.expires_ms < n.at_ms - 86400000
          and coalesce(n.before_ms, n.at_ms) >= n.at_ms - 43200000) limit 5"
);
// The end of a credit that expired stands in the key.
statement!(
    ENDED_EARLY,
    "
    select t.merchant, t.id, 'ended a credit before its end' from txn t
    join lot_use u on u.merchant = t.merchant and u.txn = t.id
    where t.kind = 'expiry' and cast(replace(t.key, 'expire:' || u.lot || ':', '') as bigint) > t.at_ms
    union all
    select v.merchant, v.id, 'ended before its end' from voucher v
    where v.state = 'expired' and v.closed_ms < v.expires_ms limit 5"
);
statement!(
    OUTBOX,
    "
    select o.merchant, o.id, 'accepted without the id WhatsApp gave it' from outbox o
    where o.state = 'accepted' and o.wamid is null limit 5"
);
// Numbers are dense and rise: the messages of an announcement lie between it and the next.
statement!(
    ANNOUNCED,
    "
    select a.merchant, a.id, 'is said to reach ' || a.people || ' people, with messages to ' || cast(count(o.id) as bigint)
    from (select merchant, id, people, lead(id) over (partition by merchant order by id) as next from announcement) a
    left join outbox o on o.merchant = a.merchant and o.id > a.id and (a.next is null or o.id < a.next) and o.class = 'B'
    group by a.merchant, a.id, a.people having cast(count(o.id) as bigint) < a.people limit 5"
);
statement!(
    IDENTITIES,
    "
    select merchant, min(id), 'shares the phone of member ' || max(id) from member
    where phone is not null group by merchant, phone having min(id) <> max(id) limit 5"
);
statement!(
    MERGED,
    "
    select m.merchant, m.id, 'is part of member ' || m.merged_into || ' and still has value, keys or staff' from member m
    left join wallet w on w.merchant = m.merchant and w.member = m.id
    where m.merged_into is not null and (coalesce(w.available + w.held + w.debt, 0) <> 0
        or exists (select 1 from identity i where i.merchant = m.merchant and i.member = m.id)
        or exists (select 1 from purchase p where p.merchant = m.merchant and p.member = m.id)
        or exists (select 1 from hold h where h.merchant = m.merchant and h.member = m.id)
        or exists (select 1 from voucher v where v.merchant = m.merchant and v.member = m.id)
        or exists (select 1 from staff s where s.merchant = m.merchant and s.member = m.id)
        or exists (select 1 from score c where c.merchant = m.merchant and c.member = m.id)
        or exists (select 1 from member o where o.merchant = m.merchant and o.id = m.merged_into
                   and o.merged_into is not null)) limit 5"
);
statement!(
    REVERSALS,
    "
    select p.merchant, p.id, 'more was taken back than it gave' from purchase p
    where p.earned < 0 or p.standing < 0 or p.standing > p.amount limit 5"
);
statement!(
    TXN_PAGE,
    "
    select t.merchant, t.id, t.kind, t.at_ms, t.actor, t.hash, f.line, f.debit, f.credit, f.amount, f.unit
    from (select merchant, id, kind, at_ms, actor, hash from txn
          where (merchant, id) > ($1, $2) order by merchant, id limit $3) t
    left join transfer f on f.merchant = t.merchant and f.txn = t.id
    order by t.merchant, t.id, f.line"
);
statement!(
    COUNTS,
    "
    select cast((select count(*) from transfer) as bigint), cast((select count(*) from txn) as bigint)"
);

pub static STATEMENTS: &[&Statement] = &[
    &EMPTY_TXN,
    &ORPHAN_TRANSFER,
    &MIXED_UNITS,
    &STORED_BALANCE,
    &MISSING_WALLET,
    &LOTS_MATCH,
    &HOLDS_MATCH,
    &LOT_USES,
    &LAPSED,
    &PURCHASES,
    &FIRST_TO_END,
    &HOLDS_OVER,
    &HOLDS_CLOSED,
    &HOLDS_USED,
    &VOUCHERS_MATCH,
    &VOUCHERS_CLOSED,
    &VOUCHER_PIECES,
    &VOUCHERS_USED,
    &SOURCES,
    &ENDINGS,
    &ENDED_EARLY,
    &OUTBOX,
    &ANNOUNCED,
    &IDENTITIES,
    &MERGED,
    &REVERSALS,
    &TXN_PAGE,
    &COUNTS,
];

pub static RULES: &[Rule] = &[
    Rule { name: "V1", says: "every transaction moves something", find: &EMPTY_TXN },
    Rule { name: "V2a", says: "transfers belong to a transaction and a known unit", find: &ORPHAN_TRANSFER },
    Rule { name: "V2b", says: "a merchant's transfers are of one unit", find: &MIXED_UNITS },
    Rule { name: "V3a", says: "what is available and held is what the lots hold", find: &LOTS_MATCH },
    Rule { name: "V3b", says: "what is held is what the open holds hold", find: &HOLDS_MATCH },
    Rule { name: "V4a", says: "each wallet is the sum of its transfers", find: &STORED_BALANCE },
    Rule { name: "V4b", says: "whoever received value has a wallet", find: &MISSING_WALLET },
    Rule { name: "V5", says: "each lot is what it was less what was used of it", find: &LOT_USES },
    Rule { name: "V6", says: "what ends first was taken first", find: &FIRST_TO_END },
    Rule { name: "V7", says: "each hold was closed once or is open", find: &HOLDS_CLOSED },
    Rule { name: "V3c", says: "what is in vouchers is what the open ones are worth", find: &VOUCHERS_MATCH },
    Rule { name: "V5b", says: "each voucher is worth what it is made of", find: &VOUCHER_PIECES },
    Rule {
        name: "V5c",
        says: "what lapsed of the credits is what ended unused, less what refunds let go",
        find: &LAPSED,
    },
    Rule { name: "V7b", says: "each voucher was closed once or is open", find: &VOUCHERS_CLOSED },
    Rule { name: "V7c", says: "what was used and came back is what the postings say", find: &VOUCHERS_USED },
    Rule { name: "V7d", says: "what was captured and came back is what the postings say", find: &HOLDS_USED },
    Rule { name: "V9a", says: "each purchase earned what its postings say", find: &PURCHASES },
    Rule { name: "V9b", says: "no purchase was taken back beyond itself", find: &REVERSALS },
    Rule {
        name: "V11",
        says: "every transaction was caused by a message that was kept and decided",
        find: &SOURCES,
    },
    Rule {
        name: "V12a",
        says: "time looks at everything that ends, and leaves nothing lying",
        find: &ENDINGS,
    },
    Rule { name: "V12b", says: "nothing ended before its end", find: &ENDED_EARLY },
    Rule { name: "V13a", says: "what was accepted has WhatsApp's id", find: &OUTBOX },
    Rule { name: "V13b", says: "whoever an announcement reaches has a message of it", find: &ANNOUNCED },
    Rule { name: "V14", says: "no hold stays open beyond its time", find: &HOLDS_OVER },
    Rule { name: "V15", says: "no two people share a phone", find: &IDENTITIES },
    Rule { name: "V16", says: "nothing is left under a record that was merged", find: &MERGED },
];

/// The rule beside them that no single statement can look at: each key stands for the content it was written with.
pub const CONTENTS: &str = "V8";
pub const CONTENTS_SAYS: &str = "each key stands for the content it was written with";
