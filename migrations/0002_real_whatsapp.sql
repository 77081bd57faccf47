-- What a real number needs: the account behind it, templates, the closed window, how sending is doing, a person of
-- the shop taking over a chat. Only additions, and one correction of keys at the end.

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
    quality text,
    -- A status told of the trouble after WhatsApp had taken the message: only one that says the contrary ends it.
    by_status bigint not null default 0
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
-- What becomes of a row under way should this attempt not arrive, where it is not to be sent again: `waiting` once its
-- number came into question, `dead` once its person was forgotten.
alter table outbox add column recalled text;
-- What the bill needs of a row whose person was forgotten: first digits of the number or country of the account, and
-- the category of its template.
alter table outbox add column place text;
alter table outbox add column estimate text;
-- How often WhatsApp refused it for what passes, and whether the other spelling of its number has been taken.
alter table outbox add column refusals bigint not null default 0;
alter table outbox add column respelled bigint not null default 0;
create index outbox_unknown on outbox (merchant, member) where state = 'unknown';
create index outbox_initiated on outbox (merchant, sent_ms, member) where initiates = 1;
create index outbox_first_written on outbox (merchant, member, sent_ms) where initiates = 1;
-- What leaves next: answers before announcements.
create index outbox_line on outbox (merchant, (case when class = 'B' then 1 else 0 end), due_ms, id)
    where state in ('queued', 'retry_wait');

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
-- WhatsApp said then that nothing arrives there; null once the person writes.
alter table conversation add column undelivered_ms bigint;

-- Two records that turned out to be one person: this one was carried over into that one.
alter table member add column merged_into bigint;
create index member_merged on member (merchant, merged_into) where merged_into is not null;
-- WhatsApp said that the person's number or account changed; value leaves only once they confirmed it.
alter table member add column moved bigint not null default 0;

-- A number that came with another account than before: the frozen record, who writes now, how it was settled.
create table contest (
    merchant bigint not null references merchant (id),
    id bigint not null,
    member bigint not null,
    newcomer bigint not null,
    phone text,
    opened_ms bigint not null,
    code text,
    code_ms bigint,
    outcome text,
    closed_ms bigint,
    closed_by bigint,
    version bigint not null,
    primary key (merchant, id),
    foreign key (merchant, member) references member (merchant, id),
    foreign key (merchant, newcomer) references member (merchant, id)
);
create index contest_open on contest (merchant, member) where outcome is null;
create unique index contest_code on contest (merchant, code) where outcome is null;

-- Who asked to be forgotten. `user_id` is kept only until WhatsApp's contact book has let go of it; `words` are what
-- the person's traces are found by, kept until late deliveries have been swept too.
create table erasure (
    merchant bigint not null references merchant (id),
    member bigint not null,
    at_ms bigint not null,
    actor text not null,
    user_id text,
    words text,
    due_ms bigint not null,
    attempt bigint not null,
    state text not null,
    reason text,
    primary key (merchant, member),
    foreign key (merchant, member) references member (merchant, id)
);
create index erasure_due on erasure (due_ms) where state = 'open';

-- When the service last did something that people watch it for: a copy, a look over the whole ledger.
create table mark (
    name text primary key,
    at_ms bigint not null,
    said text not null
);

-- Since when somebody works here; null for those who did before this was kept.
alter table staff add column since_ms bigint;

-- What came for a number that nobody here has, and what could not be worked on: rare, and listed.
create index inbox_unrouted on inbox (reason, arrival) where merchant is null;
create index inbox_dead on inbox (merchant, reason) where state = 'dead';
-- What rests until somebody lets it go: of a paused merchant, of a restored database.
create index outbox_held on outbox (merchant, member) where state = 'held';
-- What was given up lately: counted for whoever watches.
create index outbox_dead on outbox (due_ms) where state = 'dead';

-- An update is kept under a key of its merchant's own. Those that the version before kept get theirs, so that a
-- redelivery of them still changes nothing.
update inbox set key = key || ':' || merchant where merchant is not null;
