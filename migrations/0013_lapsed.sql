-- What of a credit ended unused, so that a refund of what gave it does not take it a second time.
alter table lot add column lapsed bigint not null default 0 check (lapsed >= 0);
create index lot_lapsed on lot (merchant, txn) where lapsed > 0;

update lot set lapsed =
    coalesce((select sum(u.amount) from lot_use u join txn t on t.merchant = u.merchant and t.id = u.txn
              where u.merchant = lot.merchant and u.lot = lot.id
                and (t.kind = 'expiry' or t.kind = 'voucher_expiry' and u.amount < 0)), 0)
    + coalesce((select sum(p.amount) from voucher_piece p
                join voucher v on v.merchant = p.merchant and v.id = p.voucher
                where p.merchant = lot.merchant and p.lot = lot.id and v.state = 'expired'), 0);
