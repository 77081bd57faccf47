-- Five programs: what a purchase was agreed under, credit that may be used later, vouchers, tiers, versions of rules.

-- The terms of a purchase, beside the version of the rules: a refund computes what is left from the same ones.
alter table purchase add column excluded bigint not null default 0;
alter table purchase add column paid bigint not null default 0;
alter table purchase add column factor text not null default '1';
alter table purchase add column extra bigint not null default 0;
alter table purchase add column most bigint;

-- The versions of each program, and from when they count: what was earned keeps the one it was earned under.
create table program (
    merchant bigint not null references merchant (id),
    version bigint not null,
    text text not null,
    from_ms bigint not null,
    -- What of it the law may object to, as it was said to whoever set it.
    warnings text not null default '',
    primary key (merchant, version)
);
insert into program (merchant, version, text, from_ms) select id, rules, program, 0 from merchant;
alter table merchant drop column program;

-- From when a credit may be used.
alter table lot add column usable_ms bigint not null default 0;

-- What somebody did in a month, beside what the ranking counts; a year that is ranked is a row of its own (`2026`).
alter table score add column earned bigint not null default 0;
alter table score add column spent bigint not null default 0;
alter table score add column visits bigint not null default 0;
create index score_member on score (merchant, member);

-- The tier somebody holds, until when it is kept although it is no longer reached, and when time alone may change it.
alter table member add column tier text;
alter table member add column tier_until_ms bigint;
alter table member add column tier_due_ms bigint;
-- When time has to look at somebody next, for whatever reason.
alter table member add column due_ms bigint;
create index member_due on member (merchant, due_ms) where due_ms is not null;

-- What value is set aside for beside rewards: a purchase to come, or one that waits for its customer's yes.
alter table hold add column purpose text not null default 'reward';
alter table hold add column asked text;
alter table hold add column used_on bigint;
alter table hold add column used bigint not null default 0;
alter table hold add column returned bigint not null default 0;
create index hold_open on hold (merchant, expires_ms) where state = 'open';
create index hold_used_on on hold (merchant, used_on) where used_on is not null;
alter table purchase add column agreed text;

-- The pieces of credits with which balance paid a purchase, in the order in which they were taken.
create table hold_piece (
    merchant bigint not null,
    hold bigint not null,
    line bigint not null,
    lot bigint not null,
    amount bigint not null check (amount > 0),
    primary key (merchant, hold, line),
    foreign key (merchant, hold) references hold (merchant, id),
    foreign key (merchant, lot) references lot (merchant, id)
);

-- The code with which somebody says at the counter that they are there.
alter table member add column presence_code text;
alter table member add column presence_ms bigint;
create index member_presence on member (merchant, presence_code) where presence_code is not null;

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

-- Adjustments: why, in a manager's words. Beside the history and not in it, because words about somebody are deleted
-- with them.
create table reason (
    merchant bigint not null,
    txn bigint not null,
    member bigint not null,
    text text not null,
    primary key (merchant, txn),
    foreign key (merchant, txn) references txn (merchant, id)
);
create index reason_member on reason (merchant, member);

-- Since when somebody owes: a debt that nothing repaid for long enough is let go.
alter table wallet add column owing_ms bigint;
update wallet set owing_ms = (
    select max(t.at_ms) from transfer f join txn t on t.merchant = f.merchant and t.id = f.txn
    where f.merchant = wallet.merchant and f.debit = 'd:' || wallet.member)
where debt > 0;
create index wallet_owing on wallet (merchant, owing_ms) where owing_ms is not null;

-- How far the end of a credit or voucher has come: the cause under which its owner was told, why it lives longer,
-- whether a credit came back from a voucher that ended, and when time looks at it next.
alter table lot add column told text;
alter table lot add column untold text;
alter table lot add column returned bigint not null default 0;
alter table lot add column due_ms bigint;
update lot set due_ms = expires_ms - 658800000 where expires_ms < 253402214400000;
create index lot_due on lot (merchant, due_ms) where remaining > 0 and due_ms is not null;
alter table voucher add column told text;
alter table voucher add column untold text;
alter table voucher add column due_ms bigint;
create index voucher_due on voucher (merchant, due_ms) where state = 'open' and due_ms is not null;

-- A birthday (`05-12`), the year for which something is given next, and when; a purchase that will pay a referral, and
-- when; the friends of a month for whom somebody was paid.
alter table member add column birthday text;
alter table member add column birthday_year bigint;
alter table member add column birthday_ms bigint;
alter table member add column awaits bigint;
alter table member add column awaits_ms bigint;
alter table score add column friends bigint not null default 0;

-- Wrong codes that each member of staff typed on the last day on which they typed one.
create table wrong_code (
    merchant bigint not null,
    staff bigint not null,
    day_ms bigint not null,
    tries bigint not null check (tries > 0),
    version bigint not null,
    primary key (merchant, staff),
    foreign key (merchant, staff) references staff (merchant, id)
);

-- The end a credit was given with: whether the first to end went first is judged by it, since ends are prolonged later.
alter table lot add column promised_ms bigint not null default 0;
update lot set promised_ms = expires_ms;

-- Whose purchases somebody of the staff does not handle, beside their own: people whom a manager marked as their family.
create table family (
    merchant bigint not null,
    staff bigint not null,
    member bigint not null,
    primary key (merchant, staff, member),
    foreign key (merchant, staff) references staff (merchant, id),
    foreign key (merchant, member) references member (merchant, id)
);
create index family_member on family (merchant, member);
