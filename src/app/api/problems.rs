//! The types of problems, in one table: what programs tell them apart by, and what a person reads of each. Those that the
//! lane finds are decided in [`crate::dialogue::till`] and have their titles here.

use axum::http::StatusCode;

/// Declares [`Slug`]: variant, its word on the wire, status, title, and what to do about it.
macro_rules! problems {
    ($($variant:ident = $word:literal $status:ident $title:literal $remedy:literal;)*) => {
        /// A type of problem. Programs tell them apart by it, never by the sentence. Words on the wire never change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Slug {
            $($variant,)*
        }

        impl Slug {
            pub const ALL: &[Slug] = &[$(Slug::$variant),*];

            pub const fn word(self) -> &'static str {
                match self { $(Slug::$variant => $word,)* }
            }

            pub const fn status(self) -> StatusCode {
                match self { $(Slug::$variant => StatusCode::$status,)* }
            }

            pub const fn title(self) -> &'static str {
                match self { $(Slug::$variant => $title,)* }
            }

            pub const fn remedy(self) -> &'static str {
                match self { $(Slug::$variant => $remedy,)* }
            }
        }
    };
}

problems! {
    BadJson = "bad-json" BAD_REQUEST "The body is no JSON" "The sentence says where reading it ended.";
    BadField = "bad-field" UNPROCESSABLE_ENTITY "Something in the request cannot be read"
        "The field says what; the sentence says what it should look like.";
    BadCursor = "bad-cursor" BAD_REQUEST "The cursor is not one of this list"
        "Pass `next` of the page before as `after`, unchanged, to the same list. Without `after` the \
         list begins anew.";
    UnknownKey = "unknown-key" UNAUTHORIZED "The key opens nothing"
        "Send `Authorization: Bearer frg_…` with a key that `fregues key create` printed. A revoked \
         key, and each key of a dismissed channel, opens nothing any more.";
    MissingScope = "missing-scope" FORBIDDEN "The key is not for this"
        "The sentence names the scope. Make another key with `fregues key create --scopes`; a key \
         keeps those it was made with.";
    NotFound = "not-found" NOT_FOUND "There is no such thing"
        "Either it never was, or it is not of the shop that the key belongs to.";
    NoSuchMethod = "no-such-method" METHOD_NOT_ALLOWED "The address does not take this method"
        "The header Allow names those it takes.";
    MemberAtRest = "member-at-rest" UNPROCESSABLE_ENTITY "The record rests"
        "Its number came with another account than before, and the person, or a manager, settles in the chat \
         whose it is; or they asked to be forgotten, and whoever buys now is somebody new.";
    TooLarge = "too-large" PAYLOAD_TOO_LARGE "The body is too large" "A call has at most 64 KiB.";
    NotJson = "not-json" UNSUPPORTED_MEDIA_TYPE "The body is not JSON"
        "Send `Content-Type: application/json`.";
    TooMany = "too-many" TOO_MANY_REQUESTS "Too many calls"
        "Wait for as many seconds as Retry-After says. RateLimit and RateLimit-Policy tell on every \
         answer how much is left.";
    Paused = "paused" SERVICE_UNAVAILABLE "The shop is paused"
        "Nothing was kept. Whoever runs the service resumes it; the same call may be made again then.";
    StillWorking = "still-working" CONFLICT "The call is kept and not yet decided"
        "Make the same call again, with the same Idempotency-Key or the same number of the order: it \
         is done once, and answered as soon as it is.";
    Failed = "failed" INTERNAL_SERVER_ERROR "The call was kept and could not be decided"
        "Nothing was registered. It is in the service's log, for whoever runs it.";
    Broken = "broken" SERVICE_UNAVAILABLE "The service could not answer"
        "It is in the service's log. The same call may be made again.";
    // What the lane finds.
    IdempotencyConflict = "idempotency-conflict" CONFLICT "The key came with other content before"
        "Choose a new Idempotency-Key for each call; the same one repeats the same call.";
    OrderConflict = "order-conflict" CONFLICT "The number stands for something else"
        "Under this number another content was recorded. The same content is answered as before; what \
         is new needs a new number.";
    OrderRegistered = "order-registered" CONFLICT "The order is registered already"
        "The sentence names the purchase that it is. `GET /purchases?order=` shows it, `POST \
         /orders/{order}/reversals` takes it back; a new purchase needs a new number.";
    IdentityConflict = "identity-conflict" CONFLICT "It is known as another customer's"
        "The field is known to be somebody else's. Leave it out, or name the customer by what is \
         theirs.";
    AmountTooHigh = "amount-too-high" UNPROCESSABLE_ENTITY "The amount is more than a purchase may have"
        "Compare it with the receipt; the shop's program sets how much one purchase may be.";
    ExcludedTooMuch = "excluded-too-much" UNPROCESSABLE_ENTITY "More is excluded than was bought"
        "`excluded` is a part of `amount`.";
    CodeUnknown = "code-unknown" UNPROCESSABLE_ENTITY "There is no such code"
        "Have it read again. Each wrong code counts: for the customer or the order that is named, and for \
         the channel.";
    CodesRest = "codes-rest" UNPROCESSABLE_ENTITY "Too many wrong codes"
        "`until` says when to try again, with a new Idempotency-Key. Until then, what is kept for this \
         order pays, and so does what needs no code; where a whole channel rests, customers who are named pay with \
         vouchers of their own.";
    CodeNotTheirs = "code-not-theirs" UNPROCESSABLE_ENTITY "The voucher is somebody else's"
        "Only its owner buys with a voucher: leave the customer out, or name its owner.";
    VoucherUsed = "voucher-used" UNPROCESSABLE_ENTITY "The voucher was used before"
        "Charge the purchase without it.";
    VoucherOver = "voucher-over" UNPROCESSABLE_ENTITY "It has ended"
        "It was cancelled, let go, or its time is over. Charge the purchase without it.";
    VoucherReserved = "voucher-reserved" CONFLICT "The voucher is kept for another order"
        "It is free again when that order lets it go or is registered without it, and at `until` at the \
         latest.";
    VoucherNotHere = "voucher-not-here" UNPROCESSABLE_ENTITY "It is not taken here"
        "The program says in which stores it counts.";
    VoucherMinimum = "voucher-minimum" UNPROCESSABLE_ENTITY "The purchase is too small for it"
        "`minimum` of a check and `counts` of a quote say what a voucher needs.";
    NotPayable = "not-payable" UNPROCESSABLE_ENTITY "It does not pay this"
        "A quote says what may pay: the most, the least and the step.";
    BalanceMissing = "balance-missing" UNPROCESSABLE_ENTITY "There is not enough balance"
        "A quote says the most that may pay.";
    BalanceLater = "balance-later" UNPROCESSABLE_ENTITY "The balance may be used later"
        "The sentence says from when.";
    Debt = "debt" UNPROCESSABLE_ENTITY "Something is owed"
        "Until it is repaid by later credit, no credit pays.";
    ConsentNeeded = "consent-needed" UNPROCESSABLE_ENTITY "The customer's word is missing"
        "The customer sends *código* to the shop, and the code they get is `pay.presence`.";
    AlreadyReversed = "already-reversed" CONFLICT "All of it came back before"
        "Nothing of the purchase stands any more.";
    RefundTooMuch = "refund-too-much" UNPROCESSABLE_ENTITY "More comes back than stands"
        "`standing` of the purchase is the most that may come back.";
    RefundLimit = "refund-limit" UNPROCESSABLE_ENTITY "A channel may not take so much back"
        "The sentence names the limit; above it a manager decides, in the chat.";
    Refused = "refused" UNPROCESSABLE_ENTITY "The program does not allow it" "The sentence says why.";
    NotACompany = "not-a-company" UNPROCESSABLE_ENTITY "The customer is no company"
        "Only a company has contacts; it becomes one by its `cnpj` in `POST /members`. A person's own \
         address is `email` there.";
}

impl Slug {
    pub fn read(word: &str) -> Option<Slug> {
        Slug::ALL.iter().copied().find(|slug| slug.word() == word)
    }

    /// Whether only what is decided can be refused so.
    pub fn is_of_lane(self) -> bool {
        self as usize >= Slug::IdempotencyConflict as usize
    }

    /// What an answer of this status is, which nobody made a problem of.
    pub fn of_status(status: StatusCode) -> Slug {
        Slug::ALL.iter().copied().find(|slug| slug.status() == status).unwrap_or(Slug::Broken)
    }
}

/// The title of a type, as each of its problems has it.
pub fn title_of(word: &str) -> &'static str {
    Slug::read(word).unwrap_or(Slug::Failed).title()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialogue::till::answer;

    #[test]
    fn every_problem_has_a_word_of_its_own_that_leads_back_to_it() {
        for slug in Slug::ALL {
            assert_eq!(Slug::read(slug.word()), Some(*slug));
            assert!(slug.remedy().ends_with('.'), "{}", slug.word());
            assert!(!slug.title().ends_with('.'), "{}", slug.word());
        }
        assert_eq!(Slug::of_status(StatusCode::NOT_FOUND), Slug::NotFound);
        assert_eq!(Slug::of_status(StatusCode::CONFLICT), Slug::StillWorking);
        assert_eq!(Slug::of_status(StatusCode::BAD_GATEWAY), Slug::Broken);
    }

    #[test]
    fn what_the_lane_refuses_stands_in_the_table_with_its_status() {
        for problem in answer::Problem::ALL {
            let slug = Slug::read(problem.slug());
            let status = slug.map(|slug| slug.status().as_u16());
            assert_eq!(status, Some(problem.status()), "{}", problem.slug());
        }
    }
}
