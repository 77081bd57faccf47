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
create index member_tier_due on member (merchant, tier_due_ms) where tier_due_ms is not null;
