-- Five programs: what a purchase was agreed under, credit that may be used later, vouchers, tiers, versions of rules.

-- The terms of a purchase, beside the version of the rules: a refund computes what is left from the same ones.
alter table purchase add column excluded bigint not null default 0;
alter table purchase add column paid bigint not null default 0;
alter table purchase add column factor text not null default '1';
alter table purchase add column extra bigint not null default 0;
alter table purchase add column most bigint;

-- From when a credit may be used.
alter table lot add column usable_ms bigint not null default 0;
