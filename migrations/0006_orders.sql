-- Purchases that a till or a web shop registered, and what it was answered.

-- The number of the order where it was sold, once for each channel.
alter table purchase add column order_id text;
create unique index purchase_order on purchase (merchant, staff, order_id) where order_id is not null;

-- Answers, so that who asks again hears the same: under the key that the caller chose (pruned after a while), and under
-- what can be done only once (for ever). `hash` is that of what was asked.
create table api_answer (
    merchant bigint not null references merchant (id),
    staff    bigint not null,
    kind     text not null check (kind in ('key', 'order', 'reversal')),
    key      text not null,
    hash     text not null,
    status   bigint not null,
    body     text not null,
    request  text not null,
    at_ms    bigint not null,
    primary key (merchant, staff, kind, key)
);
create index api_answer_old on api_answer (at_ms) where kind = 'key';
