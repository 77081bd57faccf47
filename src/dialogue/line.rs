//! Lines: what can be said, as keys of `copy.ftl` with typed arguments. No sentence is written in Rust.

pub use crate::dialogue::bubble::{Class, Message};
pub use crate::dialogue::button::{BUTTON_KEYS, Button, MENU, Picks, SoldRow};
use crate::dialogue::value::Argument;
pub use crate::dialogue::value::{
    ChatLink, Day, LinkText, Measured, Month, Number, Percent, Points, Term, Time, Value, When,
};
use crate::domain::money::Money;
use serde::{Deserialize, Serialize};

/// Declares [`Line`]: variant, key in `copy.ftl`, arguments.
macro_rules! lines {
    ($($(#[$doc:meta])* $variant:ident = $key:literal $({ $($field:ident: $type:ty),* $(,)? })?;)*) => {
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Line {
            $($(#[$doc])* $variant $({ $($field: $type),* })?,)*
        }

        impl Line {
            pub const fn key(&self) -> &'static str {
                match self { $(Line::$variant $({ $($field: _),* })? => $key,)* }
            }

            pub fn values(&self) -> Vec<(&'static str, Value)> {
                match self {
                    $(Line::$variant $({ $($field),* })? => vec![$($((stringify!($field), $field.value())),*)?],)*
                }
            }
        }

        /// Every line with arguments as long as they get: what the copy is checked against.
        pub fn every_line() -> Vec<(&'static str, Vec<(&'static str, Value)>)> {
            vec![$(($key, vec![$($((stringify!($field), <$type as Argument>::longest())),*)?])),*]
        }
    };
}

lines! {
    /// An empty line between two thoughts.
    Gap = "gap";

    // Joining and consent
    Welcome = "welcome" { shop: String, points: Points };
    WelcomePay = "welcome-pay" { shop: String, points: Points };
    WelcomePercent = "welcome-percent" { shop: String, percent: Percent };
    WelcomeVisit = "welcome-visit" { shop: String, points: Points };
    /// What is kept of whoever buys where the purchases themselves would tell too much.
    WelcomeData = "welcome-data";
    WelcomeCredit = "welcome-credit" { points: Points };
    WelcomeInvited = "welcome-invited" { friend: String, points: Points };
    WelcomeAsk = "welcome-ask";
    Joined = "joined" { name: String };
    WelcomeGift = "welcome-gift" { points: Points };
    JoinedBalance = "joined-balance" { balance: Points };
    JoinedOffers = "joined-offers" { shop: String };
    JoinLater = "join-later" { shop: String };
    AlreadyIn = "already-in" { name: String };
    OptedOut = "opted-out" { shop: String };
    OptedOutAll = "opted-out-all" { shop: String };
    OptedIn = "opted-in" { shop: String };
    OptOutAsk = "opt-out-ask";
    OptOutKept = "opt-out-kept";

    // Customer reads
    Menu = "menu" { name: String };
    Hello = "hello" { name: String };
    YouAreWelcome = "you-are-welcome";
    Balance = "balance" { balance: Points };
    BalanceHeld = "balance-held" { held: Points };
    BalanceDebt = "balance-debt" { debt: Points };
    BalanceZero = "balance-zero";
    BalanceExpires = "balance-expires" { points: Points, day: Day };
    /// `days` from today on which it may be used.
    BalanceLater = "balance-later" { points: Points, day: Day, days: i64 };
    /// What follows ends on the days it names.
    Ending = "ending";
    EndingCredit = "ending-credit" { points: Points, day: Day };
    NextReward = "next-reward" { missing: Points, reward: String };
    RewardReady = "reward-ready" { reward: String };
    Statement = "statement";
    StatementNone = "statement-none";
    StatementPurchase = "statement-purchase" { day: Day, points: Points, amount: Money };
    StatementReferral = "statement-referral" { day: Day, points: Points };
    StatementReward = "statement-reward" { day: Day, points: Points };
    StatementPaid = "statement-paid" { day: Day, points: Points };
    StatementReturned = "statement-returned" { day: Day, points: Points };
    StatementVoucher = "statement-voucher" { day: Day, points: Points };
    StatementReversal = "statement-reversal" { day: Day, points: Points };
    StatementExpired = "statement-expired" { day: Day, points: Points };
    StatementBonus = "statement-bonus" { day: Day, points: Points };
    StatementOpening = "statement-opening" { day: Day, points: Points };
    StatementAdjustment = "statement-adjustment" { day: Day, points: Points, plus: i64, reason: String };
    StatementWriteOff = "statement-write-off" { day: Day, points: Points };
    StatementBalance = "statement-balance" { balance: Points };
    Referral = "referral" { code: String, friend: Points, referrer: Points, minimum: Money };
    /// Nothing for the friend.
    ReferralOne = "referral-one" { code: String, referrer: Points, minimum: Money };
    ReferralShareOne = "referral-share-one" { shop: String, code: String, link: ChatLink };
    ReferralShare = "referral-share" { shop: String, code: String, friend: Points, link: ChatLink };
    ReferralOwn = "referral-own" { code: String };
    ReferralUnknown = "referral-unknown" { code: String };
    ReferralLate = "referral-late";
    ReferralNone = "referral-none";
    Ranking = "ranking" { month: Month, place: i64, points: Points };
    RankingFirst = "ranking-first" { month: Month, points: Points };
    RankingRow = "ranking-row" { place: i64, name: String, points: Points };
    RankingGap = "ranking-gap" { gap: Points };
    RankingEmpty = "ranking-empty" { month: Month };
    RankingNone = "ranking-none";
    Rewards = "rewards" { balance: Points };
    RewardsNone = "rewards-none";
    RewardCan = "reward-can" { number: i64, reward: String, price: Points };
    RewardCannot = "reward-cannot" { number: i64, reward: String, price: Points, missing: Points };
    RewardSoon = "reward-soon" { number: i64, reward: String, price: Points, day: Day };
    RewardHow = "reward-how";
    RewardHeld = "reward-held" { reward: String, code: String, day: Day, time: Time, available: Points };
    RewardMissing = "reward-missing" { reward: String, missing: Points };
    RewardNotYet = "reward-not-yet" { reward: String, points: Points, day: Day };
    RewardBlocked = "reward-blocked" { debt: Points };
    RewardUnknown = "reward-unknown";
    RewardTaken = "reward-taken" { reward: String, balance: Points };
    RewardLapsed = "reward-lapsed" { reward: String, points: Points, balance: Points };
    Rules = "rules" { shop: String };
    RulesComing = "rules-coming" { day: Day };
    Contact = "contact" { shop: String, contact: String };
    ContactQuiet = "contact-quiet" { hours: i64 };
    Hours = "hours" { store: String, hours: String };
    NoVouchers = "no-vouchers";
    Vouchers = "vouchers";
    VouchersNone = "vouchers-none";
    VoucherRow = "voucher-row" { value: Money, code: String, day: Day };
    VoucherHow = "voucher-how";
    VoucherYours = "voucher-yours";
    VoucherShow = "voucher-show";
    VoucherOthers = "voucher-others";
    VoucherMissing = "voucher-missing" { missing: Money };
    PayHow = "pay-how" { most: Points };
    PayNothing = "pay-nothing";
    PayHeld = "pay-held" { points: Points, worth: Money, code: String, day: Day, time: Time, available: Points };
    PayLapsed = "pay-lapsed" { points: Points, balance: Points };
    PayBack = "pay-back" { points: Points, balance: Points };
    PayLeast = "pay-least" { minimum: Points };
    PayStep = "pay-step" { step: Points };
    PayMissing = "pay-missing" { most: Points };
    PayLater = "pay-later" { points: Points, day: Day };
    PayDebt = "pay-debt" { debt: Points };
    PayAsk = "pay-ask" { store: String, points: Points, amount: Money };
    PayAgreed = "pay-agreed" { points: Points, amount: Money };
    PayNot = "pay-not";
    PayOver = "pay-over";
    Presence = "presence" { code: String, minutes: i64 };
    NoTiers = "no-tiers";
    TierMine = "tier-mine" { tier: String, done: Measured, months: i64 };
    TierMineEver = "tier-mine-ever" { tier: String, done: Measured };
    TierHold = "tier-hold" { from: Measured, day: Day };
    TierNext = "tier-next" { tier: String, missing: Measured };
    TierReached = "tier-reached" { tier: String };
    TierKept = "tier-kept" { tier: String, day: Day };
    TierLost = "tier-lost" { before: String, tier: String };
    NoBirthday = "no-birthday";
    BirthdayWhich = "birthday-which";
    BirthdaySet = "birthday-set" { day: String, points: Points };
    BirthdayNext = "birthday-next" { day: String, points: Points, year: String };
    BirthdayGift = "birthday-gift" { name: String, points: Points };
    NameSet = "name-set" { name: String };
    Language = "language";
    Unknown = "unknown";
    UnknownAgain = "unknown-again" { shop: String, contact: String };
    NoAudio = "no-audio";
    NoMedia = "no-media";
    Frozen = "frozen" { shop: String, contact: String };

    // Whose number it is, and one's own data
    NumberAsk = "number-ask" { shop: String };
    NumberCode = "number-code" { code: String, day: Day, time: Time };
    NumberYours = "number-yours";
    NumberRequest = "number-request";
    NumberLinked = "number-linked" { balance: Points };
    MovedAsk = "moved-ask";
    MovedConfirmed = "moved-confirmed";
    Returned = "returned" { balance: Points };
    DataKept = "data-kept" { shop: String };
    DataName = "data-name" { name: String };
    DataPhone = "data-phone" { phone: String };
    DataBirthday = "data-birthday" { day: String };
    DataSince = "data-since" { day: Day };
    DataBalance = "data-balance" { balance: Points };
    DataVouchers = "data-vouchers" { value: Points };
    DataPurchases = "data-purchases" { purchases: i64 };
    DataProgram = "data-program" { day: Day };
    DataOffers = "data-offers" { day: Day };
    DataNoOffers = "data-no-offers" { day: Day };
    DataNoReceipts = "data-no-receipts" { day: Day };
    DataRights = "data-rights" { shop: String, contact: String };
    EraseAsk = "erase-ask" { balance: Points };
    EraseDebt = "erase-debt" { debt: Points };
    Erased = "erased" { shop: String };
    EraseKept = "erase-kept";
    EraseStaff = "erase-staff";

    // What a customer is told of a sale
    Receipt = "receipt" { store: String, amount: Money, points: Points };
    ReceiptExcluded = "receipt-excluded" { eligible: Money };
    ReceiptReferral = "receipt-referral" { points: Points };
    /// Of whoever invited them, the month has seen enough friends.
    ReferralOver = "referral-over";
    ReceiptRepaid = "receipt-repaid" { points: Points };
    ReceiptBalance = "receipt-balance" { balance: Points, day: Day };
    ReceiptLater = "receipt-later" { points: Points, day: Day, days: i64 };
    ReceiptDebt = "receipt-debt" { debt: Points };
    BalancePaid = "balance-paid" { points: Points, used: Money };
    BalancePaidBy = "balance-paid-by" { by: String };
    BalanceReturned = "balance-returned" { points: Points };
    VoucherPaid = "voucher-paid" { used: Money };
    VoucherIssued = "voucher-issued" { value: Money, code: String, day: Day };
    VoucherRest = "voucher-rest" { value: Money, code: String, day: Day };
    VoucherDissolved = "voucher-dissolved" { code: String, balance: Money };
    VoucherEnded = "voucher-ended" { code: String };
    VoucherReplaced = "voucher-replaced" { code: String };
    VoucherReturned = "voucher-returned" { value: Money, code: String, day: Day };
    FriendVoucher = "friend-voucher" { friend: String };
    FriendOver = "friend-over" { friend: String, most: i64 };
    FriendBought = "friend-bought" { friend: String, points: Points, balance: Points };
    Reversed = "reversed" { amount: Money, points: Points };
    ReversedReferral = "reversed-referral" { points: Points };
    ReversedBalance = "reversed-balance" { balance: Points };
    FriendReversed = "friend-reversed" { friend: String, points: Points, balance: Points };

    // Staff: sales
    SaleDone = "sale-done" { name: String, amount: Money, points: Points, balance: Points };
    SaleVoucher = "sale-voucher" { value: Money };
    VoucherTaken = "voucher-taken" { used: Money, charge: Money };
    VoucherAsk = "voucher-ask" { count: i64, used: Money, name: String, amount: Money, charge: Money };
    VoucherAskRest = "voucher-ask-rest" { rest: Money };
    VoucherAskLost = "voucher-ask-lost" { rest: Money };
    VoucherAskAmount = "voucher-ask-amount" { value: Money, name: String };
    VoucherUsed = "voucher-used" { value: Money, day: Day, time: Time, by: String, store: String };
    VoucherGone = "voucher-gone";
    VoucherOver = "voucher-over" { day: Day };
    VoucherNotHere = "voucher-not-here" { store: String };
    VoucherTomorrow = "voucher-tomorrow";
    VoucherMinimum = "voucher-minimum" { minimum: Money };
    VoucherNothing = "voucher-nothing";
    VoucherNobody = "voucher-nobody" { name: String };
    PayNever = "pay-never";
    PayShare = "pay-share" { share: i64, most: Points };
    PayNotHere = "pay-not-here" { store: String };
    PayLine = "pay-line";
    PayNobody = "pay-nobody" { name: String };
    PayConfirm = "pay-confirm" { points: Points, used: Money, name: String, amount: Money, charge: Money };
    PayAskAmount = "pay-ask-amount" { worth: Money, name: String };
    PayAsked = "pay-asked" { name: String, points: Points, minutes: i64 };
    PayCannotAsk = "pay-cannot-ask" { name: String };
    PayWaits = "pay-waits" { name: String };
    PayYes = "pay-yes" { name: String };
    PayRefused = "pay-refused" { name: String };
    PayLate = "pay-late" { name: String };
    PayDone = "pay-done" { name: String };
    PayManager = "pay-manager";
    BalanceTaken = "balance-taken" { points: Points, used: Money, charge: Money };
    BackPaid = "back-paid" { points: Points };
    PayGone = "pay-gone";
    PresenceOver = "presence-over";
    BackDissolved = "back-dissolved" { value: Money };
    BackReturned = "back-returned" { value: Money };
    SaleDonePart =
        "sale-done-part" { name: String, amount: Money, eligible: Money, points: Points, balance: Points };
    SaleReferral = "sale-referral" { points: Points };
    SaleNeverWrote = "sale-never-wrote";
    SaleWaits = "sale-waits";
    SaleTemplate = "sale-template";
    SaleUndelivered = "sale-undelivered";
    SaleSilent = "sale-silent";
    SaleUndoHint = "sale-undo-hint";
    SaleAgain = "sale-again" { time: Time };
    SaleConfirm = "sale-confirm" { name: String, phone: String, amount: Money };
    SaleConfirmMany = "sale-confirm-many";
    SaleRow = "sale-row" { name: String, phone: String, amount: Money };
    SaleRowNew = "sale-row-new" { phone: String, amount: Money };
    SaleExcluded = "sale-excluded" { excluded: Money, eligible: Money };
    ExcludedUnknown = "excluded-unknown" { amount: Money };
    ExcludedTooMuch = "excluded-too-much" { excluded: Money, amount: Money };
    ExcludedUnclear = "excluded-unclear";
    SaleConfirmCpf = "sale-confirm-cpf";
    SaleNew = "sale-new" { phone: String, amount: Money };
    SaleDropped = "sale-dropped";
    SaleReplaced = "sale-replaced";
    SaleMany = "sale-many" { most: i64 };
    AskPhone = "ask-phone" { amount: Money };
    AskAmount = "ask-amount" { name: String };
    BadPhone = "bad-phone";
    GivenCpf = "given-cpf";
    TwoPhones = "two-phones" { first: String, second: String };
    TwoAmounts = "two-amounts" { first: Money, second: Money };
    BadAmount = "bad-amount";
    AmountZero = "amount-zero";
    AmountNegative = "amount-negative";
    AmountTooHigh = "amount-too-high" { amount: Money, limit: Money };
    OwnNumber = "own-number";
    StaffUnknown = "staff-unknown";
    ManagerUnknown = "manager-unknown";
    StaffHelp = "staff-help";
    StaffHelpManager = "staff-help-manager" { area: i64 };
    NoLongerStaff = "no-longer-staff" { shop: String };
    NotStaff = "not-staff" { shop: String };
    Lookup = "lookup" { name: String, phone: String, balance: Points };
    SaleContested = "sale-contested" { phone: String };
    FrozenStaff = "frozen-staff";
    ReturnAsk = "return-ask" { name: String, phone: String };
    ReturnDone = "return-done" { name: String };
    ReturnKept = "return-kept";
    ReturnOver = "return-over";
    NotFrozen = "not-frozen" { phone: String };
    EraseAskStaff = "erase-ask-staff" { name: String, balance: Points };
    ErasedStaff = "erased-staff";
    EraseNobody = "erase-nobody";
    LookupNobody = "lookup-nobody" { phone: String };
    Expired = "expired";

    // Staff: counter
    Undone = "undone" { name: String, amount: Money, points: Points, balance: Points };
    UndoAsk = "undo-ask" { name: String, amount: Money, time: Time };
    UndoWhich = "undo-which";
    UndoRow = "undo-row" { name: String, amount: Money, time: Time };
    UndoNothing = "undo-nothing";
    UndoAlready = "undo-already";
    UndoLate = "undo-late";
    UndoKept = "undo-kept";
    Refunded = "refunded" { name: String, amount: Money, points: Points, balance: Points };
    RefundWhich = "refund-which";
    RefundTooMuch = "refund-too-much" { left: Money };
    RefundManager = "refund-manager" { limit: Money };
    RefundNone = "refund-none" { name: String };
    RefundNobody = "refund-nobody" { phone: String };
    RefundList = "refund-list" { name: String };
    RefundRow = "refund-row" { number: i64, amount: Money, day: Day, time: Time, store: String };
    RefundRowPart =
        "refund-row-part" { number: i64, amount: Money, left: Money, day: Day, time: Time, store: String };
    RefundPick = "refund-pick";
    RefundAsk = "refund-ask" { name: String, amount: Money, day: Day, time: Time, store: String };
    RefundAskPart = "refund-ask-part";
    RefundKept = "refund-kept";
    ExchangeKept = "exchange-kept";
    ExchangeHow = "exchange-how";
    ExchangeNone = "exchange-none" { name: String, amount: Money };
    ExchangeParts = "exchange-parts";
    ExchangeAsk = "exchange-ask" { name: String, back: Money, day: Day, store: String, amount: Money };
    ExchangeCharge = "exchange-charge" { difference: Money };
    ExchangeReturn = "exchange-return" { difference: Money };
    ExchangeEven = "exchange-even";
    ExchangeDone = "exchange-done" { name: String, back: Money, amount: Money, taken: Points, points: Points, balance: Points };
    ExchangeUndoHint = "exchange-undo-hint";
    ExchangeUndone = "exchange-undone";
    Exchanged = "exchanged" { store: String, back: Money, amount: Money, taken: Points, points: Points };
    CodeAsk = "code-ask" { reward: String, name: String };
    RewardNotHere = "reward-not-here" { store: String };
    CodeDone = "code-done" { reward: String, name: String };
    CodeUsed = "code-used" { reward: String, day: Day, time: Time, by: String, store: String };
    CodeOver = "code-over" { reward: String };
    CodeUnknown = "code-unknown" { code: String };
    CodeTries = "code-tries";
    CodesRest = "codes-rest";
    CodesRestNews = "codes-rest-news" { tries: i64 };
    CodesRestRow = "codes-rest-row" { name: String, tries: i64 };
    CodesRestHow = "codes-rest-how";
    CodeKept = "code-kept";
    Day = "day" { when: When, sales: i64, total: Money };
    DayBack = "day-back" { sales: i64, total: Money };
    DayUnknown = "day-unknown";
    DayPoints = "day-points" { given: Points, used: Points };
    DayReversed = "day-reversed" { points: Points };
    DayUndone = "day-undone" { points: Points };
    DayReferral = "day-referral" { points: Points };
    DayStaff = "day-staff" { name: String, sales: i64, total: Money };

    // Managers
    OnlyManagers = "only-managers";
    AnnouncePreview = "announce-preview" { text: String };
    AnnounceAsk = "announce-ask" { people: i64, left_out: i64, price: Money };
    AnnounceWays = "announce-ways" { chat: i64, template: i64 };
    AnnounceLeft = "announce-left" { refused: i64, unreached: i64 };
    AnnounceNobody = "announce-nobody";
    AnnounceEmpty = "announce-empty";
    AnnounceLong = "announce-long" { most: i64 };
    AnnounceSent = "announce-sent" { people: i64 };
    AnnounceDropped = "announce-dropped";
    AnnounceWaits = "announce-waits" { people: i64 };
    AnnounceRests = "announce-rests";
    RestingNone = "resting-none";
    RestingOver = "resting-over";
    RestingPreview = "resting-preview" { count: i64 };
    RestingOne = "resting-one" { day: Day, people: i64, text: String };
    RestingMore = "resting-more" { count: i64 };
    RestingRefused = "resting-refused" { people: i64 };
    RestingUnreached = "resting-unreached" { people: i64 };
    RestingDoubtful = "resting-doubtful" { people: i64 };
    RestingNobody = "resting-nobody";
    RestingKept = "resting-kept";
    RestingDropped = "resting-dropped" { messages: i64 };
    Announcement = "announcement" { shop: String, text: String };
    Team = "team" { people: i64 };
    TeamSince = "team-since" { name: String, role: Term, day: Day };
    TeamOne = "team-one" { name: String, role: Term };
    TeamMore = "team-more" { people: i64 };
    TeamHow = "team-how" { area: i64 };
    Hired = "hired" { name: String, link: ChatLink };
    HireHow = "hire-how" { area: i64 };
    HiredAlready = "hired-already" { name: String };
    Dismissed = "dismissed" { name: String };
    DismissNobody = "dismiss-nobody";
    Claimed = "claimed" { shop: String };
    ClaimOther = "claim-other" { shop: String };
    ClaimUnknown = "claim-unknown" { shop: String, merchant: String };

    AdjustHow = "adjust-how" { area: i64 };
    AdjustAsk = "adjust-ask" { name: String, points: Points, plus: i64, before: Points, after: Points, reason: String };
    AdjustOwner = "adjust-owner" { limit: Points };
    AdjustTooMuch = "adjust-too-much" { name: String, available: Points };
    AdjustDropped = "adjust-dropped";
    AdjustDone = "adjust-done" { name: String, points: Points, plus: i64, balance: Points };
    Adjusted = "adjusted" { shop: String, points: Points, plus: i64, reason: String, balance: Points };
    DebtLetGo = "debt-let-go" { debt: Points };

    // What WhatsApp charges
    Cost = "cost" { month: Month, total: Money };
    CostService = "cost-service" { sent: Number, free: Number, price: Money };
    CostUtility = "cost-utility" { sent: Number, price: Money };
    CostMarketing = "cost-marketing" { sent: Number, price: Money };
    CostAuthentication = "cost-authentication" { sent: Number, price: Money };
    CostFree = "cost-free" { left: Number };
    CostUnpriced = "cost-unpriced" { count: i64 };
    CostUnderWay = "cost-under-way" { count: i64 };
    CostBefore = "cost-before" { month: Month, total: Money };
    CostNone = "cost-none" { month: Month };
    CostHow = "cost-how" { day: Day, rate: Money };

    // The books
    FigureRow = "figure-row" { what: Term, amount: Points };
    MonthEnd = "month-end" { month: Month };
    MonthSoFar = "month-so-far" { month: Month };
    MonthClosing = "month-closing" { balance: Points };
    MonthStore = "month-store" { store: String, balance: Points };
    MonthMore = "month-more" { month: String };
    MonthUnknown = "month-unknown";
    MonthWrong = "month-wrong" { month: Month };
    MonthColumns = "month-columns";
    Liability = "liability" { day: Day, total: Points };
    LiabilityExpected = "liability-expected" { points: Points, share: Percent };
    LiabilityYoung = "liability-young" { points: Points };

    // Why a figure is what it is
    WhyPurchase = "why-purchase" { amount: Money, day: Day, points: Points };
    WhyReduced = "why-reduced" { amount: Money, back: Money, day: Day, points: Points };
    WhyRate = "why-rate" { rate: String, dated: i64, day: Day };
    WhyPercent = "why-percent" { percent: Percent, dated: i64, day: Day };
    WhyVisit = "why-visit" { each: Points, dated: i64, day: Day };
    WhySum = "why-sum" {
        standing: Money, parts: i64, out: i64, excluded: Money, credit: i64, paid: Money, times: String,
        factor: String, more: i64, extra: Points, points: Points, rounded: i64,
    };
    WhyMost = "why-most" { points: Points };
    WhySmall = "why-small" { minimum: Money };
    WhyUntil = "why-until" { left: Points, day: Day };
    WhyNever = "why-never" { left: Points };
    WhySpent = "why-spent";
    WhyVouched = "why-vouched" { left: Points, code: String };
    WhyBalance = "why-balance" { balance: Points };
    WhyEndless = "why-endless" { points: Points };
    WhyRest = "why-rest" { points: Points };
    WhyHeld = "why-held" { held: Points };
    WhyMonth = "why-month" { month: Month, done: Measured };
    WhyVoucher = "why-voucher" { value: Money, code: String, day: Day };
    WhyPiece = "why-piece" { points: Points, day: Day };
    WhyWrong = "why-wrong" { shop: String, contact: String };
    WhyNothing = "why-nothing";

    // The page on the counter
    PosterPromise = "poster-promise" { amount: Money, points: Points, price: Points, reward: String };
    PosterPoints = "poster-points" { amount: Money, points: Points };
    PosterPercent = "poster-percent" { percent: Percent };
    PosterHeadline = "poster-headline";
    PosterPoint = "poster-point";
    PosterSend = "poster-send";
    PosterSay = "poster-say";
    PosterNumber = "poster-number" { number: String };

    // News of the number, for owners
    StoppedToken = "stopped-token" { code: String };
    StoppedPayment = "stopped-payment" { code: String };
    StoppedRestricted = "stopped-restricted" { code: String };
    StoppedUnregistered = "stopped-unregistered" { code: String };
    StoppedOther = "stopped-other" { code: String };
    SendingResumed = "sending-resumed";
    SendingStood = "sending-stood" { day: Day, time: Time, hours: i64, minutes: i64 };
    SendingWaited = "sending-waited" { count: i64 };
    SendingLate = "sending-late" { count: i64 };
    MarketingStopped = "marketing-stopped" { code: String };
    AnnouncementHeld = "announcement-held" { code: String };
    TemplatePaused = "template-paused" { template: Term, language: Term };
    TemplateRefused = "template-refused" { template: Term, language: Term, reason: Term };
    TemplateDisabled = "template-disabled" { template: Term, language: Term };
    TemplateBack = "template-back" { template: Term, language: Term };
    TemplateMarketing = "template-marketing" { template: Term, language: Term, price: Money };
    TemplateUtility = "template-utility" { template: Term, language: Term };
    TemplateRed = "template-red" { template: Term, language: Term };
    TemplateUntaken = "template-untaken" { template: Term, language: Term, code: String };
    LimitChanged = "limit-changed" { people: i64 };
    LimitNone = "limit-none";
    LimitDenied = "limit-denied";
    AccountRestricted = "account-restricted";
    AccountViolation = "account-violation" { what: String };
    AccountDisabled = "account-disabled";
    AccountFree = "account-free";
    NotYet = "not-yet";

    // The regulation, one line a rule
    TermsRate = "terms-rate" { amount: Money, points: Points };
    TermsPercent = "terms-percent" { percent: Percent };
    TermsVisit = "terms-visit" { points: Points };
    TermsRounding = "terms-rounding";
    TermsNet = "terms-net";
    TermsExcluded = "terms-excluded" { what: String };
    TermsMinimum = "terms-minimum" { amount: Money };
    TermsMost = "terms-most" { points: Points };
    TermsMostDay = "terms-most-day" { points: Points };
    TermsMostMonth = "terms-most-month" { points: Points };
    TermsUsable = "terms-usable" { days: i64 };
    TermsDays = "terms-days" { days: i64 };
    TermsMonths = "terms-months" { months: i64 };
    TermsSliding = "terms-sliding" { days: i64 };
    TermsYearly = "terms-yearly" { day: String };
    TermsNever = "terms-never";
    TermsMonthEnd = "terms-month-end";
    TermsNotice = "terms-notice" { days: i64, more: i64 };
    TermsTiersEarned = "terms-tiers-earned" { months: i64 };
    TermsTiersEarnedEver = "terms-tiers-earned-ever";
    TermsTiersSpent = "terms-tiers-spent" { months: i64 };
    TermsTiersSpentEver = "terms-tiers-spent-ever";
    TermsTiersVisits = "terms-tiers-visits" { months: i64 };
    TermsTiersVisitsEver = "terms-tiers-visits-ever";
    TermsTier = "terms-tier" { tier: String, from: Measured };
    TermsTierFactor = "terms-tier-factor" { factor: String };
    TermsKeepMonth = "terms-keep-month";
    TermsKeepYear = "terms-keep-year";
    TermsKeepAlways = "terms-keep-always";
    TermsCampaign = "terms-campaign" { name: String, from: Day, to: Day, factor: String };
    TermsCampaignExtra = "terms-campaign-extra" { name: String, from: Day, to: Day, points: Points };
    TermsWelcome = "terms-welcome" { points: Points };
    TermsBirthday = "terms-birthday" { points: Points };
    TermsPay = "terms-pay" { points: Points, amount: Money };
    TermsPayReais = "terms-pay-reais";
    TermsPayMinimum = "terms-pay-minimum" { points: Points };
    TermsPayShare = "terms-pay-share" { share: i64 };
    TermsPayYes = "terms-pay-yes" { minutes: i64 };
    TermsVoucherCredit = "terms-voucher-credit" { minimum: Money };
    TermsVoucherBalance = "terms-voucher-balance" { minimum: Money };
    TermsVoucherMultiples = "terms-voucher-multiples" { minimum: Money };
    TermsVoucherDays = "terms-voucher-days" { days: i64 };
    TermsVoucherNextDay = "terms-voucher-next-day";
    TermsVoucherPurchase = "terms-voucher-purchase" { amount: Money };
    TermsVoucherShare = "terms-voucher-share" { share: i64 };
    TermsVoucherRest = "terms-voucher-rest";
    TermsVoucherRestLost = "terms-voucher-rest-lost";
    TermsVoucherReturns = "terms-voucher-returns";
    TermsVoucherLapses = "terms-voucher-lapses";
    TermsReward = "terms-reward" { reward: String, price: Points };
    TermsRewardStock = "terms-reward-stock" { reward: String, price: Points, stock: i64 };
    TermsRewards = "terms-rewards" { hours: i64 };
    TermsReferrer = "terms-referrer" { points: Points, minimum: Money };
    TermsFriend = "terms-friend" { points: Points, minimum: Money };
    TermsReferralWait = "terms-referral-wait" { days: i64 };
    TermsReferralMost = "terms-referral-most" { most: i64 };
    TermsRanking = "terms-ranking";
    TermsStoreGives = "terms-store-gives" { store: String };
    TermsStoreTakes = "terms-store-takes" { store: String };
    TermsStoreOut = "terms-store-out" { store: String };
    TermsRefund = "terms-refund";
    TermsNoMedicines = "terms-no-medicines";
    TermsMedicines = "terms-medicines";
    TermsPrizes = "terms-prizes" { prizes: String, certificate: String };
    TermsChange = "terms-change" { days: i64 };
}
