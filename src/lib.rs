//! Freguês: a loyalty assistant that lives in a shop's WhatsApp.
//!
//! # Bird's-eye view
//!
//! One binary stands between WhatsApp's Cloud API and one database (SQLite or PostgreSQL). Customers, staff and
//! managers write to the same number; who somebody is decides what their words may do. Everything that has value is a
//! row of one append-only ledger, and every reply is decided by a pure function over facts that were read before and
//! are written after. The shell around that function does six things, each in a loop of its own: it keeps what
//! comes in, decides it in batches, sends what was decided, posts its letters, tells other systems, and looks after
//! what is due.
//!
//! # The way of one message
//!
//! ```text
//!  WhatsApp ── POST /webhook ──►  app::http       at most 4 MiB, then HMAC over the raw bytes
//!                                 app::intake     one row a message under WhatsApp's own key; requests that arrive
//!                                      │          during a commit share the next one; after the commit: 200.
//!                                      ▼          Could not store: 503, and WhatsApp sends it again
//!                                   [inbox]
//!                                      │
//!                                 app::turn       claims the lane of one merchant and takes a batch, in order;
//!                                      │          in one transaction:
//!                                      │            load     who speaks, and what their words need
//!                                      │            hear     text → intent and slots            dialogue::hear
//!                                      │            decide   state, event, view → effects       dialogue::turn
//!                                      │            evolve   the facts, so that the next message of the batch
//!                                      │                     sees the result                    domain::facts
//!                                      │            save     changed rows and replies, one statement a table
//!                                      ▼
//!                           [ledger, people, outbox]   the first reply to each person is inserted as `sending`
//!                                      │
//!                                 app::sender     posts what is committed as `sending`; settles outcomes in groups
//!  WhatsApp ◄── POST messages ─────────┘
//!  WhatsApp ── statuses ──►  the same door: they are updates like any other
//!
//!                                 app::scheduler  rows a dead process was sending, outcomes that stayed unknown
//!
//!                     [mail]      app::mailer     letters beside bubbles, to addresses whose owners agreed
//!                     [events]    app::courier    what happened, written with it; posted to whoever the shop named
//!  other systems ◄── POST ─────────────┘
//! ```
//!
//! Tills and web shops come by another door of the same service; what they write is a row of the same inbox:
//!
//! ```text
//!  till, web shop ── /api/v1 ──►  app::api    a key leads to one channel of one merchant; reads are answered from here
//!                                 app::till   what is written is kept, decided in its lane, and answered after the commit
//! ```
//!
//! Beside it, on this machine only:
//!
//! ```text
//!  fregues merchant … ── POST /orders ──►  app::office::door    on SQLite the service has the file, so it is asked;
//!  Prometheus ── GET /metrics ──►          app::metrics         where the database is free, commands call app::office
//! ```
//!
//! With nothing waiting a batch is one message and its way is two commits: intake's and the turn's. The third, which
//! settles the send, comes after WhatsApp has the reply.
//!
//! # The rooms
//!
//! A folder is a room; its `mod.rs` says what lives there. Imports point one way: `domain` ← `dialogue` ← `store`,
//! `whatsapp`, `email` and `moving` (which never see each other) ← `app` ← `setup` ← `play` ← `demo` ← `cli`. `emulator` stands apart: it talks to the
//! service over HTTP only. `tests/it/tidy.rs` reads the `use` lines and says why when one points the wrong way.
//!
//! | room | lives there | never lives there |
//! |---|---|---|
//! | [`domain`] | rules: money, points, lots, purchases, refunds, referrals, the program, civil time | async, IO, clock, randomness, floats, SQL |
//! | [`dialogue`] | hearing, deciding, and the keys of what is said | the same; and no sentence: those are in `conversations/` |
//! | [`store`] | SQL, the two engines, `verify` | decisions; WhatsApp's JSON |
//! | [`email`] | letters, and the dialogue with a mail server | the database; whom a letter goes to: [`app::mailer`] |
//! | [`whatsapp`] | the wire: signatures, webhooks, bodies, error codes, the client | points, the database |
//! | [`moving`] | lists of customers as other systems write them, read and checked line by line; the file in which a shop leaves | the database; what a line leads to: [`app::bring`], what leaves: [`app::office::relocation`] |
//! | [`app`] | the six loops, HTTP, the office, the clock: where rooms meet | rules, SQL, sentences |
//! | [`emulator`] | a Cloud API on this machine, with people, faults and a page of phones | anything of the service behind its webhook |
//! | [`setup`] | a real number: what Meta wants step by step, and the checks that look at it again | what the service needs to run |
//! | [`play`] | worlds and transcripts, played through the real service | a second implementation of anything |
//! | [`demo`] | the service, the emulator and a backstage in one process | what the service itself would need |
//! | [`report`] | a month of the ledger for each store, as a table or as a spreadsheet | adding up: [`app::books`], [`domain::closing`] |
//! | [`costs`] | what a month of messages costs, as a table or as CSV | counting and prices: [`app::billing`], [`domain::meter`] |
//! | [`poster`] | the page on the counter that leads into the chat, as SVG | rules, and the words of it |
//! | [`programs`], [`process`] | the presets that ship; logs, signals and serving until told to stop | rules |
//! | [`config`], [`cli`] | one configuration, the commands | work: each command is done by a room |
//!
//! # Invariants
//!
//! What comes in:
//!
//! - Nothing is parsed, stored or limited before its signature holds, but for the cap on size and on memory
//!   ([`app::http`]).
//! - Nothing is acknowledged before it is committed ([`app::intake`]).
//! - An update is kept once and for ever under the key WhatsApp gives it and the merchant it is for, so that a redelivery
//!   changes nothing and no merchant's updates keep another's out: the primary key of `inbox`, `on conflict do nothing`
//!   ([`store::inbox`]).
//! - A damaged update never hurts its neighbours: each is kept as the bytes it came in and read alone
//!   ([`whatsapp::webhook`], `tests/it/webhook_bodies.rs`).
//! - The merchant comes from `phone_number_id`, or from a key, and from nowhere else ([`app::intake`], [`app::api`]); every key of people, ledger and
//!   outbox begins with it. Merchants leave the same rows behind together and alone (`tests/it/turns/merchants.rs`).
//! - Nothing of the API is reached without a key, and no handler learns its merchant but together with the scope it needs;
//!   of a key only the hash is kept, and it ends with its channel ([`app::api`], [`store::keys`]). A channel is a row of the
//!   team that nobody can write as and nothing is written to ([`domain::member::StaffRole::Till`]). Keys of two merchants read
//!   the same whatever happens at the other (`tests/it/api/apart.rs`).
//!
//! What is decided:
//!
//! - **The law of the batch:** any partition of the same messages into batches gives the same ledger, states and
//!   replies ([`app::turn`]; a property test on both engines, `tests/it/turns/law.rs`). Four things make it hold. Facts
//!   evolve after each message by the one function that also showed the decision its own consequences
//!   ([`domain::facts::Facts::evolve`]); a message that needs what is not loaded, or a figure over many people after
//!   something changed, opens the next batch; row numbers are dense, counted per merchant under its lane
//!   ([`domain::ids`]); and what a message means for bubbles decided before it happens alike to those of its batch and
//!   to those in the outbox, step by step ([`store::waiting`]).
//! - One merchant's messages are decided in the order of WhatsApp's time, then of arrival, by one batch at a time: a
//!   row of `lane`, held `for update skip locked` on PostgreSQL; the write lock on SQLite ([`store::inbox::claim`]).
//! - What a till asks is a row of the inbox like a message, decided in its turn by what decides a cashier's sale, and
//!   answered when that is committed ([`app::till`], [`dialogue::till`]). Who asks again hears the same: under the key they
//!   chose, and for ever under the number of their order ([`store::answers`]; `tests/it/turns/tills.rs`).
//! - A quote is the turn of its purchase over facts that are thrown away; one that names a code is asked in the lane, so that
//!   wrong ones count ([`app::till`]; `tests/it/turns/quotes.rs`).
//! - Time and chance ride in the event. Codes come from a keyed hash of the message id, so they cannot be guessed and
//!   are the same when a batch runs again ([`domain::code::Dice`]); the clock is [`app::clock::Clock`], and
//!   `clippy.toml` forbids every other.
//! - A panic while deciding costs one message, and a statement refused for its content halves the batch until only
//!   the culprit is left, which goes to the dead letters ([`app::turn::Turns::poll`]).
//! - Conversation states that cannot be read any more load as idle; a message is never lost for them
//!   ([`dialogue::state`]).
//!
//! What has value:
//!
//! - Every movement is a transfer of a positive whole number from one book to another, so each transaction balances by
//!   construction ([`domain::ledger`]; checks in `migrations/`).
//! - History is never edited: triggers on both engines refuse `update` and `delete` of transactions, transfers and uses
//!   of lots ([`store::guards`]). A correction is a new transaction that names the old.
//! - Each transaction has a natural key, unique per merchant, and the hash of its content, so that nothing is posted
//!   twice and nothing can be altered unseen ([`store::ledger`]).
//! - Available, held and owed are never below zero: a refund of points already spent is a debt that later purchases
//!   repay, and nobody owes what stands in their vouchers ([`domain::selling`], [`domain::vouching`]; checks in
//!   `migrations/`).
//! - Nothing ends in silence: a credit or voucher ends only after a message that told of it arrived; else it lives some
//!   days more, once, with the reason kept ([`domain::ending`], [`store::endings`]; `tests/it/ledger/endings.rs`). A clock
//!   that leapt ends nothing before it has stood by that for an hour ([`app::clock::Belief`]), and what was written before
//!   an end is decided before it, however late it comes ([`store::due`]).
//! - Points are floored once, on the whole amount, and a refund recomputes what the remaining amount earns
//!   ([`domain::program::Program::earned`]).
//! - A voucher's code is looked up before it is given, so that no two have one, and wrong ones are counted by person and
//!   by day ([`domain::draft`], [`domain::mistyped`]). Those of a till or a web shop are counted apart, by customer, order and
//!   channel, so that no visitor stops the counter ([`dialogue::till`]; `tests/it/turns/reserved.rs`).
//! - A version of the rules is pinned on every lot, purchase and voucher: credit keeps its amount and its end, vouchers all
//!   they promised, and refunds the rate of the day. What else credit buys follows the rules of today; whatever is worse in
//!   a version, to earn or to use, counts only after notice ([`domain::rulebook`], [`domain::program::worse`]).
//! - Nothing pays a purchase without its owner's yes, their presence code, or a manager who stands in for them; what it
//!   took of which credit is kept, and goes back there ([`domain::paying`], [`dialogue::paying`]).
//! - Whoever owes from a refund redeems nothing until that is covered, be it balance, reward or voucher
//!   ([`domain::redeeming`]); and nobody of the team moves anything of their own, or of their family's
//!   ([`dialogue::desk::Desk::own`]).
//! - A voucher has one life, closed under one natural key; what it is made of never changes ([`domain::vouching`]).
//!   While a checkout keeps it for an order, nothing else takes it, and that lapses in reading
//!   ([`domain::voucher::Reserved`]; `tests/it/turns/reserved.rs`).
//! - Rows that change are written against the version they were read with, and the number of rows is looked at
//!   ([`store::engine::Tx::exactly`]).
//! - [`store::verify`] recomputes all of it in SQL, by other means than those that wrote it; every played transcript
//!   ends with it.
//!
//! Who is who:
//!
//! - A person is one member whatever of their ids arrives first, later or alone; two records are merged on proof only, and
//!   a merge ends its batch, so that what follows reads them anew ([`app::identity`], [`domain::merging`];
//!   `tests/it/people/permuted.rs` plays every order).
//! - A number that comes with another account than before freezes its record: nothing of it is shown, moved or sent until
//!   it is known whose it is ([`dialogue::contest`], [`domain::contest`]). What is under way there already is not sent
//!   there again ([`store::waiting`]).
//! - Who asks to be forgotten leaves no trace that names them; the ledger keeps its numbers and still balances
//!   ([`dialogue::privacy`], [`store::erasures`], [`app::forgetting`]). Keyed hashes of what they were known by lead to
//!   nothing and keep lists from bringing them back ([`store::forgotten`]).
//! - Where a person of the shop talks, the assistant keeps quiet ([`dialogue::handover`]).
//!
//! What goes out:
//!
//! - A reply is a row written in the transaction that decided it; the first open one for a person is inserted already
//!   claimed, later ones wait behind it, so that they leave in the order decided ([`store::outbox`]).
//! - A row is committed as `sending` before its first byte leaves, and no lock or transaction is held over HTTP
//!   ([`app::sender`]).
//! - "Not sent" and "unknown" are different outcomes ([`whatsapp::client::Outcome`]). An unknown one waits for its
//!   status, which carries our row's number; without one a receipt (class A) is sent once more, a chat reply (C) only
//!   if the person has not written since, an announcement (B) never ([`app::scheduler`]). Its rows stay `unknown`, and
//!   [`store::outbox::unknowns`] counts them exactly.
//! - Every message WhatsApp took belongs to a row: a second one that a row led to is its twin ([`store::statuses`],
//!   [`store::outbox`]; `tests/it/sender/storm.rs` has the other side of the wire as its oracle).
//! - A bubble with a picture says what its code leads to; it is drawn and uploaded when the bubble leaves. An upload that
//!   fails is "not sent", and after two of them the words go without ([`whatsapp::picture`], [`app::sender`]).
//! - What a refusal means is a table of Meta's codes ([`whatsapp::errors`]) read by one pure function
//!   ([`app::sender::judge`]). What is the number's trouble uses up no attempt of any row: the number stops, keeps its
//!   queue, is tried by one row now and then, and its owner is told once ([`app::sender::circuit`]).
//! - A number sends no faster than WhatsApp allows, both directions together; answers leave before announcements, and
//!   people are written to first only within the daily allowance, of which some is kept for receipts
//!   ([`app::sender::limiter`], [`store::claims`]).
//! - Outside the 24-hour window an approved template goes or nothing does: one function decides which way a bubble
//!   takes, and the answer to staff speaks of the same ([`dialogue::way`]). A record goes as a template and what
//!   invites waits; an offer without a template ends with its reason, beside what was sent ([`store::unsent`]). It is
//!   judged again at the moment of sending, and once more when WhatsApp knew first ([`app::sender::judge`]).
//! - Templates follow WhatsApp's word, never ours: what it pauses, refuses or charges otherwise is a fact of the next
//!   decision, and news for the owners ([`dialogue::account`]). A notice to an account becomes one row for each of
//!   its merchants ([`app::intake`]).
//! - A letter is written with the bubble it repeats, by the same decision, and goes its own way: committed as `sending`
//!   before the mail server hears of it, sent once more where its fate is unknown, with the same `Message-ID`. It goes to
//!   addresses whose owners agreed, asked again at the moment of sending ([`app::mailer`], [`store::mail`]).
//! - Statuses only move forward, whenever they come ([`store::statuses`]).
//! - What a paused merchant or a restored database had on its way is `held`, and only a person lets it go; a restored
//!   database gives out no row number that the lost days have used ([`store::held`], [`app::office::restore`]).
//! - What is written to a paused merchant stays `new`: nobody claims its lane before it is resumed, and then every
//!   message is decided by its own time ([`store::inbox::claim`]).
//! - What a shop takes with it is one list of tables and columns, held against both engines ([`store::dump`],
//!   `tests/it/moving/whole.rs`). It comes in elsewhere as one transaction, paused ([`app::office::relocation`]).
//! - What happened is derived once, where its change is made, and kept in the transaction of that change; events are numbered
//!   densely, alike in every cut into batches ([`domain::happening`], [`store::events`]; `tests/it/hooks/kinds.rs`). They hold
//!   no name, no phone and no code.
//! - A delivery is committed as `sending` before its first byte leaves, and may come twice, under the same id. Those of one
//!   member leave in order, and each hook has places of its own, so that none waits for another ([`store::deliveries`],
//!   [`app::courier`]; `tests/it/hooks/sent.rs`).
//! - Nothing that a shop names leads to this machine or its network: addresses are looked at when they are named and at each
//!   connection, which goes to what was looked at ([`app::courier::wire`]).
//!
//! The database:
//!
//! - One SQL text for both engines: statements are constants beside the function that runs them, go through
//!   `sqlx::Any`, and all of them are listed for the test that prepares each on both ([`store::statements`]). What
//!   differs is in [`store::engine`] and [`store::guards`].
//! - Sets of rows travel as one JSON text parameter, so a batch costs a bounded number of statements whatever its size.
//! - Every unit of work runs in a task of its own: a caller that goes away cannot leave a connection inside an open
//!   transaction ([`store::Store::write`]).
//! - An error of COMMIT is no rollback: the unit runs again under its natural keys.
//! - Columns are TEXT and BIGINT; times are milliseconds UTC; flags are 0 or 1.
//!
//! What people read, and what nobody may:
//!
//! - No sentence a customer or a member of staff reads is written in Rust: each is a key of `copy.ftl` or a template of
//!   `conversations/templates`, and at start every one is rendered in every language with its longest arguments
//!   ([`dialogue::copy`], [`whatsapp::templates`]).
//! - Logs hold no phone number, name, message or token (`tests/it/docs.rs` sends canaries through the service), and
//!   metrics none either.
//! - A merchant's own token, and the secret of a hook, lie in the database sealed with a key that does not ([`app::seal`]).
//!
//! # Reading order
//!
//! [`domain::ledger`], [`domain::facts`] and [`domain::selling`] for the rules; [`dialogue::turn`](mod@dialogue::turn) and
//! [`dialogue::sales`] for a decision; `conversations/transcripts/pets/story.pt-BR.md` for what it looks like from
//! outside; [`app::turn`] for the batch around it; [`store::engine`] and [`store::outbox`] for how it is kept and sent.
//! The modules below stand in that order.

pub mod domain;

pub mod dialogue;

pub mod store;

pub mod whatsapp;

pub mod email;

pub mod moving;

pub mod app;

pub mod emulator;

pub mod programs;

pub mod costs;

pub mod report;

pub mod poster;

pub mod process;

pub mod setup;

pub mod play;

pub mod demo;

pub mod config;

pub mod cli;
