//! What customers read: joining, what they have, paying, and what they are told of a sale.

macro_rules! customers_lines {
    ([$next:ident $($more:ident)*] { $($before:tt)* }) => { $next! { [$($more)*] {
        $($before)*

            /// An empty line between two thoughts.
            Gap = "gap";

            // Joining and consent
            Welcome = "welcome" { shop: String, reais: i64, points: Exact };
            WelcomePay = "welcome-pay" { shop: String, reais: i64, points: Exact };
            WelcomePercent = "welcome-percent" { shop: String, percent: Percent };
            WelcomeVisit = "welcome-visit" { shop: String, points: Points };
            /// What is kept of whoever buys where the purchases themselves would tell too much.
            WelcomeData = "welcome-data";
            WelcomeCredit = "welcome-credit" { points: Points };
            WelcomeInvited = "welcome-invited" { friend: String, points: Points };
            WelcomeAsk = "welcome-ask";
            WelcomeAgain = "welcome-again";
            Joined = "joined" { name: String };
            WelcomeGift = "welcome-gift" { points: Points };
            JoinedBalance = "joined-balance" { balance: Points };
            JoinedOffers = "joined-offers" { shop: String };
            JoinLater = "join-later" { shop: String };
            JoinStands = "join-stands";
            AlreadyIn = "already-in" { name: String };
            OptedOut = "opted-out" { shop: String };
            OptedOutAll = "opted-out-all" { shop: String };
            OptedIn = "opted-in" { shop: String };
            OptOutAsk = "opt-out-ask";
            /// To somebody without offers: is nothing at all to come?
            StopAllAsk = "stop-all-ask";
            LeaveHow = "leave-how";
            /// Behind whom to ask about the shop's things, to somebody who is not in the club.
            ClubToo = "club-too" { shop: String };
            UnknownMore = "unknown-more" { contact: String };
            WelcomeOnce = "welcome-once";
            InvitedHow = "invited-how";
            RulesSoon = "rules-soon";
            RulesCash = "rules-cash";
            RulesPhone = "rules-phone";
            RulesHowReward = "rules-how-reward";
            RulesHowPay = "rules-how-pay";
            RulesHowVoucher = "rules-how-voucher";
            RulesPayAll = "rules-pay-all";
            RulesPayNone = "rules-pay-none";
            RulesPayVoucher = "rules-pay-voucher";
            /// So much credit takes purchases of so much.
            RulesSpend = "rules-spend" { points: Points, amount: Money };
            RulesSpendLeft = "rules-spend-left" { missing: Points, amount: Money };
            RulesSpendEnough = "rules-spend-enough";
            RulesSpendReward = "rules-spend-reward" { reward: String, points: Points, amount: Money };
            RulesAds = "rules-ads";
            /// What was set aside under this code is free again.
            PayInstead = "pay-instead" { code: String };
            PayWorth = "pay-worth" { points: Points, amount: Money };
            BirthdayNone = "birthday-none";
            /// To a grumble that says nothing of what it is about.
            WhatHappened = "what-happened";
            NoHurry = "no-hurry";
            NoTrouble = "no-trouble";
            OptOutKept = "opt-out-kept";
            OptOutStays = "opt-out-stays";
            OffersWhole = "offers-whole";
            NoticesStay = "notices-stay";
            NoticesBack = "notices-back";
            /// The same answer again.
            SameAgain = "same-again" { shop: String, contact: String };
            RulesOutside = "rules-outside";
            OptInAsk = "opt-in-ask";

            // Customer reads
            Menu = "menu" { name: String };
            Hello = "hello" { name: String };
            NothingOpen = "nothing-open";
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
            StatementHeld = "statement-held" { day: Day, points: Points };
            /// Set aside for a while; above zero.
            StatementUnheld = "statement-unheld" { day: Day, points: Points };
            StatementReturned = "statement-returned" { day: Day, points: Points };
            StatementReversal = "statement-reversal" { day: Day, points: Points };
            StatementExpired = "statement-expired" { day: Day, points: Points };
            StatementVoucher = "statement-voucher" { day: Day, points: Points };
            StatementVoucherUsed = "statement-voucher-used" { day: Day, points: Points, amount: Money };
            StatementVoucherBack = "statement-voucher-back" { day: Day, points: Points };
            StatementBonus = "statement-bonus" { day: Day, points: Points };
            StatementOpening = "statement-opening" { day: Day, points: Points };
            StatementAdjustment = "statement-adjustment" { day: Day, points: Points, plus: i64, reason: String };
            StatementWriteOff = "statement-write-off" { day: Day, points: Points };
            Prolonged = "prolonged" { points: Points, day: Day, frozen: i64 };
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
            Ranking = "ranking" { period: Month, place: i64, done: Measured };
            RankingFirst = "ranking-first" { period: Month, done: Measured };
            RankingRow = "ranking-row" { place: i64, name: String, done: Measured };
            RankingGap = "ranking-gap" { gap: Measured };
            RankingEmpty = "ranking-empty" { period: Month };
            RankingNone = "ranking-none";
            Rewards = "rewards" { balance: Points };
            RewardsNone = "rewards-none";
            /// The balance pays purchases instead.
            RewardsNonePay = "rewards-none-pay";
            RewardCan = "reward-can" { number: i64, reward: String, price: Points };
            RewardCannot = "reward-cannot" { number: i64, reward: String, price: Points, missing: Points };
            RewardSoon = "reward-soon" { number: i64, reward: String, price: Points, day: Day };
            RewardHow = "reward-how";
            RewardHeld = "reward-held" { reward: String, code: String, day: Day, time: Time, available: Points };
            RewardMissing = "reward-missing" { reward: String, missing: Points };
            RewardNotYet = "reward-not-yet" { reward: String, points: Points, day: Day };
            RewardBlocked = "reward-blocked" { debt: Points };
            RewardUnknown = "reward-unknown";
            RewardNotHeld = "reward-not-held" { reward: String };
            RewardTaken = "reward-taken" { reward: String, balance: Points };
            RewardLapsed = "reward-lapsed" { reward: String, points: Points, balance: Points };
            Rules = "rules" { shop: String };
            RulesComing = "rules-coming" { day: Day };
            RulesNew = "rules-new";
            RulesGone = "rules-gone";
            Contact = "contact" { shop: String, contact: String };
            ContactQuiet = "contact-quiet" { hours: i64 };
            Hours = "hours" { store: String, hours: String };
            TeamKnows = "team-knows" { shop: String, contact: String };
            Address = "address" { store: String, address: String };
            /// Who this is, what is never asked for, where the number came from, and the ways out.
            TrustScam = "trust-scam" { shop: String };
            TrustWho = "trust-who" { shop: String };
            TrustNever = "trust-never";
            SourceTill = "source-till";
            SourceShop = "source-shop" { shop: String };
            SourceWrote = "source-wrote";
            TrustLeave = "trust-leave";
            Robot = "robot" { shop: String };
            CodesYours = "codes-yours";
            CodeReward = "code-reward" { reward: String, code: String, day: Day, time: Time };
            CodePay = "code-pay" { points: Points, code: String, day: Day, time: Time };
            CodesNone = "codes-none";
            RankingMasked = "ranking-masked" { name: String };
            RankingNamed = "ranking-named" { name: String };
            RankingLeave = "ranking-leave";
            RulesFree = "rules-free" { shop: String };
            /// What one purchase gives.
            RulesSum = "rules-sum" { amount: Money, points: Points };
            RulesApp = "rules-app";
            RulesOwn = "rules-own";
            RulesOwnReward = "rules-own-reward";
            RulesCovers = "rules-covers";
            RulesLeast = "rules-least";
            RulesWorth = "rules-worth" { reward: String, price: Points };
            RulesWorthReais = "rules-worth-reais";
            RulesStores = "rules-stores" { stores: String };
            /// What a customer says went wrong, and who hears of it.
            Sorry = "sorry";
            ToldShop = "told-shop";
            CalledShop = "called-shop";
            MissingLast = "missing-last" { amount: Money, points: Points, day: Day, store: String };
            MissingNone = "missing-none";
            Condolence = "condolence";
            AmountDisputed = "amount-disputed" { amount: Money, day: Day, time: Time, store: String };
            RenumberMine = "renumber-mine" { shop: String, contact: String };
            RenumberedYours = "renumbered-yours" { balance: Points };
            Disputed = "disputed" { amount: Money, day: Day, time: Time, store: String };
            NoVouchers = "no-vouchers";
            /// The balance pays purchases instead, and there are no rewards.
            NoVouchersPay = "no-vouchers-pay";
            Vouchers = "vouchers";
            VouchersNone = "vouchers-none";
            VoucherRow = "voucher-row" { value: Money, code: String, day: Day };
            VoucherHow = "voucher-how";
            VoucherFrom = "voucher-from" { minimum: Money };
            VoucherEachFrom = "voucher-each-from" { code: String, minimum: Money };
            VoucherFromTomorrow = "voucher-from-tomorrow";
            VoucherStores = "voucher-stores" { stores: String };
            VoucherRestLost = "voucher-rest-lost";
            VoucherComesBack = "voucher-comes-back";
            VoucherBlocked = "voucher-blocked" { debt: Points };
            VoucherYours = "voucher-yours";
            VoucherShow = "voucher-show";
            VoucherOthers = "voucher-others";
            VoucherMissing = "voucher-missing" { missing: Money };
            PayHow = "pay-how" { most: Points };
            PayNothing = "pay-nothing";
            PayHeld = "pay-held" { points: Points, worth: Money, code: String, day: Day, time: Time, available: Points };
            PayLapsed = "pay-lapsed" { points: Points, balance: Points };
            PayBack = "pay-back" { points: Points, balance: Points };
            RewardBack = "reward-back" { reward: String, points: Points, balance: Points };
            RewardReturned = "reward-returned" { reward: String, points: Points, balance: Points };
            PayLeast = "pay-least" { minimum: Points };
            PayStep = "pay-step" { step: Points };
            PayMissing = "pay-missing" { most: Points };
            PayLater = "pay-later" { points: Points, day: Day };
            PayDebt = "pay-debt" { debt: Points };
            PayAsk = "pay-ask" { store: String, points: Points, amount: Money };
            PayAskOther = "pay-ask-other";
            PayAgreed = "pay-agreed" { points: Points, amount: Money };
            PayStands = "pay-stands" { points: Points, amount: Money };
            PayNot = "pay-not";
            PayOver = "pay-over";
            PayClosed = "pay-closed";
            Presence = "presence" { code: String, minutes: i64 };
            /// `ranking`: 1 where there is one.
            NoTiers = "no-tiers" { ranking: i64 };
            TierMine = "tier-mine" { tier: String, done: Measured, months: i64 };
            TierMineEver = "tier-mine-ever" { tier: String, done: Measured };
            TierHold = "tier-hold" { day: Day };
            /// After a line that says until when. `later`: 1 when only what is done from that day on counts.
            TierMore = "tier-more" { missing: Measured, later: i64, from: Day };
            TierNext = "tier-next" { tier: String, missing: Measured };
            TierReached = "tier-reached" { tier: String };
            TierKept = "tier-kept" { tier: String, day: Day };
            TierLost = "tier-lost" { before: String, tier: String };
            NoBirthday = "no-birthday";
            BirthdayWhich = "birthday-which";
            BirthdaySet = "birthday-set" { day: String, points: Points };
            BirthdayKept = "birthday-kept" { day: String };
            BirthdayLater = "birthday-later" { day: String, year: String };
            BirthdayNext = "birthday-next" { day: String, points: Points, year: String };
            BirthdayGift = "birthday-gift" { name: String, points: Points };
            NameSet = "name-set" { name: String };
            NameWhich = "name-which";
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
            DataVouchers = "data-vouchers" { value: Points };
            DataKept = "data-kept" { shop: String };
            DataName = "data-name" { name: String };
            DataPhone = "data-phone" { phone: String };
            DataEmail = "data-email" { email: String };
            DataCnpj = "data-cnpj" { cnpj: String };
            DataOwn = "data-own" { id: String };
            DataYou = "data-you" { name: String };
            DataYouAs = "data-you-as" { name: String, role: String };
            DataBounced = "data-bounced" { day: Day };
            DataBirthday = "data-birthday" { day: String };
            DataLanguage = "data-language" { language: Term };
            DataStore = "data-store" { store: String };
            DataSince = "data-since" { day: Day };
            DataBalance = "data-balance" { balance: Points };
            DataPurchases = "data-purchases" { purchases: i64 };
            DataProgram = "data-program" { day: Day };
            DataOffers = "data-offers" { day: Day };
            DataNoOffers = "data-no-offers" { day: Day };
            DataNoReceipts = "data-no-receipts" { day: Day };
            DataLetters = "data-letters" { day: Day };
            DataNoLetters = "data-no-letters" { day: Day };
            DataSource = "data-source" { source: String };
            DataByLink = "data-by-link";
            DataByList = "data-by-list";
            DataRights = "data-rights" { shop: String, contact: String };
            EraseAsk = "erase-ask" { balance: Points };
            EraseDebt = "erase-debt" { debt: Points };
            Erased = "erased" { shop: String };
            EraseKept = "erase-kept";
            EraseStaff = "erase-staff";
            LettersOff = "letters-off" { email: String };
            LettersOn = "letters-on" { email: String };
            LettersNowhere = "letters-nowhere";
            LettersNoAddress = "letters-no-address" { shop: String, contact: String };
            LettersNever = "letters-never";
            EraseCompany = "erase-company" { contact: String };

            // What a customer is told of a sale
            Receipt = "receipt" { store: String, amount: Money, points: Points };
            ReceiptExcluded = "receipt-excluded" { eligible: Money };
            ReceiptDiscount = "receipt-discount" { discount: Money };
            ReceiptReferral = "receipt-referral" { points: Points };
            /// Of whoever invited them, the month has seen enough friends.
            ReferralOver = "referral-over";
            ReceiptRepaid = "receipt-repaid" { points: Points };
            ReceiptBalance = "receipt-balance" { balance: Points, day: Day };
            ReceiptLater = "receipt-later" { points: Points, day: Day, days: i64 };
            ReceiptRules = "receipt-rules" { day: Day };
            RewardGone = "reward-gone" { reward: String };
            RewardNone = "reward-none" { number: i64, reward: String, price: Points };
            ReceiptDebt = "receipt-debt" { debt: Points };
            BalancePaid = "balance-paid" { points: Points, used: Money };
            BalancePaidBy = "balance-paid-by" { by: String };
            BalanceReturned = "balance-returned" { points: Points };
            VoucherPaid = "voucher-paid" { used: Money };
            VoucherIssued = "voucher-issued" { value: Money, code: String, day: Day };
            VoucherRest = "voucher-rest" { value: Money, code: String, day: Day };
            VoucherDissolved = "voucher-dissolved" { code: String, balance: Money };
            VouchersDissolved = "vouchers-dissolved" { codes: String, last: String, balance: Money };
            VoucherEnded = "voucher-ended" { code: String };
            VouchersEnded = "vouchers-ended" { codes: String, last: String };
            VoucherReplaced = "voucher-replaced" { count: i64, code: String };
            VouchersReplaced = "vouchers-replaced" { count: i64, codes: String, last: String };
            VoucherReturned = "voucher-returned" { value: Money, code: String, day: Day };
            FriendVoucher = "friend-voucher" { friend: String };
            FriendOver = "friend-over" { friend: String, most: i64 };
            FriendBought = "friend-bought" { friend: String, points: Points, balance: Points };
            Reversed = "reversed" { amount: Money, points: Points };
            ReversedPart = "reversed-part" { amount: Money, whole: Money, points: Points };
            ReversedReferral = "reversed-referral" { points: Points };
            ReversedBalance = "reversed-balance" { balance: Points };
            FriendReversed = "friend-reversed" { friend: String, points: Points, balance: Points };
            // Around what is said, in e-mail
            MailReceipt = "mail-subject-receipt" { shop: String };
            MailReversal = "mail-subject-reversal" { shop: String };
            MailExpiring = "mail-subject-expiring" { shop: String };
            MailNews = "mail-subject-news" { shop: String };
            MailGreeting = "mail-greeting";
            MailGreetingName = "mail-greeting-name" { name: String };
            MailFooter = "mail-footer" { shop: String, contact: String };
            MailLeave = "mail-leave";
            MailLeaveAsk = "mail-leave-ask" { shop: String };
            MailLeft = "mail-left" { shop: String };
            MailGone = "mail-gone";
    } } };
}
