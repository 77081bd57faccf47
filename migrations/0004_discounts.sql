-- Discounts told with a sale.

-- What the shop took off the price; a refund computes what is left from it, as from the other terms of the purchase.
alter table purchase add column discount bigint not null default 0;
