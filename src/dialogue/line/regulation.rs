//! The regulation, one line a rule.

macro_rules! regulation_lines {
    ([$next:ident $($more:ident)*] { $($before:tt)* }) => { $next! { [$($more)*] {
        $($before)*

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
            TermsOwing = "terms-owing";
            TermsNoMedicines = "terms-no-medicines";
            TermsMedicines = "terms-medicines";
            TermsPrizes = "terms-prizes" { prizes: String, certificate: String };
            TermsChange = "terms-change" { days: i64 };
    } } };
}
