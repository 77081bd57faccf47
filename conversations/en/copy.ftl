# What we say, in English.
# Each key is a line; several lines make a message. Amounts and points arrive ready, only counts arrive as
# numbers. *bold* and _italics_ are WhatsApp's own marks.

gap = { "" }

## Joining

welcome =
    Hi! This is *{ $shop }* 🐾
    Every R$ 1 you spend earns *{ $points } points* that buy services. For the rules, just send *rules*.
welcome-credit = Your purchase has already earned *{ $points } points*: they are kept for you.
welcome-invited = Invited by *{ $friend }*: your first purchase brings you another *{ $points } points*.
welcome-ask =
    Would you like to join? And to get offers here? These are two separate things:
    { "*" }1* join, without offers
    { "*" }2* join and get offers
joined = Done{ $name }! You are in.
joined-balance = Balance: *{ $balance } points*.
joined-offers = News from { $shop } will come here. To stop, send STOP at any time.
join-later = No problem! To join { $shop } later, just send *I want to join*.
already-in = You are already a member{ $name } 😉
opted-out =
    Done: no more offers from { $shop }.
    Your points stay, and only notices about your own purchases will arrive. To stop those too, send STOP ALL.
opted-out-all =
    Done: { $shop } sends nothing on its own any more, not even notices about your purchases.
    Your points stay. Whenever you write, we answer.
opted-in = Great! News from { $shop } will come here. To stop, send STOP at any time.
opt-out-ask = Do you want to stop getting messages from the shop?
opt-out-kept = All right, nothing changes.

## What customers look up

menu = How can I help{ $name }?
hello = Hi{ $name }! How can I help?
you-are-welcome = Thank you 💚
balance = You have *{ $balance } points*.
balance-held = Set aside for a reward: { $held }.
balance-debt = { $debt } points of a returned purchase are still open. Your next purchases cover them first.
balance-zero = You have *0 points*. Next time, just give your mobile number at the till and it starts adding up.
balance-expires = ⏳ { $points } points are valid until { $day }.
next-reward = *{ $missing }* to go for { $reward }.
reward-ready = Within reach: *{ $reward }*. Send *redeem*.
statement = Your latest activity:
statement-none = Your statement is empty. Your first purchase will show here.
statement-purchase = { $day } · +{ $points } · purchase of { $amount }
statement-referral = { $day } · +{ $points } · referral
statement-reward = { $day } · { $points } · reward
statement-reversal = { $day } · { $points } · refund
statement-opening = { $day } · +{ $points } · opening balance
statement-balance = Balance: *{ $balance } points*
referral =
    Your code is *{ $code }*.
    Whoever joins with it gets { $friend } points on a first purchase of { $minimum } or more, and you get { $referrer }.
    Just forward the next message 👇
referral-share = Hi! I collect points at { $shop } and thought of you. Join with my code *{ $code }* and get { $friend } points on your first purchase: { $link }
referral-own = *{ $code }* is your own code 😊 It is for the people you invite.
referral-unknown = I can't find the code *{ $code }*. Could you check with whoever invited you?
referral-late = Invites are for people who are not members yet. But you can invite others: send *invite*.
referral-none = The club has no referral reward at the moment.
ranking = 🏆 *{ $month }*: you are number { $place }, with *{ $points } points*.
ranking-first = 🏆 *{ $month }*: you are in the lead, with *{ $points } points*!
ranking-row = { $place }. { $name } · { $points }
ranking-gap = *{ $gap }* to go to pass the one ahead.
ranking-empty = 🏆 *{ $month }*: no points for you yet this month.
ranking-none = This club has no ranking.
rewards = Your balance: *{ $balance } points*. The rewards:
rewards-none = The club has no rewards yet.
reward-can = ✔ *{ $number }* · { $reward } · { $price } points
reward-cannot = *{ $number }* · { $reward } · { $price } points ({ $missing } to go)
reward-how = To get one, send its number.
reward-held =
    { "*" }{ $reward }* is yours! Your code:

    { "*" }{ $code }*

    Show it at the till by { $day }, { $time }. Free balance: { $available } points.
reward-missing = *{ $reward }* is { $missing } points away.
reward-blocked = Rewards return once the { $debt } points of the refund are covered. Purchases keep earning.
reward-unknown = I can't find that reward. Would you like the list?
reward-taken = *{ $reward }* handed over ✅ Balance: { $balance } points.
reward-lapsed = The hold for *{ $reward }* ran out and your { $points } points are back. Balance: { $balance } points.
rules =
    Here is how it works:
    • Buy and give your mobile number at the till
    • Every R$ 1 is worth *{ $rate } points*; fractions do not count
    • Each credit lasts { $days } days
rules-referral = • Invite: { $referrer } points for you and { $friend } for whoever joins, on a first purchase of { $minimum } or more
rules-rewards = • Swap points for rewards: send *rewards*. Points cannot be paid out.
contact = The { $shop } team is here for you: { $contact }
contact-quiet = I will keep quiet here for { $hours } hours so that you can talk. To have me back sooner, send *menu*.
no-vouchers = This club has no vouchers: points buy rewards. Send *rewards* to see them.
no-tiers = This club has no tiers. Your place this month is in the *ranking*.
no-birthday = I don't keep birthdays yet, but thanks for telling me 🎂
name-set = Noted: *{ $name }*.
language = All right, English it is.
unknown = I didn't get that. I can check your balance, show the options or give you the team's contact.
unknown-again = A person will help better. Talk to the { $shop } team: { $contact }
no-audio = I can't listen to voice notes yet 🙈 Could you write it?
no-media = Got it, but I can only read text. Could you write what you need?
frozen = This number seems to have a new owner, and its points are kept until the shop has checked. Talk to the { $shop } team: { $contact }
## Whose number it is, and people's own data

number-ask =
    Hi! { $shop } knows this number with another WhatsApp account. Before we go on, who is this?
    { "*" }1* I am somebody else: the number is mine now
    { "*" }2* it is me, I changed phones or accounts
number-code =
    All right! To protect the points, show this code at the counter until { $day }, { $time }:

    { "*" }{ $code }*

    The team checks it and everything is back at once.
number-yours = Done: this number is yours now, and nothing of whoever had it before shows here.
number-request = We cannot see your number. If you want to say it at the counter and earn points, tap the button to share it. If you would rather not, that is fine.
number-linked = Number noted ✅ Just say it at the counter. Balance: *{ $balance } points*.
moved-ask = WhatsApp told us that your number or phone changed. Was that you?
moved-confirmed = Thank you! Your points can be used again. Which reward will it be?
returned = Checked at the counter ✅ Your points are back. Balance: *{ $balance } points*.
data-kept = What { $shop } keeps about you:
data-name = • Name: { $name }
data-phone = • Number: { $phone }
data-since = • Since: { $day }
data-balance = • Balance: { $balance } points
data-purchases = { $purchases ->
    [0] • Purchases: none
    [one] • Purchases: { $purchases }
   *[other] • Purchases: { $purchases }
}
data-program = • Joined the club on { $day }
data-offers = • Agreed to offers on { $day }
data-no-offers = • Wants no offers since { $day }
data-no-receipts = • Wants no receipts since { $day }
data-rights = To correct your name, send *call me* and the name. To delete everything, send *delete my data*. The team of { $shop } helps too: { $contact }
erase-ask = This deletes your name, your number and this conversation, and { $balance } points are lost (a reward set aside too). Only nameless entries and the record of your consents stay, as the law asks. It cannot be undone. Delete it all?
erase-debt = The { $debt } points still owed from a refund are forgiven.
erased = Done: your data was deleted from { $shop }. Should you want to come back one day, just send a message.
erase-kept = All right, nothing was deleted.
erase-staff = Whoever is of the team has to leave it first: ask a manager (*remove* and the name).

## What a customer gets for a purchase

receipt = Purchase of *{ $amount }* recorded ({ $store }) ✅ *+{ $points } points*
receipt-referral = Gift for joining by invite: *+{ $points }*
receipt-repaid = { $points } points covered the earlier refund.
receipt-balance = Balance: *{ $balance }* · these are valid until { $day }
receipt-debt = { $debt } points of the refund are still open.
friend-bought = { $friend } made a first purchase: *+{ $points }* for you 🎁 Balance: { $balance } points.
reversed = Purchase of { $amount } refunded: −{ $points } points.
reversed-referral = The gift for the invite went with it: −{ $points }.
reversed-balance = Balance: { $balance } points.
friend-reversed = { $friend }'s first purchase was returned: −{ $points }. Balance: { $balance } points.

## Staff: sales

sale-done = ✅ { $name } · { $amount } · *+{ $points }* · balance { $balance }
sale-referral = 🎁 first purchase by invite: +{ $points }
sale-never-wrote = This person has never written to the shop: nothing was sent. Show the poster's QR so that they can see the points.
sale-waits = The notice waits for their next message.
sale-template = Their chat was closed: the notice went as a WhatsApp template.
sale-undelivered = ⚠️ WhatsApp says that nothing arrives at this number. Check that it is right; the balance is kept.
sale-silent = This person asked not to get notices.
sale-undo-hint = wrong? reply *undo*
sale-again = Same as the one at { $time }. Is it another purchase?
sale-confirm =
    Is this right?
    { $name } · { $phone }
    { "*" }{ $amount }*
sale-confirm-many = Is this list right?
sale-row = • { $name } · { $phone } · *{ $amount }*
sale-row-new = • new customer { $phone } · *{ $amount }*
sale-confirm-cpf = That number could also be a CPF. Is it really the mobile?
sale-new =
    New customer: *{ $phone }*, sale of *{ $amount }*.
    Is the number right?
sale-dropped = All right, nothing was recorded.
sale-replaced = The earlier sale, still unanswered, was dropped.
sale-many = That is too many sales for one message. Please send up to { $most } at a time.
ask-phone = *{ $amount }*, got it. What is the customer's mobile, with area code?
ask-amount = *{ $name }*: what is the amount?
bad-phone = The number looks incomplete. Can you send it again with area code? E.g. 11 98765-4321
given-cpf = That looks like a CPF; we use the customer's mobile here. What is the number?
two-phones = I read two mobiles: { $first } and { $second }. Can you send it again with only the customer's?
two-amounts = I read two amounts: { $first } and { $second }. Can you send it again with only the purchase's?
bad-amount = I could not read the amount. Send it like this: 11 98765-4321 89.90
amount-zero = Amount zero: nothing was recorded. What is the amount?
amount-negative = A negative amount is no sale. To take back the last one, send *undo*.
amount-too-high = *{ $amount }* is above the limit of { $limit } for a message: nothing was recorded. Could you check it?
own-number = That is your own number, and nobody records sales for themselves. Ask a colleague.
manager-unknown =
    I didn't get that. What you can send:
    { "*" }Sale*: 11 98765-4321 89.90
    { "*" }Sales today*: summary
    { "*" }Who works here*: team
    { "*" }Tell customers*: announce Tomorrow we open at 10
    { "*" }What WhatsApp charges*: costs
    Everything else: help
staff-unknown = I didn't get that. To record a sale: 11 98765-4321 89.90
staff-help =
    { "*" }Sale*: 11 98765-4321 89.90
    { "*" }Reward code*: v 7KD2
    { "*" }Undo* (10 min): undo
    { "*" }Refund*: reply to the sale with refund or refund 30.00
    { "*" }Look up*: ? 11 98765-4321
    { "*" }Today*: summary
staff-help-manager =
    { "*" }Tell customers*: announce TEXT
    { "*" }Team*: team · add staff { $area } 9XXXX-XXXX NAME · dismiss NAME
    { "*" }What WhatsApp charges*: costs
no-longer-staff = This number is no longer on the { $shop } team, so nothing was recorded. If that is a mistake, talk to whoever manages the shop.
not-staff = Only the { $shop } team records sales. If you are a customer, send *balance* or *I want to join*.
lookup = { $name } · ends in { $phone } · balance *{ $balance }*
lookup-nobody = Nobody is registered with { $phone }. Send the amount to record a first purchase. If they only have a WhatsApp username, ask them to send their number in the shop's chat and tap the button.
sale-contested = ⚠️ The number { $phone } came with another WhatsApp account and it is not known yet whose it is. The purchase goes to the new record, without the old balance; if it is the same person, both are joined later.
frozen-staff = That record rests until it is clear whose number it is: nothing was registered. Ask for the code the person got in the chat, or a manager sends *release* and the number.
return-ask = Give the record of *{ $name }* (ending { $phone }) back to the person here? Check the name with them.
return-done = ✅ Record given back: { $name }
return-kept = All right, the record keeps resting.
return-over = That code does not count any more. The person can ask for another in the chat.
not-frozen = The record of { $phone } is not resting: there is nothing to release.
erase-ask-staff = This deletes the name, the number and the conversations of *{ $name }*, and { $balance } points are lost. It cannot be undone. Delete it all?
erased-staff = ✅ Data deleted. Only nameless entries stay.
erase-nobody = Nobody has this number: nothing was deleted.
expired = That request has expired. Would you like to start again?

## Staff: counter

undone = ↩ Sale undone: { $name } · { $amount } · −{ $points } · balance { $balance }
undo-ask = Undo the one of *{ $amount }* ({ $name }, { $time })?
undo-which = You have more than one recent sale:
undo-row = • { $time } · { $name } · { $amount }
undo-nothing = There is no sale of yours in the last minutes to undo. For a return, reply to the sale with *refund*.
undo-already = That sale has already been undone.
undo-late = That one can no longer be undone. If it is a return, reply to the sale with *refund*.
undo-kept = All right, the sale stays.
refunded = ↩ Refund: { $name } · { $amount } · −{ $points } · balance { $balance }
refund-which = Reply to the message of the sale with *refund* (or *refund 30.00*), so that I know which one.
refund-too-much = Only { $left } of that sale is left: nothing was refunded.
refund-manager = Refunds above { $limit } are for whoever manages the shop.
code-ask = *{ $reward }* · { $name } · Handed over?
code-done = ✅ { $reward } handed over · { $name }
code-used = Already used: { $reward }, on { $day } at { $time }, { $by }, { $store }.
code-over = The hold for { $reward } ran out; the points went back to the customer.
code-unknown = I can't find the code *{ $code }*. Could you check with the customer?
code-tries = Too many wrong codes in a short time. Wait 10 minutes or call a manager.
code-kept = All right, the code stays valid.
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
    Points given: { $given }
    Used: { $used }
day-reversed = Taken back for earlier sales: { $points }
day-undone = Not counted: { $points } given and then taken back
day-unknown = I don't know that day. Send for example *summary yesterday*, *summary 21/11* or *summary of the week*.
day-referral = By referral: { $points }
day-staff = { $sales ->
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
announce-long = The text is longer than { $most } characters: nothing was sent. Can you shorten it?
announce-sent = { $people ->
    [one] Sending to { $people } person ✅
   *[other] Sending to { $people } people ✅
}
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
team-how = Somebody comes: add staff { $area } 9XXXX-XXXX NAME. Somebody leaves: dismiss NAME
hired =
    { "*" }{ $name }* may now record sales from that number. Forward this link to start the chat:
    { $link }
hire-how = Send it like this: add staff { $area } 9XXXX-XXXX NAME
hired-already = { $name } is already on the team.
dismissed = *{ $name }* is no longer on the team. Messages from that person record nothing from now on.
dismiss-nobody = I can't find that person on the team. Send it like this: dismiss NAME
claimed = Done: you manage *{ $shop }* from here.
claim-other = That code is neither an invitation nor the one of whoever manages *{ $shop }*, which counts once only. Whoever installed this can make another.
claim-unknown = That isn't the code of *{ $shop }*. Check it letter by letter: it has no 0, O, I, L or U. Whoever installed this sees the code with *fregues merchant list*, and makes another with *fregues merchant claim { $merchant }*.
not-yet = That can't be done by message yet.

## Ready texts of links and footers

join-text = I want to join { $shop }
join-text-code = I want to join { $shop }. Code { $code }
staff-text = help
opt-out-footer = To stop these messages, reply STOP

## The page on the counter

poster-promise = { $points } points for every { $amount } you spend. For { $price }: { $reward }.
poster-points = { $points } points for every { $amount } you spend.
poster-headline = Join the club and collect points
poster-point = Point your phone's camera
poster-send = Send the message on WhatsApp
poster-say = Say your number at the till
poster-number = WhatsApp { $number }

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
name-receipt = Purchase receipt
name-reversal = Refund
name-redeemed = Reward handed over
name-approval = Request for approval
name-redemption-ask = Confirmation of spending points
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

menu-button = See options
rewards-button = Choose a reward
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
button-send = Send
button-discard = Discard
button-undo = Undo
button-not-me = I am somebody else
button-it-is-me = It is me
button-erase = Delete everything
button-keep = Keep my account
reward-price = { $price } points
menu-balance = Your points and the next reward
menu-rewards = What your points can get you
menu-statement = Your latest purchases and redemptions
menu-referral = Your code and a text to forward
menu-ranking = Your place this month
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
