# What we say, in English.
# Each key is a line; several lines make a message. Amounts and points arrive ready, only counts arrive as
# numbers. *bold* and _italics_ are WhatsApp's own marks.

gap = { "" }

# A program counts points or reais: each amount $x comes bare and, as $x-full, with its word; $unit says which of the two.
unit-visits = { $count ->
    [one] { $count } purchase
   *[other] { $count } purchases
}
unit-points = { $count ->
    [1] { $amount } point
   *[other] { $amount } points
}
unit-nothing = { $unit ->
    [reais] R$ 0.00
   *[points] 0 points
}
unit-what = { $unit ->
    [reais] the balance
   *[points] the points
}
unit-given = { $unit ->
    [reais] Cashback given
   *[points] Points given
}
unit-kept = { $unit ->
    [reais] Your balance stays
   *[points] Your points stay
}

## Joining

welcome =
    Hi! This is *{ $shop }* 🐾
    Every R$ { $reais } you spend earns *{ $points }* that buy services. For the rules, just send *rules*.
welcome-pay =
    Hi! This is *{ $shop }* 👋
    Every R$ { $reais } you spend earns *{ $points }*, and points pay part of your next purchases. For the rules, just send *rules*.
welcome-percent =
    Hi! This is *{ $shop }* 👋
    Every purchase gives *{ $percent }* back, for you to use on the next ones. For the rules, just send *rules*.
welcome-visit =
    Hi! This is *{ $shop }* 👋
    Every purchase earns *{ $points-full }*. For the rules, just send *rules*.
welcome-data = We keep your number, and amounts and dates of purchases. Never what you buy.
welcome-credit = { $unit ->
    [reais] Your purchase has already earned *{ $points-full }*, kept for you.
   *[points] Your purchase has already earned *{ $points-full }*: they are kept for you.
}
welcome-invited = Invited by *{ $friend }*: your first purchase brings you another *{ $points-full }*.
welcome-ask =
    Would you like to join? And to get offers here? These are two separate things:
    { "*" }1* join, without offers
    { "*" }2* join and get offers
welcome-again = Would you like to join? Just reply *1* to join the club, *2* to join and get offers, or *3* to leave it for later.
welcome-once = So, are you in? *1* without offers, *2* with offers, *3* not now.
joined = Done{ $name }! You are in.
welcome-gift = A welcome gift: *+{ $points-full }* 🎁
joined-balance = Balance: *{ $balance-full }*.
joined-offers = News from { $shop } will come here. To stop, send STOP at any time.
join-later = No problem! To join { $shop } later, just send *I want to join*.
join-stands = You have joined the club already.
already-in = You are already a member{ $name } 😉
opted-out =
    Done: no more offers from { $shop }.
    { unit-kept }, and only notices about your own purchases will arrive. To stop those too, send STOP ALL.
opted-out-all =
    Done: { $shop } sends nothing on its own any more, not even notices about your purchases.
    { unit-kept }. Whenever you write, we answer.
opted-in = Great! News from { $shop } will come here. To stop, send STOP at any time.
opt-out-ask = Do you want to stop getting messages from the shop?
stop-all-ask = You get no offers any more. Shall I stop the notices about your purchases too?
leave-how = To leave the club for good and have your data deleted, send *delete my data*.
no-trouble = No trouble at all 💚
what-happened = I'm sorry! What happened? A person of the team can help too.
no-hurry = Sure, no hurry! Just write when you like.
birthday-none = I don't have your date of birth.
opt-out-kept = All right, nothing changes.
opt-out-stays = All right, still no offers.
offers-whole = Offers come all together: they cannot be chosen by subject.
notices-stay = All right, the notices about your purchases keep coming.
notices-back = Done: the notices about your purchases will come again. Offers will not.
same-again = If that was not it, the { $shop } team can help: { $contact }
opt-in-ask = Would you like to get the offers here?

## What customers look up

menu = How can I help{ $name }?
hello = Hi{ $name }! How can I help?
nothing-open = All right, nothing is open.
you-are-welcome = Thank you 💚
balance = You have *{ $balance-full }*.
balance-held = Set aside, waiting for the till: { $held-full }.
balance-debt = Still open from a returned purchase: { $debt-full }. Your next purchases cover that first.
balance-zero = You have *{ unit-nothing }*. Next time, just give your mobile number at the till and it starts adding up.
balance-expires = ⏳ { $points-full }, valid until { $day }.
ending = ⏳ Expiry notice:
ending-credit = • *{ $points-full }* · until { $day }
balance-later = { $days ->
    [1] 🕛 { $points-full } from tomorrow ({ $day }).
   *[other] 🕛 { $points-full } from { $day }.
}
next-reward = *{ $missing }* to go for { $reward }.
reward-ready = Within reach: *{ $reward }*. Send *redeem*.
statement = Your latest activity:
statement-none = Your statement is empty. Your first purchase will show here.
statement-purchase = { $day } · +{ $points } · purchase of { $amount }
statement-referral = { $day } · +{ $points } · referral
statement-reward = { $day } · { $points } · reward
statement-paid = { $day } · { $points } · paid with balance
statement-held = { $day } · { $points } · set aside
statement-unheld = { $day } · { $points } · set aside, now back in your balance
statement-returned = { $day } · +{ $points } · back in your balance
statement-voucher = { $day } · { $points } · became a voucher
statement-voucher-used = { $day } · { $points } · voucher used on a purchase of { $amount }
statement-voucher-back = { $day } · +{ $points } · voucher given back
statement-reversal = { $day } · { $points } · refund
statement-expired = { $day } · { $points } · expired
statement-bonus = { $day } · +{ $points } · gift
statement-opening = { $day } · +{ $points } · opening balance
prolonged = ⏳ { $points-full }: extended to { $day }, because { $frozen ->
    [0] the notice did not arrive
   *[other] nobody knew whose the number was
}.
statement-balance = Balance: *{ $balance-full }*
referral =
    Your code is *{ $code }*.
    Whoever joins with it gets { $friend-full } on a first purchase of { $minimum } or more, and you get { $referrer }.
    Just forward the next message 👇
referral-one =
    Your code is *{ $code }*.
    When somebody joins with it and makes a first purchase of { $minimum } or more, you get { $referrer-full }.
    Just forward the next message 👇
referral-share = { $unit ->
    [reais] Hi! I get money back at { $shop } and thought of you. Join with my code *{ $code }* and get { $friend-full } on your first purchase: { $link }
   *[points] Hi! I collect points at { $shop } and thought of you. Join with my code *{ $code }* and get { $friend-full } on your first purchase: { $link }
}
referral-share-one = Hi! I thought of you: join { $shop } with my code *{ $code }*: { $link }
referral-own = *{ $code }* is your own code 😊 It is for the people you invite.
referral-unknown = I can't find the code *{ $code }*. Could you check with whoever invited you?
referral-late = Invites are for people who are not members yet. But you can invite others: send *invite*.
referral-none = The club has no referral reward at the moment.
ranking = 🏆 *{ $period }*: you are number { $place }, with *{ $done }*.
ranking-first = 🏆 *{ $period }*: you are in the lead, with *{ $done }*!
ranking-row = { $place }. { $name } · { $done-bare }
ranking-gap = *{ $gap-bare }* to go to pass the one ahead.
ranking-empty = 🏆 *{ $period }*: you are not in the ranking yet.
ranking-none = This club has no ranking.
rewards = Your balance: *{ $balance-full }*. The rewards:
rewards-none = The club has no rewards yet.
rewards-none-pay = { $unit ->
    [reais] This club has no rewards: your balance pays part of your purchases. Send *use* to see how much.
   *[points] This club has no rewards: points pay part of your purchases. Send *use* to see how much.
}
reward-can = ✔ *{ $number }* · { $reward } · { $price-full }
reward-cannot = *{ $number }* · { $reward } · { $price-full } ({ $missing } to go)
reward-soon = *{ $number }* · { $reward } · { $price-full } (from { $day })
reward-how = To get one, send its number.
reward-held =
    { "*" }{ $reward }* is yours! Your code:

    { "*" }{ $code }*

    Show it at the till by { $day }, { $time }. Free balance: { $available-full }.
reward-missing = *{ $reward }* is { $missing-full } away.
reward-not-yet = You have enough for *{ $reward }*, but { $points-full } can only be used from { $day }.
reward-blocked = Rewards return once your purchases have covered { $debt-full } of the refund. They keep earning.
reward-unknown = I can't find that reward. Would you like the list?
reward-not-held = There is no *{ $reward }* reserved here. If it is an appointment, the team can help.
reward-taken = *{ $reward }* handed over ✅ Balance: { $balance-full }.
reward-lapsed = The hold for *{ $reward }* ran out and your { $points-full } came back. Balance: { $balance-full }.
reward-back = Done, *{ $reward }* is no longer reserved: { $points-full } went back to your balance. Now you have *{ $balance-full }*.
reward-returned = The hand-over of *{ $reward }* was undone: { $points-full } went back to your balance. Now you have *{ $balance-full }*.
rules = *Rules of { $shop }*
rules-coming = 📅 *From { $day } some rules change.* The balance, ends and vouchers you have already stay as they are.
rules-new = What comes:
rules-gone = What goes:
contact = The { $shop } team is here for you: { $contact }
contact-quiet = I will keep quiet here for { $hours } hours so that you can talk. To have me back sooner, send *menu*.
hours = { "*" }{ $store }*: { $hours }
team-knows = The { $shop } team can answer that: { $contact }
address = { "*" }{ $store }*: { $address }
trust-scam = This is no scam: it is the loyalty club of *{ $shop }*, answered by the shop's automatic assistant.
trust-who = This is the loyalty club of *{ $shop }*, answered by the shop's automatic assistant.
trust-never = Nobody asks for passwords, card details or payments here. If somebody does, don't answer and talk to the shop.
source-till = Your number is here because the shop's till recorded a purchase with it.
source-shop = Your number is here because { $shop } has it among its customers.
source-wrote = Your number is here because you wrote to the shop.
trust-leave = To get no offers, send *stop*. To delete everything we keep, send *delete my data*.
robot = I am the automatic assistant of { $shop }, not a person. I can look up your balance, rewards and rules at once; if you would rather have a person, tap *Talk to the store*.
codes-yours = Your open codes, to show at the till:
code-reward = • { $reward }: *{ $code }*, until { $day }, { $time }
code-pay = { $unit ->
    [reais] • { $points-full } of your balance: *{ $code }*, until { $day }, { $time }
   *[points] • { $points-full }: *{ $code }*, until { $day }, { $time }
}
codes-none = You have no open code at the moment. A reward or voucher gets its code when you ask for it.
ranking-masked = In the ranking, others see only *{ $name }* in place of your name.
ranking-named = In the ranking, others see only your first name: *{ $name }*.
ranking-leave = You can't leave the ranking alone. To show up differently, send *call me* and the name. With *delete my data* you leave it and the club.
rules-free = The club of { $shop } is free: you pay nothing to be in it. Prices of products or services are for the team to tell.
rules-sum = A purchase of { $amount } earns *{ $points-full }*.
rules-app = No app, card or password needed: everything is here, and at the till you just say your mobile number.
rules-own = { $unit ->
    [reais] The balance stays with your number and cannot be passed on to anybody else.
   *[points] The points stay with your number and cannot be passed on to anybody else.
}
rules-own-reward = But a reward that you reserve can be picked up by whoever brings the code.
rules-covers = Every purchase at the store counts, goods or services.
rules-least = There is no minimum purchase.
rules-worth = With { $price-full } you get *{ $reward }*.
rules-worth-reais = The credit is in reais already: R$ 1.00 of credit pays R$ 1.00 of a purchase.
rules-soon = You can use it as soon as it arrives: there is no wait.
rules-cash = It cannot be turned into cash: it is good for purchases and rewards here.
rules-phone = Everything stays with your number, not the phone: with the same number, just write from another one. If the number changes, the team moves your record.
rules-how-reward = Send *rewards* and choose one: you get a code to show at the shop.
rules-how-pay = At the till, say your phone number; or send *use* and how much, and show the code you get.
rules-how-voucher = Show the voucher's code at the till. To see your vouchers, send *vouchers*.
rules-pay-all = You can pay the whole purchase with your balance, if it is enough.
rules-pay-none = Points buy rewards; purchases are not paid with them.
rules-pay-voucher = The voucher pays up to what it is worth; the rest is paid as usual.
rules-spend = To earn *{ $points-full }*, it takes *{ $amount }* in purchases.
rules-spend-reward = *{ $reward }* takes { $points-full }: that is *{ $amount }* in purchases.
rules-spend-left = With what you have already, *{ $missing-full }* { $missing-count ->
    [one] is
   *[other] are
} missing: that is *{ $amount }* in purchases.
rules-spend-enough = What you have is enough for that.
rules-ads = Only people who said yes get offers, and *STOP* ends all of them at once. Notices about your own purchases are no adverts.
rules-outside = Without joining nothing changes about your purchases and nothing is paid; you just cannot use points or cashback. What the till has noted for your number is kept until you join, as long as it would last anyway.
rules-stores = Good here: { $stores }.
sorry = I am very sorry about that. You are right to want a person.
told-shop = I have told whoever runs the shop, in your own words.
called-shop = I have told whoever runs the store.
missing-last = The last purchase on your number is *{ $amount }*, { $day }, { $store }, and it earned { $points-full }. If another one is missing, the team will check and record it.
missing-none = There is no purchase on your number yet. The team will check and record it.
condolence = I am so sorry for your loss. A warm hug from all of us. 💛
amount-disputed = The purchase on record is *{ $amount }*, { $day } at { $time }, { $store }. I told whoever runs the shop what you wrote, so that they check and correct it with you.
renumber-mine = New number? The { $shop } team carries your balance over, so that nobody else can take it: { $contact }. Before that, send *hi* from the new number.
renumbered-yours = Done: your record is on this number now. Balance: *{ $balance }*
disputed = Is it this purchase? *{ $amount }*, { $day } at { $time }, { $store }. I told whoever runs the shop, and they will check it with you.
no-vouchers = { $unit ->
    [reais] This club has no vouchers: what you earn stays in your balance. Send *balance* to see it.
   *[points] This club has no vouchers: points buy rewards. Send *rewards* to see them.
}
no-vouchers-pay = { $unit ->
    [reais] This club has no vouchers: your balance pays part of your purchases. Send *use* to see how much.
   *[points] This club has no vouchers: points pay part of your purchases. Send *use* to see how much.
}
no-tiers = This club has no levels.{ $ranking ->
    [0] {""}
   *[other] {" "}Your place is in the *ranking*.
}
tier-mine = { $months ->
    [one] Your level: *{ $tier }*, with { $done } this month.
   *[other] Your level: *{ $tier }*, with { $done } in { $months } months.
}
tier-mine-ever = Your level: *{ $tier }*, with { $done }.
tier-hold = With what you have already, it lasts until { $day }.
tier-more = To stay on it after that: { $missing } more { $later ->
    [0] by then.
   *[other] by then, counted from { $from } on.
}
tier-next = { $missing } to go to *{ $tier }*.
tier-reached = ⭐ Your level is now *{ $tier }*!
tier-kept = Your level *{ $tier }* stays until { $day }, although you are below its threshold.
tier-lost = Your level went from { $before } to *{ $tier }*. Your next purchases count towards it again.
birthday-which = Which day is it? Send, for example: *birthday 12/05* (day first)
birthday-set = Noted: { $day } (day/month) 🎂 On that day the gift is *{ $points-full }*.
birthday-kept = Noted: { $day } (day/month) 🎂
birthday-later = Noted: { $day } (day/month) 🎂 It counts from { $year } on.
birthday-next = Noted: { $day } (day/month) 🎂 The gift of *{ $points-full }* starts in { $year }.
birthday-gift = Happy birthday{ $name }! 🎂 A gift: *+{ $points-full }*
no-birthday = I don't keep birthdays yet, but thanks for telling me 🎂
name-set = Noted: *{ $name }*.
name-which = What is the right name? Reply like this: *my name is Ana Souza*.
language = All right, English it is.
unknown = I didn't get that. I can check your balance, show the options or give you the team's contact.
unknown-again = A person will help better. Talk to the { $shop } team: { $contact }
unknown-more = Still not getting it, sorry. Try *balance*, *rules* or *menu*. The team: { $contact }
club-too = And shopping here earns { $unit ->
    [reais] credit for your next purchase
   *[points] points
}, for free: to join, send *join the club*.
invited-how = Great! For the invitation to count, send the code of whoever invited you. They see it by sending *invite*.
no-audio = I can't listen to voice notes yet 🙈 Could you write it?
no-media = Got it, but I can only read text. Could you write what you need?
frozen = { $unit ->
    [reais] This number seems to have a new owner, and its balance is kept until the shop has checked. Talk to the { $shop } team: { $contact }
   *[points] This number seems to have a new owner, and its points are kept until the shop has checked. Talk to the { $shop } team: { $contact }
}
## Whose number it is, and people's own data

number-ask =
    Hi! { $shop } knows this number with another WhatsApp account. Before we go on, who is this?
    { "*" }1* I am somebody else: the number is mine now
    { "*" }2* it is me, I changed phones or accounts
number-code =
    All right! To protect { unit-what }, show this code at the counter until { $day }, { $time }:

    { "*" }{ $code }*

    The team checks it and everything is back at once.
number-yours = Done: this number is yours now, and nothing of whoever had it before shows here.
number-request = { $unit ->
    [reais] We cannot see your number. If you want to say it at the counter and earn money back, tap the button to share it. If you would rather not, that is fine.
   *[points] We cannot see your number. If you want to say it at the counter and earn points, tap the button to share it. If you would rather not, that is fine.
}
number-linked = Number noted ✅ Just say it at the counter. Balance: *{ $balance-full }*.
moved-ask = WhatsApp told us that your number or phone changed. Was that you?
moved-confirmed = { $unit ->
    [reais] Thank you! Your balance can be used again.
   *[points] Thank you! Your points can be used again. Which reward will it be?
}
returned = { $unit ->
    [reais] Checked at the counter ✅ Your balance is back: *{ $balance-full }*.
   *[points] Checked at the counter ✅ Your points are back. Balance: *{ $balance-full }*.
}
data-kept = What { $shop } keeps about you:
data-name = • Name: { $name }
data-phone = • Number: { $phone }
data-email = • E-mail: { $email }
data-cnpj = • CNPJ: { $cnpj }
data-own = • Id in our systems: { $id }
data-you = • You: { $name }
data-you-as = • You: { $name } ({ $role })
data-bounced = • E-mails come back since: { $day }
data-birthday = • Birthday: { $day } (day/month)
data-language = • Language: { $language }
data-store = • Store: { $store }
data-since = • Since: { $day }
data-balance = • Balance: { $balance-full }
data-vouchers = • In vouchers: { $value }
data-purchases = { $purchases ->
    [0] • Purchases: none
    [one] • Purchases: { $purchases }
   *[other] • Purchases: { $purchases }
}
data-program = • Joined the club on { $day }
data-offers = • Agreed to offers on { $day }
data-no-offers = • Wants no offers since { $day }
data-no-receipts = • Wants no receipts since { $day }
data-letters = • Agreed to e-mails on { $day }
data-no-letters = • Wants no e-mails since { $day }
data-source = { "  " }(recorded at: { $source })
data-by-link = { "  " }(by the link of an e-mail)
data-by-list = { "  " }(came from another system of the shop)
data-rights = To correct your name, send *call me* and the name. To delete everything, send *delete my data*. The team of { $shop } helps too: { $contact }
erase-ask = This deletes your name, your number and this conversation, and you lose { $balance-full } (a reward set aside too). Only nameless entries and the record of your consents stay, as the law asks, and a nameless code, so that no old list brings you back. It cannot be undone. Delete it all?
erase-debt = What is still owed from a refund, { $debt-full }, is forgiven.
erased = Done: your data was deleted from { $shop }. Should you want to come back one day, just send a message.
erase-kept = All right, nothing was deleted.
erase-staff = Whoever is of the team has to leave it first: ask a manager (*remove* and the name).
erase-company = This account is a company's, with other people in it. To delete it, talk to us: { $contact }.
letters-off = Done: nothing more goes to { $email }. Notices go on here. To have e-mails again, send *send me emails*.
letters-on = Agreed: notices of your account go to { $email } too. To stop them, send *stop emails*.
letters-nowhere = We have no e-mail of yours: nothing goes by e-mail, only here.
letters-no-address = We do not have your e-mail yet. Give it at the till or on the website of { $shop }, or talk to us: { $contact }. Then send *send me emails*.
letters-never = We send no e-mails: notices come here.

## What a customer gets for a purchase

receipt = { $unit ->
    [reais] Purchase of *{ $amount }* recorded ({ $store }) ✅ cashback *{ $points }*
   *[points] Purchase of *{ $amount }* recorded ({ $store }) ✅ *+{ $points-full }*
}
receipt-excluded = Amount that counts: { $eligible }
receipt-discount = Discount: { $discount }
receipt-referral = Gift for joining by invite: *+{ $points }*
referral-over = Whoever invited you has reached this month's limit of friends, so this time there is no gift.
receipt-repaid = { $points-full } covered the earlier refund.
receipt-balance = Balance: *{ $balance }* · this credit is valid until { $day }
receipt-later = { $days ->
    [1] You can use { $points-full } from tomorrow ({ $day }).
   *[other] You can use { $points-full } from { $day }.
}
receipt-rules = 📅 Some rules change on { $day }. Send *rules* to see them.
reward-gone = { $reward } has run out. See the other rewards.
reward-none = { $number }. { $reward } · { $price-full } · run out
receipt-debt = Still open from the refund: { $debt-full }.
friend-over = { $most ->
    [one] { $friend } made a purchase! One friend of yours counted this month already, which is the limit: this one adds nothing, but thank you for spreading the word 💛
   *[other] { $friend } made a purchase! { $most } friends of yours counted this month already, which is the limit: this one adds nothing, but thank you for spreading the word 💛
}
friend-bought = { $friend } made a purchase: *+{ $points }* for you 🎁 Balance: { $balance-full }.
reversed = Purchase of { $amount } refunded: { $points-less-full }.
reversed-part = { $amount } of the purchase of { $whole } refunded: { $points-less-full }.
reversed-referral = The gift for the invite went with it: { $points-less }.
reversed-balance = Balance: { $balance-full }.
friend-reversed = { $friend }'s purchase was returned: { $points-less }. Balance: { $balance-full }.

## Vouchers

vouchers = Your vouchers:
vouchers-none = You have no voucher to use right now.
voucher-row = • *{ $value }* · { $code } · until { $day }
voucher-how = To use one, show its code at the till. To see them again, send *vouchers*.
voucher-from = – For purchases from { $minimum }.
voucher-each-from = – { $code }: for purchases from { $minimum }.
voucher-from-tomorrow = – Today's can be used from tomorrow.
voucher-stores = – Only in: { $stores }.
voucher-rest-lost = – It is used once: what is left is lost.
voucher-comes-back = – Unused to its end, its value returns to the balance, once.
voucher-blocked = Your vouchers can be used again once purchases have covered { $debt-full } of the refund.
voucher-yours = This voucher is yours:
voucher-show = To use it, show this picture or the code at the till.
voucher-others = Only the shop can check that code. Show it at the till.
voucher-missing = *{ $missing }* to go for your voucher.
voucher-paid = Paid by voucher: { $used }
voucher-issued = 🎟️ Voucher of *{ $value }*: *{ $code }* · until { $day }
voucher-rest = 🎟️ A voucher of *{ $value }* is left: *{ $code }* · until { $day }
voucher-dissolved = Voucher { $code } was turned into a balance of *{ $balance }*.
vouchers-dissolved = Vouchers { $codes } and { $last } became balance: *{ $balance }*.
voucher-ended = Voucher { $code } is no longer valid.
vouchers-ended = Vouchers { $codes } and { $last } are no longer valid.
voucher-replaced = Voucher { $code } was replaced by { $count ->
    [one] this one
   *[other] these
}:
vouchers-replaced = Vouchers { $codes } and { $last } were replaced by { $count ->
    [one] this one
   *[other] these
}:
voucher-returned = 🎟️ A voucher of *{ $value }* came back: *{ $code }* · until { $day }
friend-voucher = { $friend } made a purchase, and this is for you 🎁
sale-voucher = 🎟️ voucher of { $value } for the next purchase
voucher-taken = voucher { $used } · charge *{ $charge }*
voucher-ask = { $count ->
    [one] Voucher of *{ $used }* · { $name }
   *[other] { $count } vouchers, *{ $used }* · { $name }
} · purchase of { $amount }: charge *{ $charge }*. Go ahead?
voucher-ask-rest = { $rest } is left and stays a voucher.
voucher-ask-yours = By number alone: the customer has not confirmed, and this goes under your name.
voucher-ask-lost = { $rest } is left and will be lost.
voucher-ask-amount = { $count ->
    [one] Voucher of *{ $value }*
   *[other] { $count } vouchers, *{ $value }*
} · { $name } · How much is the purchase?
voucher-used = Already used: { $value }, on { $day } at { $time }, { $by }, { $store }.
voucher-gone = That voucher was cancelled: the purchase behind it was returned, an adjustment took it, or its owner's data was deleted.
voucher-over = That voucher ended on { $day }.
not-here = At { $store } we take no vouchers, balance or rewards.
voucher-reserved = That voucher is kept until { $time } for a purchase at { $by }. If that comes to nothing, it can be used here again.
voucher-tomorrow = That voucher is from today: it can be used from tomorrow.
voucher-minimum = That voucher needs a purchase of at least { $minimum }.
voucher-nothing = Nothing in this purchase can be paid by voucher.
voucher-nobody = { $name } has no voucher to use right now.
voucher-line = To pay with vouchers, write all of it in one line: phone, amount of the purchase and *use vouchers*; or *v*, the code of the voucher and the amount. For example: 11 98888-7777 50 use vouchers
voucher-proof = The number of { $name } alone is not enough to use vouchers: nothing was used. Ask for the code of the voucher (*v CODE amount*), or that they send *code* to this number, and write here what they got, the amount and *use vouchers*.
voucher-not-joined = { $name } has not joined the club and would not get to know: without the code of a voucher only a manager can use the vouchers from here. Nothing was used.
voucher-another = The code *{ $code }* is of no voucher of that number: nothing was registered. Send *v*, the code and the amount without the number; or just the number and the amount.
code-alone = The code *{ $code }* says itself how much it pays: send just *v { $code }* and the amount of the purchase. Nothing was registered.
notebook-pays = One of the lines pays with a voucher or balance: nothing was registered. Send that one alone, and the others without it.
back-dissolved = { $count ->
    [one] voucher of { $value } cancelled
   *[other] { $count } vouchers, { $value }, cancelled
}
back-returned = { $count ->
    [one] voucher of { $value } given back
   *[other] { $count } vouchers, { $value }, given back
}

## Staff: sales

sale-done = { $unit ->
    [reais] ✅ { $name } · { $amount } · cashback *{ $points }* · balance { $balance }
   *[points] ✅ { $name } · { $amount } · *+{ $points }* · balance { $balance }
}
sale-done-part = { $unit ->
    [reais] ✅ { $name } · { $amount } (only { $eligible } counts) · cashback *{ $points }* · balance { $balance }
   *[points] ✅ { $name } · { $amount } (only { $eligible } counts) · *+{ $points }* · balance { $balance }
}
sale-referral = 🎁 first purchase by invite: +{ $points }
sale-never-wrote = This person has never written to the shop: nothing was sent. Show the poster's QR so that they can see { unit-what }.
sale-waits = The notice waits for their next message.
sale-template = Their chat was closed: the notice went as a WhatsApp template.
sale-undelivered = ⚠️ WhatsApp says that nothing arrives at this number. Check that it is right; the balance is kept.
sale-silent = This person asked not to get notices.
sale-undo-hint = wrong? reply *undo*
sale-again = Same as the one at { $time }. Is it another purchase?
sale-confirm =
    Is this sale right?
    { $name } · { $phone }
    { "*" }{ $amount }*
sale-confirm-many = Is this list right?
sale-row = • { $name } · { $phone } · *{ $amount }*
sale-excluded = Left out: { $excluded } · counts: { $eligible }
sale-product = { $count } × { $each } = *{ $total }*
sale-sum = { $first } + { $second } = *{ $total }*
sale-discount = Discount { $discount } · charge *{ $charge }*
sale-row-new = • new customer { $phone } · *{ $amount }*
sale-confirm-cpf = That number could also be a CPF. Is it really the mobile?
sale-new =
    New customer: *{ $phone }*, sale of *{ $amount }*.
    Is the number right?
sale-dropped = All right, nothing was recorded.
sale-replaced = The earlier sale, still unanswered, was dropped.
question-replaced = The earlier question, still unanswered, was dropped.
asked-again = I didn't get that answer. The question is still open:
ask-stands = And the question is still open:
send-whole = If that was a correction, send the whole request again with what is right.
sale-many = That is too many sales for one message. Please send up to { $most } at a time.
ask-phone = *{ $amount }*, got it. What is the customer's mobile, with area code?
ask-phone-of = *{ $amount }* ({ $name }), noted. What is the mobile, with area code?
ending-only = The last digits *{ $ending }* alone don't say whose it is. *{ $amount }* stays noted: what is the whole mobile, with area code?
ask-amount = *{ $name }*: what is the amount?
amount-talk = Nothing was recorded. If it is a purchase of *{ $name }*, send just the amount.
one-at-a-time = One sale at a time: answer this one, then send the other with its mobile.
bad-phone = The number looks incomplete. Can you send it again with area code? E.g. 11 98765-4321
given-cpf = That looks like a CPF; we use the customer's mobile here. What is the number?
two-phones = I read two mobiles: { $first } and { $second }. Can you send it again with only the customer's?
two-amounts = I read two amounts: { $first } and { $second }. Can you send it again with only the purchase's?
bad-amount = I could not read the amount. Send it like this: 11 98765-4321 89.90
excluded-unknown = All of the sale, { $amount }, counts: this program leaves nothing out.
excluded-too-much = The part left out, { $excluded }, is more than the sale of { $amount }: nothing was recorded. Can you send it again?
discount-too-much = The discount of { $discount } leaves nothing to pay of the sale of { $amount }: nothing was recorded. Send it again?
excluded-unclear = I could not read the part left out: nothing was recorded. Send it like this: 11 98765-4321 180 without 60
percent-unread = I do not work out percentages: for a discount, send *no* and the price with it taken off, or the discount in reais (*100 off 10*).
discount-alone = The price for the discount of { $discount } is missing: nothing was recorded. Send both together, like this: 11 98765-4321 100 discount 10
amount-zero = Amount zero: nothing was recorded. What is the amount?
amount-negative = A negative amount is no sale. To take back the last one, send *undo*.
amount-too-high = *{ $amount }* is above the limit of { $limit } for a message: nothing was recorded. Could you check it?
own-number = That is your own number, and nobody records sales for themselves. Ask a colleague.
own-family = { $name } is marked as your family: their sales, refunds and redemptions are for a colleague.
manager-unknown =
    I didn't get that. What you can send:
    { "*" }Sale*: 11 98765-4321 89.90
    { "*" }Sales today*: summary
    { "*" }Who works here*: team
    { "*" }Tell customers*: announce Tomorrow we open at 10
    { "*" }What WhatsApp charges*: costs
    Everything else: help
staff-hello = Hi{ $name }! To record a sale: 11 98765-4321 89.90. Everything else: *help*
leave-theirs = That is for the customer to do, by writing here: *STOP* for no more offers, *delete my data* to leave the club for good.
staff-unknown = I didn't get that. To record a sale: 11 98765-4321 89.90
staff-help =
    { "*" }Sale*: 11 98765-4321 89.90
    { "*" }Reward code*: v 7KD2
    { "*" }Undo* (10 min): undo
    { "*" }Refund*: reply to the sale with refund or refund 30.00; without it, refund 11 98765-4321
    { "*" }Exchange*: exchange 11 98765-4321 120 for 90
    { "*" }Look up*: ? 11 98765-4321
    { "*" }Today*: summary
staff-help-manager =
    { "*" }Tell customers*: announce TEXT
    { "*" }Team*: team · add staff { $area } 9XXXX-XXXX NAME · dismiss NAME
    { "*" }What WhatsApp charges*: costs
no-longer-staff = This number is no longer on the { $shop } team, so nothing was recorded. If that is a mistake, talk to whoever manages the shop.
not-staff = Only the { $shop } team records sales. If you are a customer, send *balance* or *I want to join*.
lookup = { $name } · ends in { $phone } · balance *{ $balance }*
lookup-vouchers = 🎟️ { $count ->
    [one] { $count } voucher
   *[other] { $count } vouchers
}: { $value }
enrol-phone = What is the mobile, with area code?
enrol-ask =
    Note *{ $name }* with the number *{ $phone }*?
    Check the number first.
enrol-ask-nameless =
    Note the number *{ $phone }*?
    Check it first.
enrol-known = That number is known already: { $name }, ends in { $phone }, balance { $balance }
enrol-dropped = All right, nobody was noted.
enrolled = ✅ { $name } is noted. Nothing is sent: they join with their first message, by the QR code on the counter for example.
lookup-how = I find customers by their mobile, not by name. Send it like this: ? { $area } 9XXXX-XXXX
who-nobody = Nobody on the team is called *{ $name }*. I find customers by their mobile: ? { $area } 9XXXX-XXXX
lookup-nobody = Nobody is registered with { $phone }. Send the amount to record a first purchase. If they only have a WhatsApp username, ask them to send their number in the shop's chat and tap the button.
sale-contested = ⚠️ The number { $phone } came with another WhatsApp account and it is not known yet whose it is. The purchase goes to the new record, without the old balance; if it is the same person, both are joined later.
frozen-staff = That record rests until it is clear whose number it is: nothing was registered. Ask for the code the person got in the chat, or a manager sends *release* and the number.
forgotten-staff = This person's data was deleted on request: nothing was registered.
return-ask = Give the record of *{ $name }* (ending { $phone }) back to the person here? Check the name with them.
return-done = ✅ Record given back: { $name }
return-kept = All right, the record keeps resting.
return-over = That code does not count any more. The person can ask for another in the chat.
not-frozen = The record of { $phone } is not resting: there is nothing to release.
erase-ask-staff = This deletes the name, the number and the conversations of *{ $name }*, and that person loses { $balance-full }. It cannot be undone. Delete it all?
erased-staff = ✅ Data deleted. Only nameless entries stay.
erase-nobody = That customer is not known: nothing was deleted.
erase-whole = This is a company: its contacts are deleted with it ({ $people }).
erase-how = To delete a customer's data, say whose: *delete data of 11 98765-4321*, or the e-mail, *of CNPJ* and the number, or *of customer #123* with the id of your system.
expired = That request has expired. Would you like to start again?

## Staff: counter

undone = ↩ Sale undone: { $name } · { $amount } · { $points-less } · balance { $balance }
undo-ask = Undo the one of *{ $amount }* ({ $name }, { $time })?
correct-plain = In one line only the amount of a plain sale can be corrected. Send *undo* and record it again.
correct-ask = Correct the one of *{ $amount }* ({ $name }, { $time }) to *{ $new }*?
move-whose = The one of *{ $amount }* is with { $name } now: whose is it? Send the number: it was { $area } 9XXXX-XXXX
move-ask = Move the one of *{ $amount }* ({ $name }, { $time }) to *{ $buyer }* · { $phone }?
move-ask-new = Move the one of *{ $amount }* ({ $name }, { $time }) to a new customer, *{ $phone }*? Check the number.
ending-booked = The last digits *{ $ending }* alone don't say whose it is. If the one of *{ $amount }* ({ $name }) was for another mobile, send *it was* and the whole number, with area code.
undo-plain = Just to be sure: to undo it, reply *yes*; to leave the sale as it is, *no*.
undo-which = You have more than one recent sale:
undo-row = • { $time } · { $name } · { $amount }
undo-which-of = You have done more than one thing lately:
handed-row = • { $time } · { $name } · { $reward } handed over
handed-ask = Undo the hand-over of *{ $reward }* ({ $name }, { $time })?
handed-kept = All right, the hand-over stays.
handed-back = ↩ Hand-over undone: { $reward } · { $name } · +{ $points } · balance { $balance }
handed-already = That hand-over has already been undone.
handed-late = Only a manager can undo that hand-over now, by replying to its message with *refund*.
handed-unknown = What that hand-over used was not kept: to give it back, send *adjust*, the phone and the value.
undo-nothing = There is no sale of yours in the last minutes to undo. For a return, reply to the sale with *refund*.
undo-already = That sale has already been undone.
undo-late = That one can no longer be undone. If it is a return, reply to the sale with *refund*.
undo-kept = All right, the sale stays.
refunded = ↩ Refund: { $name } · { $amount } · { $points-less } · balance { $balance }
refund-which = Reply to the message of the sale with *refund* (or *refund 30.00*), or send *refund* and the phone of whoever bought.
refund-too-much = Only { $left } of that sale is left: nothing was refunded.
refund-manager = Refunds above { $limit } are for whoever manages the shop.
refund-none = { $name } has no purchase that could be refunded.
refund-nobody = Nobody is registered with { $phone }: there is no purchase to refund.
refund-list = { $name }'s latest purchases:
refund-row = *{ $number }* · { $day } { $time } · { $store } · { $amount }
refund-row-part = *{ $number }* · { $day } { $time } · { $store } · { $amount } ({ $left } left)
refund-pick = Which one? Send its number.
refund-ask = Refund *{ $amount }* to { $name } ({ $day } { $time }, { $store })?
refund-ask-part = For a part of it, send the amount.
refund-kept = All right, nothing was refunded.
exchange-kept = All right, nothing was exchanged.
exchange-how = To exchange: the phone, the amount that comes back *for* the new one, such as *exchange 11 98765-4321 120 for 90*. Or reply to the sale with *exchange for 90*.
exchange-none = { $name } has no purchase of { $amount } among the latest:
exchange-parts = That purchase has a discount or a part that does not count: refund it and record another.
exchange-ask = Exchange for { $name }: { $back } comes back ({ $day }, { $store }), { $amount } goes out.
exchange-charge = Charge *{ $difference }*. Go ahead?
exchange-return = Give back *{ $difference }*. Go ahead?
exchange-even = Nothing to charge or give back. Go ahead?
exchange-done = { $unit ->
    [reais] 🔁 Exchange: { $name } · { $back } for { $amount } · cashback { $taken-less } +{ $points } · balance { $balance }
   *[points] 🔁 Exchange: { $name } · { $back } for { $amount } · { $taken-less } +{ $points } · balance { $balance }
}
exchange-undo-hint = *undo* takes back the new purchase only; the old one stays returned
exchange-undone = The purchase that was exchanged does not come back: if it stands, record it again.
exchanged = { $unit ->
    [reais] Exchange recorded ({ $store }) ✅ { $back } for *{ $amount }* · cashback { $taken-less } and *+{ $points }*
   *[points] Exchange recorded ({ $store }) ✅ { $back } for *{ $amount }* · { $taken-less } and *+{ $points-full }*
}
code-ask = *{ $reward }* · { $name } · Handed over?
reward-not-here = At { $store } we hand out no rewards.
code-done = ✅ { $reward } handed over · { $name }
hand-over-how = To hand over a reward, send the code that the customer got: v 7KD2
code-used = Already used: { $reward }, on { $day } at { $time }, { $by }, { $store }.
code-over = { $unit ->
    [reais] The hold for { $reward } is over; the amount went back to the customer.
   *[points] The hold for { $reward } is over; the points went back to the customer.
}
code-unknown = I can't find the code *{ $code }*. Could you check with the customer?
code-tries = Too many wrong codes in a short time. Wait 10 minutes or call a manager.
codes-rest = Too many wrong codes in the shop today: until tomorrow, only managers use codes.
codes-rest-news = ⚠️ There have been *{ $tries }* wrong codes in the shop today. Who typed them:
codes-rest-row = • { $name }: { $tries }
codes-rest-how = Somebody may be looking for vouchers by trying. Until tomorrow, only managers use codes.
code-kept = All right, the code stays valid.
day-store = { "*" }{ $store }*
day = { $sales ->
    [0] { $when }: no sales · *{ $total }*
    [one] { $when }: { $sales } sale · *{ $total }*
   *[other] { $when }: { $sales } sales · *{ $total }*
}
day-back = { $sales ->
    [one] Refunded: { $sales } earlier sale, { $total } of it in all
   *[other] Refunded: { $sales } earlier sales, { $total } of them in all
}
day-points =
    { unit-given }: { $given }
    Used: { $used }
day-reversed = Taken back for earlier sales: { $points }
day-undone = Not counted: { $points } given and then taken back
day-unknown = I don't know that day. Send for example *summary yesterday*, *summary 21/11* or *summary of the week*.
day-only = The summary does not tell that. It has the sales, the total and the points, by person of the team: send *summary*, *summary yesterday*, *summary this week*, *summary last week*, *summary this month* or *summary 21/11*.
day-referral = By referral: { $points }
day-share = { $sales ->
    [one] { $name }: { $sales } sale · { $total }
   *[other] { $name }: { $sales } sales · { $total }
}

## Managers

only-managers = Only those who manage the shop can do that.
announce-preview =
    Preview 👇

    { $text }
announce-ask = { $people ->
    [one] To: *{ $people }* person · left out: { $left_out }
   *[other] To: *{ $people }* people · left out: { $left_out }
} · *{ $price }* estimated
announce-nobody = Nobody can get it now: nothing was sent.
announce-ways = In an open chat: { $chat } · as a WhatsApp template: { $template }
announce-left = Left out: { $refused } did not ask for offers · { $unreached } without a chat in the last 24 h
announce-empty = Write the text with it: *announce* Double points on Saturday.
announce-whole = An announcement goes to everybody who agreed to offers: it cannot go to some of them only. To send it to all: *announce* and the text.
announce-long = The text is longer than { $most } characters: nothing was sent. Can you shorten it?
announce-sent = { $people ->
    [one] Sending to { $people } person ✅
   *[other] Sending to { $people } people ✅
}
announce-gone = No announcement waits for an answer, and what has gone out does not come back: to put it right, send another.
announce-dropped = All right, nothing was sent.
announce-waits = { $people ->
    [one] Kept for { $people } person. It leaves with *release announcements*.
   *[other] Kept for { $people } people. It leaves with *release announcements*.
}
announce-rests = ⚠️ New announcements still rest. To let them go: *release announcements*.
resting-none = No announcement is resting.
resting-over = No announcement was resting. The next ones go out as usual ✅
resting-preview = { $count ->
    [one] { $count } announcement is resting 👇
   *[other] { $count } announcements are resting 👇
}
resting-one = { $people ->
    [one] • { $day } · { $people } message · { $text }
   *[other] • { $day } · { $people } messages · { $text }
}
resting-more = { $count ->
    [one] and { $count } more announcement
   *[other] and { $count } more announcements
}
resting-refused = { $people ->
    [one] Left out: { $people } person takes no offers any more
   *[other] Left out: { $people } people take no offers any more
}
resting-unreached = { $people ->
    [one] Goes on resting: { $people } person without a chat in the last 24 h and without an approved template
   *[other] Go on resting: { $people } people without a chat in the last 24 h and without an approved template
}
resting-doubtful = { $people ->
    [one] { $people } person may have got it already, before the system was restored: that one does not leave from here. Whoever runs the system decides.
   *[other] { $people } people may have got it already, before the system was restored: those do not leave from here. Whoever runs the system decides.
}
resting-nobody = Of what rests, nobody can get anything now. Nothing was sent; to give it up: *discard announcements*.
resting-kept = All right, they go on resting.
resting-dropped = { $messages ->
    [one] Given up: { $messages } message will not be sent.
   *[other] Given up: { $messages } messages will not be sent.
}
announcement = *{ $shop }*: { $text }
team = { $people ->
    [one] *Team*: { $people } person
   *[other] *Team*: { $people } people
}
team-since = { $name } · { $role } · since { $day }
team-one = { $name } · { $role }
team-more = … and { $people } more
team-tills = *Tills and web shops*: { $tills }
team-till = { $name } · { $store }
team-how = Somebody comes: add staff { $area } 9XXXX-XXXX NAME. Somebody leaves: dismiss NAME. Somebody's family: family NAME { $area } 9XXXX-XXXX
hire-ask = Add *{ $name }* to the team as { $role }, with the number { $phone }? Whoever has that number will be able to record sales.
hire-dropped = All right, nobody joined the team.
hire-owner = Only the owner of the shop adds managers.
team-kept = All right, the team stays as it is.
hired =
    { "*" }{ $name }* may now record sales from that number. Forward this link to start the chat:
    { $link }
hire-how = Send it like this: add staff { $area } 9XXXX-XXXX NAME
role-how = To change somebody's place, they leave and join again: *dismiss NAME* and then *add manager { $area } 9XXXX-XXXX NAME* (or *add staff*).
dismiss-at-once = No date can be set by message: access ends at once and comes back only when you add the person again (*add staff { $area } 9XXXX-XXXX NAME*).
members = { $people ->
    [one] *1* person in the club
   *[other] *{ $people }* people in the club
} · { $offers } with offers
hired-already = { $name } is already on the team.
dismiss-ask = Take *{ $name }* ({ $role }) off the team? Messages from that person will record nothing from then on.
dismiss-kept = All right, *{ $name }* stays on the team.
dismissed = *{ $name }* is no longer on the team. Messages from that person record nothing from now on.
till-dismiss-ask = Dismiss *{ $name }*? The keys of that channel stop working at once, and it records nothing any more. The orders it recorded stay known: none counts again. To open it again, whoever looks after the system runs: fregues key create --merchant { $merchant } --channel "{ $name }" --scopes …
till-kept = All right, *{ $name }* goes on recording.
till-dismissed = *{ $name }* is out: the keys of that channel open nothing any more.
dismiss-nobody = I can't find that person on the team. Send it like this: dismiss NAME
family-marked = Noted: { $relative } is family of { $name }. Their sales, refunds and redemptions are for a colleague.
family-unmarked = Done: { $relative } is no longer marked as family of { $name }.
family = Family of the team:
family-row = { $name }: { $relative }
family-nobody = Nobody is marked as family of the team.
family-stranger = { $name } is not on the team: nothing was noted.
family-how = To mark somebody: family NAME { $area } 9XXXX-XXXX. To undo it: family NAME remove { $area } 9XXXX-XXXX
claimed = Done: you manage *{ $shop }* from here.
claim-other = That code is neither an invitation nor the one of whoever manages *{ $shop }*, which counts once only. Whoever installed this can make another.
claim-unknown = That isn't the code of *{ $shop }*. Check it letter by letter: it has no 0, O, I, L or U. Whoever installed this sees the code with *fregues merchant list*, and makes another with *fregues merchant claim { $merchant }*.
not-yet = That can't be done by message yet.
approve-nothing = There is nothing waiting to be released.

## The regulation, one line a rule

terms-rate = • Every { $amount } you spend is worth *{ $points }*.
terms-percent = • *{ $percent }* of every purchase comes back to you as credit.
terms-visit = • Every purchase is worth *{ $points-full }*, whatever its amount.
terms-rounding = { $unit ->
    [reais] • It is worked out once for each purchase, on the total, without fractions of a centavo.
   *[points] • It is worked out once for each purchase, on the total, without fractions of a point.
}
terms-net = • What you paid counts: a part paid with balance, reward or voucher earns nothing.
terms-net-of-discount = • What counts is the price after the shop's discount.
terms-excluded = • Left out: { $what }. They earn no credit and are not paid with it.
terms-minimum = • It holds for purchases from { $amount }.
terms-minimum-part = • A purchase earns only if the part of it that counts is { $amount } or more.
terms-most = • One purchase brings at most { $points-full }.
terms-most-day = • In a day, one person collects at most { $points-full }.
terms-most-month = • In a month, one person collects at most { $points-full }.
terms-usable = { $days ->
    [one] • Credit can be used from the next day.
   *[other] • Credit can be used { $days } days after the purchase.
}
terms-days = { $days ->
    [one] • Each credit lasts { $days } day, counted on its own.
   *[other] • Each credit lasts { $days } days, counted on its own.
}
terms-months = { $months ->
    [one] • Each credit lasts { $months } month, counted on its own.
   *[other] • Each credit lasts { $months } months, counted on its own.
}
terms-sliding = { $days ->
    [one] • Your balance lasts { $days } day from your last purchase.
   *[other] • Your balance lasts { $days } days from your last purchase.
}
terms-yearly = • Credit lasts until { $day } (day/month) of each year.
terms-never = • Credit does not expire.
terms-month-end = • It always lasts to the end of that month.
terms-notice = • You are told { $days ->
    [one] { $days } day
   *[other] { $days } days
} before credit ends. If that does not reach you, it lasts { $more ->
    [one] { $more } day
   *[other] { $more } days
} longer, once.
terms-tiers-earned = { $months ->
    [one] • Levels, by what you collect with purchases in the month:
   *[other] • Levels, by what you collect with purchases in { $months } months:
}
terms-tiers-earned-ever = • Levels, by all you have ever collected with purchases:
terms-tiers-spent = { $months ->
    [one] • Levels, by what you spend in the month:
   *[other] • Levels, by what you spend in { $months } months:
}
terms-tiers-spent-ever = • Levels, by all you have ever spent:
terms-tiers-visits = { $months ->
    [one] • Levels, by how often you buy in the month:
   *[other] • Levels, by how often you buy in { $months } months:
}
terms-tiers-visits-ever = • Levels, by how often you have ever bought:
terms-tier = – *{ $tier }*: from { $from }
terms-tier-factor = – *{ $tier }*: every purchase brings { $factor } times as much
terms-keep-month = – Whoever falls below keeps the level to the end of the month.
terms-keep-year = – Whoever falls below keeps the level to the end of the year.
terms-keep-always = – A level once reached is kept.
terms-campaign = • *{ $name }*, { $from } to { $to }: every purchase brings { $factor } times as much.
terms-campaign-extra = • *{ $name }*, { $from } to { $to }: { $points-full } more for each purchase.
terms-campaign-both = • *{ $name }*, { $from } to { $to }: every purchase brings { $factor } times as much, and { $points-full } more.
terms-campaign-days = – *{ $name }* only on: { $days }.
terms-campaign-hours = – *{ $name }* only from { $from }:00 to { $to }:00.
terms-campaign-new = – *{ $name }* only for whoever joined at most { $days ->
    [one] { $days } day
   *[other] { $days } days
} ago.
terms-campaign-birthday = – *{ $name }* only in the month of your birthday, if you told it at least 30 days before (*birthday 12/05*, day first).
terms-campaign-away = – *{ $name }* only for whoever has bought nothing for { $days ->
    [one] { $days } day
   *[other] { $days } days
} or more.
terms-campaign-tiers = – *{ $name }* only on this level: { $tiers }.
terms-campaign-stores = – *{ $name }* only in these stores: { $stores }.
terms-campaign-best = • Of several campaigns, the one that gives most counts.
terms-campaign-times = • The multipliers of level and campaign both count: one times the other.
terms-welcome = • On joining: { $points-full }.
terms-birthday = • On your birthday: { $points-full }, if you told the date at least 30 days before (*birthday 12/05*, day first).
terms-pay = { $points-count ->
    [one] • { $points-full } pays { $amount } of a purchase.
   *[other] • { $points-full } pay { $amount } of a purchase.
}
terms-pay-reais = • Your balance pays later purchases, real for real.
terms-pay-step = • It is used in multiples of { $points-full }.
terms-pay-minimum = • At least { $points-full } are used at once.
terms-pay-share = • Your balance pays at most { $share }% of a purchase.
terms-pay-yes = { $minutes ->
    [one] • At the counter nothing is used without your yes in the chat within { $minutes } minute, or your code. Without these only a manager can let it pass: that is kept, and you are told.
   *[other] • At the counter nothing is used without your yes in the chat within { $minutes } minutes, or your code. Without these only a manager can let it pass: that is kept, and you are told.
}
terms-pay-nobody = • At the counter your number is enough to use your balance: nobody asks you to confirm.
terms-voucher-credit = • Each credit becomes a voucher. What is below { $minimum } waits until there is more.
terms-voucher-balance = • When your balance reaches { $minimum }, all of it becomes a voucher.
terms-voucher-multiples = • When your balance reaches { $minimum }, as many times { $minimum } as it holds become one voucher; the rest stays in the balance.
terms-voucher-days = { $days ->
    [one] • A voucher can be used for { $days } day.
   *[other] • A voucher can be used for { $days } days.
}
terms-voucher-next-day = • A voucher can be used from the next day.
terms-voucher-purchase = • A voucher is taken for purchases from { $amount }.
terms-voucher-share = • A voucher is taken for purchases from { $times }× its value.
terms-voucher-rest = • What is left of a voucher stays yours: it becomes another one that lasts as long.
terms-voucher-rest-lost = • What is left of a used voucher is lost.
terms-voucher-returns = • A voucher that ends unused goes back to your balance, once.
terms-voucher-lapses = • A voucher that ends unused is lost.
terms-voucher-yes = • At the counter a voucher is used only with its code, or with the one you get by sending *code*. Without these only a manager can let it pass: that is kept, and you are told.
terms-voucher-nobody = • At the counter your number is enough to use your vouchers: nobody asks you to confirm.
terms-voucher-notice = • You are told { $days ->
    [one] { $days } day
   *[other] { $days } days
} before a voucher ends. If that does not reach you, it lasts { $more ->
    [one] { $more } day
   *[other] { $more } days
} longer, once.
terms-reward = • *{ $reward }*: { $price-full }
terms-reward-stock = { $stock ->
    [one] • *{ $reward }*: { $price-full } · there is { $stock }
   *[other] • *{ $reward }*: { $price-full } · there are { $stock }
}
terms-rewards = { $hours ->
    [one] • A reward you ask for is kept for { $hours } hour and handed over in the shop for its code. After that everything goes back to your balance.
   *[other] • A reward you ask for is kept for { $hours } hours and handed over in the shop for its code. After that everything goes back to your balance.
}
terms-referrer = • Inviting: you get { $points-full } for the first purchase of whoever you invited, from { $minimum }.
terms-friend = • Whoever joins by invitation gets { $points-full } on the first purchase, from { $minimum }.
terms-referral-wait = { $days ->
    [one] • Credit for inviting comes { $days } day after that purchase.
   *[other] • Credit for inviting comes { $days } days after that purchase.
}
terms-referral-most = { $most ->
    [one] • { $most } invitation a month counts.
   *[other] • Up to { $most } invitations a month count.
}
terms-ranking-earned = { $months ->
    [1] • A ranking each month, by what each one collects with purchases and referrals.
   *[other] • A ranking each year, by what each one collects with purchases and referrals.
}
terms-ranking-spent = { $months ->
    [1] • A ranking each month, by the amount of purchases.
   *[other] • A ranking each year, by the amount of purchases.
}
terms-ranking-visits = { $months ->
    [1] • A ranking each month, by the number of purchases.
   *[other] • A ranking each year, by the number of purchases.
}
terms-ranking-names = – In the ranking others see your first name.
terms-ranking-letters = – In the ranking others see only the first letter of your name.
terms-ranking = – The ranking is for looking at: no prize hangs on it.
terms-store-gives = • *{ $store }* gives credit, but takes no balance, vouchers or rewards.
terms-store-takes = • *{ $store }*: what you have can be used there, but purchases there earn nothing.
terms-store-out = • *{ $store }* does not take part.
terms-refund = { $days ->
    [one] • A purchase that is returned: its credit goes, by the rules of the day it was made, and what you used for it returns with the same end; if that is past, it lasts { $days } day more.
   *[other] • A purchase that is returned: its credit goes, by the rules of the day it was made, and what you used for it returns with the same end; if that is past, it lasts { $days } days more.
}
terms-debt = { $days ->
    [one] • If the credit of a returned purchase was spent already, your next purchases make up for it; with nothing to make up for it in { $days } day, it is let go.
   *[other] • If the credit of a returned purchase was spent already, your next purchases make up for it; with nothing to make up for it in { $days } days, it is let go.
}
terms-owing = • While there is something to make up for, no balance, reward or voucher can be used.
terms-no-medicines = • Left out: { $what }. They earn no credit and are not paid with it (RDC Anvisa 96/2008).
terms-medicines = • Medicines take part by a recorded decision of the shop.
terms-prizes = • Prizes ({ $prizes }): authorisation no. { $certificate }.
terms-change = { $days ->
    [0] • The balance, ends and vouchers you have already do not change. The other rules (what you earn, what your balance buys) may change at any time.
    [one] • The balance, ends and vouchers you have already do not change. The other rules (what you earn, what your balance buys) get worse only if told { $days } day before.
   *[other] • The balance, ends and vouchers you have already do not change. The other rules (what you earn, what your balance buys) get worse only if told { $days } days before.
}
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday

## Ready texts of links and footers

join-text = I want to join { $shop }
join-text-code = I want to join { $shop }. Code { $code }
staff-text = help
voucher-text = v { $code }
opt-out-footer = To stop these messages, reply STOP

## The page on the counter

poster-promise = { $points-full } for every { $amount } you spend. For { $price }: { $reward }.
poster-points = { $points-full } for every { $amount } you spend.
poster-headline = Join the club and collect points
poster-point = Point your phone's camera
poster-send = Send the message on WhatsApp
poster-say = Say your number at the till
poster-number = WhatsApp { $number }
poster-percent = { $percent } of every purchase comes back to you.

## Buttons and menu (up to 20 characters; menu titles 24, descriptions 72)

# What WhatsApp charges
cost = { "*" }{ $month } so far: { $total }* (estimate)
cost-service = Replies and receipts in the chat: { $sent } · { $free } free · { $price }
cost-utility = Receipts into closed chats: { $sent } · { $price }
cost-marketing = Announcements: { $sent } · { $price }
cost-authentication = Access codes: { $sent } · { $price }
cost-free = Free replies left this month: { $left }
cost-unpriced = { $count ->
    [one] { $count } message went to a country without a price and is not counted.
   *[other] { $count } messages went to countries without a price and are not counted.
}
cost-under-way = { $count ->
    [one] { $count } message is not confirmed as delivered yet.
   *[other] { $count } messages are not confirmed as delivered yet.
}
cost-before = { $month } came to { $total }.
cost-none = { $month }: nothing to pay so far.
cost-how = Meta's card of { $day }, the dollar at { $rate }. Meta's invoice decides.

# News of the number, for the owner
stopped-token = ⚠️ WhatsApp no longer accepts our access token (code { $code }). Nothing leaves; everything is kept and leaves later. Make a new token in Meta's dashboard and run: fregues doctor
stopped-payment = ⚠️ WhatsApp stopped our messages because of payment (code { $code }). Check the card of the account in WhatsApp Manager. What is queued leaves as soon as it is settled.
stopped-restricted = ⚠️ WhatsApp restricted the account of this number (code { $code }). See why under “Account quality” in Meta's dashboard. What is queued is kept.
stopped-unregistered = ⚠️ The number is no longer registered with WhatsApp's API (code { $code }). Run: fregues setup. What is queued is kept.
stopped-other = ⚠️ WhatsApp refuses to send from this number (code { $code }). Nothing is lost: the queue waits. To see what is missing: fregues doctor
sending-resumed = ✅ The number sends again.
sending-stood = { $hours ->
    [0] It stood still for { $minutes } min, since { $day } at { $time }.
   *[other] It stood still for { $hours } h { $minutes } min, since { $day } at { $time }.
}
sending-waited = { $count ->
    [one] { $count } message was waiting; what is still of use is leaving.
   *[other] { $count } messages were waiting; what is still of use is leaving.
}
sending-late = { $count ->
    [one] { $count } of them comes too late and is not sent. The points are as they were.
   *[other] { $count } of them come too late and are not sent. The points are as they were.
}
marketing-stopped = ⚠️ WhatsApp limited announcements from this number (code { $code }). Receipts and answers go on; announcements rest. To send them later: *release announcements*. To give them up: *discard announcements*.
announcement-held = ⚠️ WhatsApp refused the template of an announcement (code { $code }). Whoever has not got it yet is kept waiting; everything else goes on. To send it later: *release announcements*. To give it up: *discard announcements*.
template-paused = ⚠️ WhatsApp paused the template “{ $template }” ({ $language }), usually after complaints from people who got it. Until it is back, nobody gets it whose chat is closed: receipts wait for the person to write, announcements do not go.
template-refused = ⚠️ WhatsApp refused the template “{ $template }” ({ $language }): { $reason }. Nobody gets it whose chat is closed: receipts wait for the person to write, announcements do not go. You can ask for another review in WhatsApp Manager.
template-disabled = ⚠️ WhatsApp disabled the template “{ $template }” ({ $language }) for good. Until there is a new one, nobody gets it whose chat is closed: receipts wait for the person to write, announcements do not go.
template-back = ✅ The template “{ $template }” ({ $language }) may be used again.
template-marketing = ⚠️ WhatsApp moved the template “{ $template }” ({ $language }) to another category: each message now costs as much as marketing, { $price } (estimated). You can object in WhatsApp Manager.
template-utility = ✅ WhatsApp moved the template “{ $template }” ({ $language }) to the utility category: each message costs less now.
template-red = ⚠️ The template “{ $template }” ({ $language }) has low quality: many people blocked or reported it. If it goes on, WhatsApp pauses it.
template-untaken = ⚠️ WhatsApp refused the template “{ $template }” ({ $language }) when it was sent (code { $code }). Nobody gets it whose chat is closed: receipts wait for the person to write. Look at the template in WhatsApp Manager and run: fregues doctor
limit-changed = { $people ->
    [one] WhatsApp changed the limit of the number: { $people } person a day may be written to first.
   *[other] WhatsApp changed the limit of the number: up to { $people } people a day may be written to first.
}
limit-none = ✅ WhatsApp lifted the daily limit of the number.
limit-denied = WhatsApp has not raised the daily limit of the number yet. The reason is under “Messaging limits” in WhatsApp Manager.
account-restricted = ⚠️ WhatsApp restricted the account of the number. What is stopped, and until when, is under “Account quality” in Meta's dashboard.
account-violation = ⚠️ WhatsApp noted a violation of its rules by this account ({ $what }). Details are under “Account quality” in Meta's dashboard, where you can also ask for a review.
account-disabled = ⚠️ WhatsApp disabled the account of the number. Nothing leaves until it is back; ask for a review under “Account quality” in Meta's dashboard.
account-free = ✅ WhatsApp set the account of the number free again.
hook-gone = ⚠️ { $host } said that it wants no more events of the club. Nothing is sent there any more. To go on: fregues hook resume
hook-silent = ⚠️ For five days nothing has arrived at { $host }, which is told the events of the club. Nothing is sent there any more. Once it works again: fregues hook resume, then fregues hook replay
name-receipt = Purchase receipt
name-reversal = Refund
name-exchange = Exchange receipt
name-redeemed = Reward handed over
name-expiring = Expiry notice
name-approval = Request for approval
name-redemption-ask = Confirmation of spending the balance
name-announcement = Announcement
name-invitation = Invitation to the club
language-pt = Portuguese
language-es = Spanish
language-en = English
refused-promotional = the text looks like advertising
refused-category = the category does not fit the text
refused-abusive = the text looks abusive
refused-format = the form of the text has a fault
refused-scam = the text looks like a scam
refused-mismatch = language or content do not fit what was asked for
refused-other = without a reason
refused-unavailable = this category is not open to the account
role-owner = owner
role-manager = manager
role-cashier = cashier
span-today = Today so far
span-yesterday = Yesterday
span-week = This week so far
span-month = This month so far
span-last-week = Last week
span-last-month = Last month

menu-button = See options
rewards-button = Choose a reward
sales-button = Choose a purchase
sale-when = { $day } { $time } · { $store }
button-balance = See balance
button-statement = Statement
button-rewards = Rewards
button-referral = Invite and earn
button-ranking = Ranking
button-rules = How it works
button-human = Talk to the store
button-menu = See options
button-opt-out = Stop offers
button-opt-in = Start again
button-join-only = 1 · Join
button-join-offers = 2 · Join + offers
button-join-not = Not now
button-yes = Yes
button-no = No
button-all = All of it
button-send = Send
button-discard = Discard
button-undo = Undo
button-not-me = I am somebody else
button-it-is-me = It is me
button-erase = Delete everything
button-keep = Keep my account
reward-price = { $price-full }
menu-balance = { $unit ->
    [reais] What you have and until when
   *[points] Your points and the next reward
}
menu-rewards = { $unit ->
    [reais] What your balance can get you
   *[points] What your points can get you
}
menu-statement = Your latest purchases and redemptions
menu-referral = Your code and a text to forward
menu-ranking = Your place in the ranking
menu-rules = Rules and deadlines
menu-human = How to reach the team

month-01 = January
month-02 = February
month-03 = March
month-04 = April
month-05 = May
month-06 = June
month-07 = July
month-08 = August
month-09 = September
month-10 = October
month-11 = November
month-12 = December
month-year = { $month } { $year }

# Paying with the balance
pay-how = You can use up to *{ $most-full }* of your balance. At the till just give your mobile number; or send *use* and how much (or *use everything*) and I will give you a code.
pay-nothing = You have no balance to use right now.
pay-instead = The code *{ $code }* no longer counts.
pay-worth = { $points-full } { $points-count ->
    [one] is
   *[other] are
} worth *{ $amount }* off.
pay-held = { $unit ->
    [reais] Code *{ $code }*: worth *{ $worth }* on your next purchase.
   *[points] Code *{ $code }*: { $points-full } worth *{ $worth }* on your next purchase.
} Show it at the till until { $day }, { $time }.
    Free balance: { $available-full }. Changed your mind? Reply *cancel*.
pay-lapsed = The code ran out unused, and { $points-full } went back to your balance. Now you have *{ $balance-full }*.
pay-back = Done, { $points-full } went back to your balance. Now you have *{ $balance-full }*.
pay-least = The least that can be used is { $minimum-full }.
pay-step = It is used in steps of { $step-full }.
pay-missing = Up to { $most-full } can be used now.
pay-later = There is balance, but { $points-full } can only be used from { $day }.
pay-debt = Purchases have to cover { $debt-full } of a refund first. Until then no balance, reward or voucher can be used.
pay-ask = The store *{ $store }* wants to use *{ $points-full }* of your balance for the purchase of *{ $amount }*. Is that all right?
pay-ask-other = To use another amount, just say so at the counter.
pay-agreed = Agreed: { $points-full } for the purchase of { $amount }.
pay-stands = That is done already: { $points-full } for the purchase of { $amount }. To undo it, talk to the shop.
pay-not = All right, nothing was used.
pay-over = The time to answer the till is over: nothing of your balance was used.
pay-closed = That purchase is no longer open at the till: nothing of your balance was used.
presence = Your code: *{ $code }*. Say it at the till within { $minutes } minutes.
balance-paid = { $unit ->
    [reais] Paid with your balance: { $used }
   *[points] Paid with { $points-full }: { $used }
}
balance-paid-by = Authorised by { $by }, without your answer. Was it not you? Talk to the store.
balance-returned = Back in your balance: { $points-full }.
pay-never = In this program the balance does not pay purchases at the till.
pay-never-vouchers = In this program the balance does not pay purchases at the till: vouchers do. Send the phone, the amount of the purchase and *use vouchers*.
pay-share = The balance pays at most { $share }% of this purchase: up to { $most-full }.
pay-line = Write it all in one line: mobile, amount of the purchase and how much to use. For example: 11 98888-7777 120 use 20
pay-nobody = { $name } has no balance to use right now.
pay-reserved = { $name } has already set *{ $points-full }* aside under a code. Ask for the code and send it with the price, for example: v K7P2 120. To free the balance, the buyer sends *cancel* in their own chat.
pay-confirm = { $unit ->
    [reais] Use *{ $used }* of { $name }'s balance
   *[points] Use *{ $points-full }* ({ $used }) of { $name }
} for the purchase of { $amount }: charge *{ $charge }*. Confirm?
pay-ask-amount = Code worth *{ $worth }* · { $name } · What is the amount of the purchase?
pay-asked = I asked { $name } whether { $points-full } may be used, and wait { $minutes } minutes. If that is easier, the customer sends *code* to this number and you type here what comes.
pay-cannot-ask = I cannot ask { $name } from here. Have them send *code* to this number, and type here what comes.
pay-waits = { $name } has not answered yet: nothing was used.
pay-yes = { $name } said yes 👍
pay-refused = { $name } said no: nothing was used and the sale was not recorded. To record it without the balance, send just mobile and amount.
pay-late = { $name } did not answer: nothing was used and the sale was not recorded. It still works: the customer sends *code* to this number and you type here what comes.
pay-done = { $name }'s purchase is recorded already.
pay-manager = Only a manager can go on without the customer's answer.
balance-taken = { $unit ->
    [reais] balance { $used } · charge *{ $charge }*
   *[points] { $points-full } ({ $used }) · charge *{ $charge }*
}
back-discount = { $discount } was discount: not to be given back
back-paid = back in the balance: { $points-full }
back-lapsed = ended unused, not taken again: { $points-full }
pay-gone = That code ran out or was cancelled: the value is back in its owner's balance.
presence-over = That code is over. Have them send *code* again.
button-override = Go on without

# The books: a month closed, and what the shop owes its members.
figure-row = { $what }: { $amount }
figure-opening = Opening balance
figure-purchases = Purchases
figure-referral = Referrals
figure-bonus = Bonuses
figure-brought = Balances brought along
figure-back = Reversed
figure-used = Used
figure-expired = Expired
figure-forfeited = Of people who deleted their data
figure-adjusted = Adjustments
figure-available = In balances
figure-held = Set aside
figure-vouchers = In vouchers
figure-debt = Owed by customers
figure-ending = Balances ending within 30 days
figure-ending-vouchers = Vouchers ending within 30 days
figure-below = Balances below the voucher minimum
figure-nowhere = No store
figure-total = Total
month-end = { "*" }{ $month }*, closed:
month-so-far = { "*" }{ $month }* so far:
month-closing = Closing balance: *{ $balance-full }*
month-store = *{ $store }*:
month-nowhere = *No store*:
month-more = The spreadsheet, store by store: fregues report { $month } --csv
month-unknown = That month is still to come. Send for example *close month*, *close october* or *close last month*.
month-wrong = ⚠️ The figures of { $month } do not add up, so I show none. Whoever looks after the system has to run: fregues verify
month-columns = month;store;unit;opening;purchases;referrals;bonuses;brought along;reversed;used;expired;data deleted;adjustments;closing;in balances;set aside;in vouchers;owed by customers;open today;expected use;ending in 30 days
liability = On { $day } your customers can use *{ $total-full }*:
liability-expected = Of that, expect *{ $points-full }* to be used: in 12 months { $share } of what left was used; the rest expired.
liability-young = Of that, expect all of it, *{ $points-full }*, to be used: it is too early to know how much expires unused.

# Why? How a figure came about, in a few lines.
why-purchase = *{ $points-full }* for the purchase of { $amount } on { $day }:
why-reduced = *{ $points-full }* for the purchase of { $amount } on { $day }, of which { $back } was returned:
why-rate = 1. Rule{ $dated ->
    [0] {""}
   *[other] {" "}since { $day }
}: { $rate } for each R$ 1.00
why-percent = 1. Rule{ $dated ->
    [0] {""}
   *[other] {" "}since { $day }
}: { $percent } back
why-visit = 1. Rule{ $dated ->
    [0] {""}
   *[other] {" "}since { $day }
}: { $each-full } for each purchase
why-sum = 2. Sum: { $parts ->
    [0] {""}
   *[other] (
}{ $standing }{ $out ->
    [0] {""}
   *[other] {" "}− { $excluded } that do not count
}{ $less ->
    [0] {""}
   *[other] {" "}− { $discount } discount
}{ $credit ->
    [0] {""}
   *[other] {" "}− { $paid } paid with credit
}{ $parts ->
    [0] {""}
   *[other] )
}{ $times ->
    [none] {""}
   *[other] {" "}× { $times }
}{ $factor ->
    [none] {""}
   *[other] {" "}× { $factor }{ $named ->
    [0] {" "}(level or campaign)
   *[other] {""}
}
}{ $more ->
    [0] {""}
   *[other] {" "}+ { $extra } { $campaign ->
    [none] of the campaign
   *[other] ({ $campaign })
}
} = { $points-full }{ $rounded ->
    [0] {""}
   *[other] {" "}(fractions do not count)
}
why-most = The limit of the rules leaves { $points-full }
why-small = 2. Sum: { $parts ->
    [0] only purchases from { $minimum } on earn
   *[other] { $standing }{ $out ->
        [0] {""}
       *[other] {" "}− { $excluded } that do not count
    }{ $less ->
        [0] {""}
       *[other] {" "}− { $discount } discount
    } = { $eligible }, and only { $minimum } and more earn
}
why-store = 2. Sum: purchases at { $store } earn nothing
why-until = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}{ $left-full } left, good until { $day }
why-never = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}{ $left-full } left, without an end
why-spent = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}All of that credit was used
why-taken = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}That credit was taken back when the purchase was returned
why-vouched = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}In { $code ->
    [none] a voucher
   *[other] the voucher { $code }
}: { $left-full }
why-referral = 1. Rule: inviting gives { $points-full } for the first purchase of whoever joins, from { $minimum } on
why-friend = 2. Sum: purchase of { $amount } on { $day }{ $reduced ->
    [0] {""}
   *[other] , of which { $back } was returned
}
why-reward = Rule: *{ $reward }* costs { $price-full }
why-ranking = 🏆 *{ $period }*: { $done }, made of:
why-part = • { $what }: { $done }
why-unclear = I can't tell which figure that message is about. Reply to (quote) the message of a purchase, or send *why my balance*.
why-balance = { $owing ->
    [0] Your balance of *{ $balance-full }* is the sum of your credits:
   *[other] Your balance is *{ $balance-full }*:
}
why-balance-of = { $name } · balance *{ $balance-full }*{ $nothing ->
    [0] , the sum of these credits:
   *[other] {""}
}
why-whose = *{ $name }*:
why-owed = • { $points-full }: { $part ->
    [0] the purchase of { $amount } ({ $day }) was returned
   *[other] { $back } of the purchase of { $amount } ({ $day }) was returned
} after its credit had been used
why-owed-friend = • { $points-full }: the purchase that paid a referral was returned after its credit had been used
why-endless = • { $points-full } without an end
why-rest = • { $points-full } in further credits
why-held = Less { $held-full } set aside
why-month = • { $month }: { $done }
why-voucher = The voucher { $code } of *{ $value }* (until { $day }) is made of:
why-piece = • { $points-full } earned on { $day }
why-day = { $sales ->
    [0] No sale of that time stands.
    [one] *{ $total }* in { $sales } sale:
   *[other] *{ $total }* in { $sales } sales:
}
why-sold = • { $time } · { $name } · { $amount } · +{ $points }
why-sold-on = • { $day } · { $name } · { $amount } · +{ $points }
why-sold-more = { $sales ->
    [one] • { $sales } more sale: { $total }
   *[other] • { $sales } more sales: { $total }
}
why-month-begins = *{ $month }* began with { $opening-full }:
why-bought = { $what }: { $amount } · { $count ->
    [one] { $count } purchase that earned
   *[other] { $count } purchases that earned
}, { $total }
why-times = { $what }: { $amount } · { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
why-holders = Result: *{ $balance-full }*, { $people ->
    [one] the balance of { $people } customer
   *[other] the sum of the balances of { $people } customers
}
why-liability = *{ $total-full }*, counted from the beginning:
why-owed-apart = Without taking off { $debt-full } that customers owe
why-wrong = This sum does not agree with what is on record. Please ask the shop to look: { $shop }, { $contact }.
why-nothing = Reply to (quote) the sale with *why*, or send *why* and the phone number.

# Adjustments: whoever manages puts right by hand, with a reason.
statement-adjustment = { $day } · { $plus ->
    [0] {""}
   *[other] +
}{ $points } · adjustment: { $reason }
statement-write-off = { $day } · { $points } · debt let go
till-codes-news = ⚠️ *100* wrong codes came in ten minutes by the channel *{ $channel }*. Somebody may be looking for vouchers by trying: for now only codes of customers who are named count there. The counter goes on.
dispute-news = ⚠️ { $name } (ends in { $phone }) does not know the purchase of *{ $amount }*, { $day } at { $time }, { $store }, recorded by { $by }. Check it and talk to them; if it was a slip, whoever recorded it answers the sale with *undo*, or send *refund* and the mobile.
amount-news = ⚠️ { $name } (ends in { $phone }) says that the purchase of *{ $amount }*, { $day } at { $time }, { $store }, recorded by { $by }, has the wrong amount: “{ $text }”. Check it and talk to them; to correct it, send *refund* and the phone, and record the right amount.
call-news = 🙋 { $name } (ends in { $phone }) would like to talk to the store: “{ $text }”. I keep quiet in that chat: talk to them.
call-news-bare = 🙋 { $name } (ends in { $phone }) would like to talk to the store. I keep quiet in that chat: talk to them.
complaint-news = ⚠️ { $name } (ends in { $phone }) complains: “{ $text }”. I keep quiet in that chat: talk to them.
renumber-how = First they send *hi* from the new number. Then send both numbers, the old one first: *change { $area } 98888-7777 to { $area } 97777-6666*
renumber-ask =
    Carry the record of *{ $name }* (balance { $balance }) from { $phone } to *{ $new }*?
    Say yes only if they proved that it is theirs: the old number stops counting.
renumber-both = The new number has a record already, { $name }, balance { $balance }: the two become one.
renumber-nobody = Nobody is registered with { $phone }: nothing was changed.
renumber-silent = { $phone } has not written here yet. Ask them to send *hi* from it, then send the change again: that way no wrong digit takes the balance.
renumber-same = That record is on { $phone } already.
renumber-team = Records of the team or of a company are not changed here: in the team, remove the old number and add the new one; in a company, the new contact comes by the API.
renumber-dropped = All right, nothing was changed.
renumbered = ✅ { $name } is now on the number that ends in { $phone }. Balance { $balance }. The old number leads to that record no more.
tell-how = Send it like this: *opening hours: Mon to Sat, 9 to 19* or *address: 10 Flower Street*. With more than one store, put its name: *opening hours of store Centro: …*
tell-long = That is more than { $most } characters. Send a shorter text.
tell-hours =
    When people ask for the opening hours, shall I answer this?

    { "*" }{ $store }*: { $text }
tell-address =
    When people ask for the address, shall I answer this?

    { "*" }{ $store }*: { $text }
tell-before = This takes the place of: { $before }
tell-dropped = All right, it stays as it was.
told = ✅ Noted. That is what customers read from now on.
adjust-how = Send it like this: *adjust { $area } 98888-7777 +{ $unit ->
    [reais] 5.00
   *[points] 500
} reason opening gift*. With − in front it takes.
adjust-whose = Adjustment of *{ $plus ->
    [0] {""}
   *[other] +
}{ $points-full }*, got it. Whose? Send the mobile with area code.
adjust-why = Adjustment of *{ $plus ->
    [0] {""}
   *[other] +
}{ $points-full }* for *{ $name }*: what is the reason? They will read it.
adjust-ask = Adjustment of *{ $plus ->
    [0] {""}
   *[other] +
}{ $points-full }* for *{ $name }*: { $vouchers ->
    [0] balance
   *[other] balance and vouchers
} { $before } → *{ $after }*. Reason: { $reason }. Is that right?
adjust-owner = Only the owner adjusts more than { $limit-full }.
adjust-too-much = { $name } has only { $available-full }: an adjustment makes nobody owe.
adjust-dropped = All right, nothing was adjusted.
adjust-done = ✅ { $name } · adjustment of { $plus ->
    [0] {""}
   *[other] +
}{ $points-full } · balance { $balance }
adjusted = { $shop } adjusted your balance: *{ $plus ->
    [0] {""}
   *[other] +
}{ $points-full }*. Reason: { $reason }. Balance: { $balance-full }.
debt-let-go = What was still missing of a returned purchase ({ $debt-full }) is forgiven: you owe nothing any more.

## Tills and web shops: read by those who connect them
till-closed = This channel is no longer active, so nothing was recorded. If that is a mistake, talk to whoever manages the shop.
till-key = This key came with other content before, so nothing was done. Use a new key for each call.
till-order = Under the number { $order } purchase { $purchase } of { $amount } is registered; now it came with { $now }, and nothing changed. To hear the same answer, send the same again; a new purchase needs another number.
till-order-same = Under the number { $order } purchase { $purchase } of { $amount } is registered; now the customer, the excluded part, the payment or the consents are others, and nothing changed. To hear the same answer, send the same again; a new purchase needs another number.
till-reversal = Under the number { $reversal } { $amount } of purchase { $purchase } came back before; now the amount is another or left out, and nothing changed. To hear the same answer, send the same again; another return needs another number.
till-registered = Order { $order } is already registered: it is purchase { $purchase }, and nothing changed. To take it back, reverse that purchase; a new purchase needs another number.
till-customer = It does not say whose purchase this is: give a phone, an e-mail, own_id, CNPJ or a customer number.
till-nobody = There is no customer { $member } in this shop: check the number, or say who it is by phone, e-mail, own_id or CNPJ.
till-contact = The company has no contact { $contact }: check the number among its contacts.
till-two = The { $field } that was sent is customer { $member }'s, and not this one's: nothing was recorded. Leave that field out, or name the customer only by what is theirs.
till-other = Customer { $member } is known by another { $field }: nothing was recorded. Leave that field out, or name the customer only by what is theirs.
till-identity = Give something the customer is known by: phone, e-mail, own_id or CNPJ.
till-proof = In this program the balance leaves only with the customer's word: have them send *code* to the shop, and send what they get.
till-codes-rest = Too many wrong codes came: this one is taken again at { $time }. Until then, register without it; what needs no code goes on.
till-late = This purchase is more than 8 days old, so it was not registered. Send it without occurred_at to have it count from now on.
till-purchase = There is no purchase { $purchase } in this shop, so nothing came back. Check the number: GET /purchases?order= finds a purchase by its order.
till-no-order = This channel registered no order { $order }, so nothing came back. Check the number; what another channel or the counter registered comes back by the number of the purchase, with POST /purchases/…/reversals.
till-reversed = Purchase { $purchase } of { $amount } came back whole before, so nothing more came back. GET /purchases/{ $purchase } shows how it stands.
till-zero = The amount came as zero, so nothing was recorded: send more than 0.00.
till-zero-back = The amount came as zero, so nothing came back: send from 0.01 to { $left }, or leave amount out to take back all that is left.
till-refund = A channel takes back up to { $limit } of a purchase; above that it is for whoever manages the shop, in the chat.

## E-mail

mail-subject-receipt = Your purchase: { $shop }
mail-subject-reversal = Your return: { $shop }
mail-subject-expiring = Ending soon: { $shop }
mail-subject-news = News of your account: { $shop }
mail-greeting = Hello!
mail-greeting-name = Hello { $name }!
mail-footer = { $shop } writes because you agreed to get news of your account here. To talk to us: { $contact }.
mail-leave = No more of these e-mails
mail-leave-ask = News of your account at { $shop } will no longer come by e-mail. Everything else stays as it is.
mail-left = Done: { $shop } writes to this address no more.
mail-gone = This link leads nowhere any more. To get no more e-mails, talk to the shop.
