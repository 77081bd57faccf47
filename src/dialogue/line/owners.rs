//! What those who manage read: announcements, the team, costs, the books, why a figure is what it is, the poster, news.

macro_rules! owners_lines {
    ([$next:ident $($more:ident)*] { $($before:tt)* }) => { $next! { [$($more)*] {
        $($before)*

            // Managers
            OnlyManagers = "only-managers";
            AnnouncePreview = "announce-preview" { text: String };
            AnnounceAsk = "announce-ask" { people: i64, left_out: i64, price: Money };
            AnnounceWays = "announce-ways" { chat: i64, template: i64 };
            AnnounceLeft = "announce-left" { refused: i64, unreached: i64 };
            AnnounceNobody = "announce-nobody";
            AnnounceWhole = "announce-whole";
            AnnounceEmpty = "announce-empty";
            AnnounceLong = "announce-long" { most: i64 };
            AnnounceSent = "announce-sent" { people: i64 };
            AnnounceDropped = "announce-dropped";
            AnnounceGone = "announce-gone";
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
            TeamTills = "team-tills" { tills: i64 };
            TeamTill = "team-till" { name: String, store: String };
            TeamHow = "team-how" { area: i64 };
            HireAsk = "hire-ask" { name: String, phone: String, role: Term };
            HireDropped = "hire-dropped";
            HireOwner = "hire-owner";
            TeamKept = "team-kept";
            Hired = "hired" { name: String, link: ChatLink };
            HireHow = "hire-how" { area: i64 };
            RoleHow = "role-how" { area: i64 };
            DismissAtOnce = "dismiss-at-once" { area: i64 };
            Members = "members" { people: i64, offers: i64 };
            HiredAlready = "hired-already" { name: String };
            DismissAsk = "dismiss-ask" { name: String, role: Term };
            DismissKept = "dismiss-kept" { name: String };
            Dismissed = "dismissed" { name: String };
            TillDismissAsk = "till-dismiss-ask" { name: String, merchant: String };
            TillKept = "till-kept" { name: String };
            TillDismissed = "till-dismissed" { name: String };
            DismissNobody = "dismiss-nobody";
            FamilyMarked = "family-marked" { name: String, relative: String };
            FamilyUnmarked = "family-unmarked" { name: String, relative: String };
            Family = "family";
            FamilyRow = "family-row" { name: String, relative: String };
            FamilyNobody = "family-nobody";
            FamilyStranger = "family-stranger" { name: String };
            FamilyHow = "family-how" { area: i64 };
            Claimed = "claimed" { shop: String };
            ClaimOther = "claim-other" { shop: String };
            ClaimUnknown = "claim-unknown" { shop: String, merchant: String };

            TillCodesNews = "till-codes-news" { channel: String };
            DisputeNews = "dispute-news" { name: String, phone: String, amount: Money, day: Day, time: Time, store: String, by: String };
            AmountNews = "amount-news" {
                name: String, phone: String, amount: Money, day: Day, time: Time, store: String, by: String, text: String,
            };
            CallNews = "call-news" { name: String, phone: String, text: String };
            CallNewsBare = "call-news-bare" { name: String, phone: String };
            ComplaintNews = "complaint-news" { name: String, phone: String, text: String };
            RenumberHow = "renumber-how" { area: i64 };
            RenumberAsk = "renumber-ask" { name: String, phone: String, new: String, balance: Points };
            RenumberBoth = "renumber-both" { name: String, balance: Points };
            RenumberNobody = "renumber-nobody" { phone: String };
            RenumberSilent = "renumber-silent" { phone: String };
            RenumberSame = "renumber-same" { phone: String };
            RenumberTeam = "renumber-team";
            RenumberDropped = "renumber-dropped";
            Renumbered = "renumbered" { name: String, phone: String, balance: Points };
            TellHow = "tell-how";
            TellLong = "tell-long" { most: i64 };
            TellHours = "tell-hours" { store: String, text: String };
            TellAddress = "tell-address" { store: String, text: String };
            TellBefore = "tell-before" { before: String };
            TellDropped = "tell-dropped";
            Told = "told";

            AdjustHow = "adjust-how" { area: i64 };
            AdjustWhose = "adjust-whose" { points: Points, plus: i64 };
            AdjustWhy = "adjust-why" { name: String, points: Points, plus: i64 };
            AdjustAsk = "adjust-ask" { name: String, points: Points, plus: i64, vouchers: i64, before: Points, after: Points, reason: String };
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
            MonthStore = "month-store" { store: String };
            MonthNowhere = "month-nowhere";
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
                standing: Money, parts: i64, out: i64, excluded: Money, less: i64, discount: Money, credit: i64, paid: Money, times: String,
                factor: String, named: i64, more: i64, extra: Points, campaign: String, points: Points, rounded: i64,
            };
            WhyMost = "why-most" { points: Points };
            WhySmall = "why-small" {
                standing: Money, parts: i64, out: i64, excluded: Money, less: i64, discount: Money, eligible: Money,
                minimum: Money,
            };
            WhyStore = "why-store" { store: String };
            /// `step`: its number among the lines; 0: none.
            WhyUntil = "why-until" { step: i64, left: Points, day: Day };
            WhyNever = "why-never" { step: i64, left: Points };
            WhySpent = "why-spent" { step: i64 };
            WhyTaken = "why-taken" { step: i64 };
            /// `code` is `none` for those who may not read it.
            WhyVouched = "why-vouched" { step: i64, left: Points, code: String };
            WhyReferral = "why-referral" { points: Points, minimum: Money };
            /// `reduced`: 1 where `back` of it was taken back.
            WhyFriend = "why-friend" { amount: Money, day: Day, reduced: i64, back: Money };
            WhyReward = "why-reward" { reward: String, price: Points };
            WhyRanking = "why-ranking" { done: Measured, period: Month };
            WhyPart = "why-part" { what: Term, done: Measured };
            WhyUnclear = "why-unclear";
            WhyBalance = "why-balance" { balance: Points, owing: i64 };
            WhyBalanceOf = "why-balance-of" { name: String, balance: Points, nothing: i64 };
            WhyWhose = "why-whose" { name: String };
            /// `part`: 1 where only `back` of it was taken back.
            WhyOwed = "why-owed" { points: Points, amount: Money, back: Money, part: i64, day: Day };
            WhyOwedFriend = "why-owed-friend" { points: Points };
            WhyEndless = "why-endless" { points: Points };
            WhyRest = "why-rest" { points: Points };
            WhyHeld = "why-held" { held: Points };
            WhyMonth = "why-month" { month: Month, done: Measured };
            WhyVoucher = "why-voucher" { value: Money, code: String, day: Day };
            WhyPiece = "why-piece" { points: Points, day: Day };
            WhyDay = "why-day" { sales: i64, total: Money };
            WhySold = "why-sold" { time: Time, name: String, amount: Money, points: Points };
            WhySoldOn = "why-sold-on" { day: Day, name: String, amount: Money, points: Points };
            WhySoldMore = "why-sold-more" { sales: i64, total: Money };
            WhyMonthBegins = "why-month-begins" { month: Month, opening: Points };
            WhyBought = "why-bought" { what: Term, amount: Points, count: i64, total: Money };
            WhyTimes = "why-times" { what: Term, amount: Points, count: i64 };
            WhyHolders = "why-holders" { balance: Points, people: i64 };
            WhyLiability = "why-liability" { total: Points };
            WhyOwedApart = "why-owed-apart" { debt: Points };
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
            HookGone = "hook-gone" { host: String };
            HookSilent = "hook-silent" { host: String };
            NotYet = "not-yet";
            ApproveNothing = "approve-nothing";
    } } };
}
