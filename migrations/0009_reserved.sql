-- A voucher that a web shop keeps for an order until that is paid: by which channel, for which of its orders, and the first
-- instant at which it is not kept any more. It lapses by itself: nothing has to be written then.
alter table voucher add column reserved_by bigint;
alter table voucher add column reserved_order text;
alter table voucher add column reserved_ms bigint
    check ((reserved_ms is null) = (reserved_by is null) and (reserved_ms is null) = (reserved_order is null));
