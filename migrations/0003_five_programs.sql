-- Five programs: what a purchase was agreed under, credit that may be used later, vouchers, tiers, versions of rules.

-- The terms of a purchase, beside the version of the rules: a refund computes what is left from the same ones.
alter table purchase add column excluded bigint not null default 0;
alter table purchase add column paid bigint not null default 0;
alter table purchase add column factor text not null default '1';
alter table purchase add column extra bigint not null default 0;
alter table purchase add column most bigint;

-- From when a credit may be used.
alter table lot add column usable_ms bigint not null default 0;

-- Vouchers: credit that stands behind a code. One life each: open, then used, cancelled or expired.
create table voucher (
    merchant bigint not null,
    id bigint not null,
    member bigint not null,
    code text not null,
    value bigint not null check (value > 0),
    state text not null,
    issued_ms bigint not null,
    expires_ms bigint not null,
    rules bigint not null,
    txn bigint not null,
    origin bigint,
    closed_ms bigint,
    closed_by bigint,
    closed_in bigint,
    used_on bigint,
    used bigint not null check (used between 0 and value),
    returned bigint not null check (returned between 0 and used),
    version bigint not null,
    primary key (merchant, id),
    foreign key (merchant, member) references member (merchant, id),
    foreign key (merchant, txn) references txn (merchant, id)
);
create unique index voucher_code on voucher (merchant, code);
create index voucher_open on voucher (merchant, member) where state = 'open';
create index voucher_member on voucher (merchant, member, closed_ms);
create index voucher_used_on on voucher (merchant, used_on) where used_on is not null;

-- The pieces of credits that a voucher is made of, in the order in which they are used.
create table voucher_piece (
    merchant bigint not null,
    voucher bigint not null,
    line bigint not null,
    lot bigint not null,
    amount bigint not null check (amount > 0),
    primary key (merchant, voucher, line),
    foreign key (merchant, voucher) references voucher (merchant, id),
    foreign key (merchant, lot) references lot (merchant, id)
);
