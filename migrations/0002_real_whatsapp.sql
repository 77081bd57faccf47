-- What a real number needs: the account behind it, templates, the closed window, how sending is doing, a person of
-- the shop taking over a chat. Only additions, so that the version before this one still runs on it.

-- The WhatsApp Business Account of the number, and the portfolio that shares its daily allowance (null: the account).
alter table merchant add column waba text;
alter table merchant add column portfolio text;
-- Token of this number, sealed with the installation's key; null: the token of the configuration.
alter table merchant add column token text;
-- Messages a second, both directions (Meta: 80; 20 where the Business app shares the number).
alter table merchant add column per_second bigint not null default 80;

-- How sending from a number is doing. A table of its own: a lock on the merchant row would block intake.
create table channel (
    merchant bigint primary key references merchant (id),
    -- `ok`, or `stopped` until somebody puts right what `error` names; one message probes it from `probe_ms` on.
    state text not null,
    since_ms bigint not null,
    probe_ms bigint not null,
    error bigint,
    reason text,
    -- Marketing rests since then, by WhatsApp's word or a person's.
    marketing_ms bigint,
    -- People a day who may be written to first; -1 is no limit, null what nobody has told us yet.
    allowance bigint,
    quality text
);

-- Message templates as WhatsApp has them.
create table template (
    merchant bigint not null references merchant (id),
    name text not null,
    lang text not null,
    remote_id text,
    category text not null,
    status text not null,
    quality text,
    reason text,
    updated_ms bigint not null,
    primary key (merchant, name, lang)
);

-- The same as a template, for a window that is closed when it leaves; until when the free form may go; whether it
-- is the one that opens the conversation (and so uses up the daily allowance); when WhatsApp took it.
alter table outbox add column template text;
alter table outbox add column until_ms bigint;
alter table outbox add column initiates bigint not null default 0;
alter table outbox add column sent_ms bigint;
create index outbox_initiated on outbox (merchant, sent_ms, member) where initiates = 1;

-- A second message that one row led to, after an unknown outcome: found by a late answer or a late status.
create table twin (
    merchant bigint not null,
    wamid text not null,
    outbox bigint not null,
    attempt bigint not null,
    status text,
    status_ms bigint,
    error bigint,
    category text,
    billable bigint,
    primary key (merchant, wamid),
    foreign key (merchant, outbox) references outbox (merchant, id)
);
create index twin_outbox on twin (merchant, outbox);

-- Until then a person of the shop talks in this chat and the assistant keeps quiet.
alter table conversation add column quiet_ms bigint;

-- Two records that turned out to be one person: this one was carried over into that one.
alter table member add column merged_into bigint;

-- When the service last did something that people watch it for: a copy, a look over the whole ledger.
create table mark (
    name text primary key,
    at_ms bigint not null,
    said text not null
);

-- What came for a number that nobody here has, and what could not be worked on: rare, and listed.
create index inbox_unrouted on inbox (reason, arrival) where merchant is null;
create index inbox_dead on inbox (merchant, reason) where state = 'dead';
-- What rests until somebody lets it go: of a paused merchant, of a restored database.
create index outbox_held on outbox (merchant, id) where state = 'held';
