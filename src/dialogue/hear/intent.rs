//! What people want: the closed list of intents, under the labels of the data, and what may be done with each.

use serde::{Deserialize, Serialize};

/// Declares [`Intent`] with its printed labels in one place.
macro_rules! intents {
    ($($variant:ident = $label:literal),+ $(,)?) => {
        /// What the person wants.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Intent {
            #[default]
            Unknown,
            $($variant),+
        }

        impl Intent {
            pub const ALL: &[Intent] = &[Intent::Unknown, $(Intent::$variant),+];

            /// The label of the labelled data; a few finer intents share one.
            pub const fn label(self) -> &'static str {
                match self {
                    Intent::Unknown => "unknown",
                    $(Intent::$variant => $label),+
                }
            }
        }
    };
}

intents! {
    Back = "back", Balance = "balance", BirthdaySet = "birthday_set", Cancel = "cancel",
    ConfirmNo = "confirm_no", ConfirmYes = "confirm_yes", DeleteData = "delete_data",
    ExportData = "export_data", Greeting = "greeting", Human = "human", LanguageChange = "language_change",
    MailStart = "mail_start", MailStop = "mail_stop",
    Menu = "menu", NameSet = "name_set", OptIn = "opt_in", OptOut = "opt_out", Ranking = "ranking",
    ReferralApply = "referral_apply", ReferralCode = "referral_code", RewardRedeem = "reward_redeem",
    RewardsCatalog = "rewards_catalog", RulesHelp = "rules_help", Smalltalk = "smalltalk",
    Statement = "statement", Dispute = "dispute", Thanks = "thanks", Tier = "tier",
    VoucherGet = "voucher_get", VouchersList = "vouchers_list",
    CustomerLookup = "customer_lookup", RedeemPoints = "redeem_points", RedeemVoucher = "redeem_voucher",
    RegisterPurchase = "register_purchase", StaffHelp = "staff_help", TodaySales = "today_sales", Undo = "undo",
    RegisterCustomer = "register_customer", ChangeNumber = "change_number", Info = "info",
    AddStaff = "add_staff", Team = "team", RemoveStaff = "remove_staff", Family = "add_staff", FamilyNot = "remove_staff",
    Approve = "approve", Reject = "reject",
    BroadcastStart = "broadcast_start", BroadcastSegment = "broadcast_segment",
    BroadcastConfirm = "broadcast_confirm", BroadcastCancel = "broadcast_cancel",
    BroadcastStatus = "broadcast_status", Campaign = "campaign", Report = "report", SetRule = "set_rule",
    // Finer than the labels: a refund is an undo with an amount, and so on.
    BroadcastRelease = "broadcast_confirm", BroadcastDiscard = "broadcast_cancel",
    PayWithBalance = "redeem_points", Presence = "referral_code",
    Cost = "report", CloseMonth = "report", Liability = "report", Why = "why", Adjust = "adjust", Refund = "undo",
    Exchange = "undo", Correct = "undo", Hours = "unknown", Address = "unknown", StopAll = "opt_out", MyBalance = "balance",
    // Of the club, yes; of its offers, no.
    NoOffers = "opt_out",
    // Who is this, and what do they know of me?
    Scam = "human", NumberSource = "human", Robot = "smalltalk", AnyoneThere = "human", RankingName = "ranking",
    Codes = "vouchers_list", WrongAmount = "dispute", Complaint = "human", NotCredited = "human",
    // Of the team: somebody gets another place in the shop, and a customer wants to leave; and how many there are.
    ChangeRole = "add_staff", LeaveTheirs = "opt_out", Members = "report",
    // Somebody tells of a death.
    Mourning = "smalltalk",
}

impl Intent {
    /// Wants no more offers, or nothing at all.
    pub const fn leaves(self) -> bool {
        matches!(self, Intent::OptOut | Intent::StopAll | Intent::NoOffers)
    }

    /// Asks for something to be done, not to be read, said or left.
    pub const fn acts(self) -> bool {
        matches!(
            self,
            Intent::RegisterPurchase
                | Intent::PayWithBalance
                | Intent::RedeemVoucher
                | Intent::RedeemPoints
                | Intent::Undo
                | Intent::Correct
                | Intent::Cancel
                | Intent::Refund
                | Intent::Exchange
                | Intent::Adjust
                | Intent::BroadcastStart
                | Intent::BroadcastSegment
                | Intent::BroadcastRelease
                | Intent::BroadcastDiscard
                | Intent::RegisterCustomer
                | Intent::ChangeNumber
                | Intent::Info
                | Intent::AddStaff
                | Intent::RemoveStaff
                | Intent::Family
                | Intent::FamilyNot
                | Intent::Approve
                | Intent::Reject
                | Intent::Campaign
                | Intent::SetRule
                | Intent::DeleteData
                | Intent::RewardRedeem
                | Intent::VoucherGet
                | Intent::OptIn
                | Intent::ReferralApply
                | Intent::NameSet
                | Intent::BirthdaySet
        )
    }

    /// A rule for this gives way where the message is far more like something else. Never one for leaving, for a person of
    /// the shop, or for an answer.
    pub const fn may_be_outvoted(self) -> bool {
        let kept = matches!(
            self,
            Intent::OptOut
                | Intent::StopAll
                | Intent::NoOffers
                | Intent::MailStop
                | Intent::DeleteData
                | Intent::Human
                | Intent::Complaint
                | Intent::NotCredited
                | Intent::Mourning
                | Intent::Scam
                | Intent::NumberSource
                | Intent::Robot
                | Intent::AnyoneThere
                | Intent::RankingName
                | Intent::Codes
                | Intent::WrongAmount
                | Intent::Hours
                | Intent::Address
                | Intent::ConfirmYes
                | Intent::ConfirmNo
                | Intent::Cancel
                | Intent::Back
        );
        self.may_be_guessed() && !kept
    }

    /// Only tells something, or asks before anything is done: good enough for what is only likely. Who works here, what
    /// somebody agreed to, what was sold and who talks to whom is changed by plain words alone.
    pub const fn tells_or_asks(self) -> bool {
        matches!(
            self,
            Intent::Balance
                | Intent::MyBalance
                | Intent::Statement
                | Intent::Ranking
                | Intent::Tier
                | Intent::RewardsCatalog
                | Intent::RewardRedeem
                | Intent::RulesHelp
                | Intent::ReferralCode
                | Intent::VouchersList
                | Intent::Codes
                | Intent::VoucherGet
                | Intent::Scam
                | Intent::NumberSource
                | Intent::Robot
                | Intent::AnyoneThere
                | Intent::RankingName
                | Intent::Menu
                | Intent::Greeting
                | Intent::Thanks
                | Intent::LanguageChange
                | Intent::ExportData
                | Intent::DeleteData
                | Intent::ChangeNumber
                | Intent::CustomerLookup
                | Intent::TodaySales
                | Intent::Report
                | Intent::StaffHelp
                | Intent::Why
                | Intent::Team
                | Intent::BroadcastStart
                | Intent::BroadcastStatus
                | Intent::Campaign
                | Intent::SetRule
                | Intent::Info
        )
    }

    /// A message that no rule takes may be taken for this: it is answered, or asks before it does anything. Nobody guesses
    /// what is sold, paid with or booked.
    pub const fn may_be_guessed(self) -> bool {
        !matches!(
            self,
            Intent::Unknown
                | Intent::RegisterPurchase
                | Intent::PayWithBalance
                | Intent::RedeemVoucher
                | Intent::RedeemPoints
                | Intent::Presence
                | Intent::Refund
                | Intent::Exchange
                | Intent::Correct
                | Intent::Adjust
                | Intent::Approve
                | Intent::BroadcastRelease
                | Intent::BroadcastDiscard
        )
    }

    /// People say it alike on both sides of the counter.
    pub(super) const fn is_said_by_all(self) -> bool {
        matches!(
            self,
            Intent::Unknown
                | Intent::Greeting
                | Intent::Thanks
                | Intent::Smalltalk
                | Intent::LanguageChange
                | Intent::ConfirmYes
                | Intent::ConfirmNo
                | Intent::Cancel
        )
    }
}
