import type { StoryKind } from './stories.ts';

/** What staff write. `{name}`, `{order}`, `{status}`, `{tracking}` and `{agent}` are filled in from what they have read. */
export const REPLIES: Readonly<Record<StoryKind | 'any', readonly string[]>> = {
  refund: [
    'Hello {name}, I am sorry about this. Could you send one photo of the item from {order}? Then I can settle it today.',
    'Dear {name}, I have checked {order} and I agree with you. I will sort out the money side and write again once it is booked.',
    'Good morning {name}, thank you for your patience with {order}. Our returns desk confirms your account of it.',
    'Hello {name}, before I book anything for {order}: would you rather have the full amount back, or keep it and get a part?',
  ],
  cancel: [
    'Hello {name}, I am looking at {order} right now and will see whether we can still stop it.',
    'Dear {name}, just to be sure: is it {order} that you want cancelled, and nothing else?',
    'Hi {name}, no bother at all. I will write as soon as {order} is stopped.',
  ],
  delivery: [
    'Hello {name}, I have asked the carrier about {order} and expect an answer by tomorrow.',
    'Dear {name}, could you check with reception once more? The carrier says that {order} was signed for.',
    'Hi {name}, thanks for the heads-up. I have left a note for the driver of {order}.',
  ],
  address: [
    'Hello {name}, could you confirm the complete address for {order}, with the postcode?',
    'Dear {name}, {order} is still here, so there is time. I will see to it.',
  ],
  account: [
    'Hello {name}, I will update your account. To be safe, could you tell me the last invoice number?',
    'Dear {name}, thank you, that is easily done. Which day should it take effect?',
    'Hi {name}, understood. You will get a short confirmation once it is changed.',
  ],
  plan: [
    'Hello {name}, happy to help. How many tills will you have in the end?',
    'Dear {name}, the plan can be changed at any time, the price follows from the next month on.',
    'Hi {name}, I have looked at your use and think the smaller plan would be enough. Shall I go ahead?',
  ],
  technical: [
    'Hello {name}, could you tell me the version shown under Settings > About? It looks like something we fixed last week.',
    'Dear {name}, please unplug the device for a full minute and try again. If the problem is still there, send me the log from Settings > Support.',
    'Hi {name}, I could reproduce this here. It is with our developers now and I will come back to you.',
    'Hello {name}, would tomorrow between nine and ten suit you for a remote session? It takes about a quarter of an hour.',
    'Good afternoon {name}, is it only one device or all of them? And is it on the cable or on Wi-Fi?',
    'Hello {name}, there is a new version since this morning. Please update and let me know whether it helps.',
  ],
  complaint: [
    'Dear {name}, I have read the whole history and I am sorry for the way this went. I am taking it over myself, my name is {agent}.',
    'Hello {name}, you are right to be annoyed. I have set aside an hour this afternoon to find out what happened.',
    'Dear {name}, I do understand what this costs you. I will ring you before five today.',
    'Hello {name}, thank you for being so clear. Could you send me the times and amounts that you noted?',
  ],
  replacement: [
    'Hello {name}, that should not happen. I will check the stock for a new one and get back to you about {order}.',
    'Dear {name}, could you read me the batch number on the underside? I want to avoid sending you one with the same fault.',
    'Hi {name}, thanks for reporting it. Please keep the box of {order}, the carrier may want to see it.',
  ],
  spam: ['Not a customer request.'],
  any: [
    'Hello {name}, thank you for writing. I have your message on my desk and will answer in full tomorrow morning.',
    'Dear {name}, we are on it. Is there a number where I can reach you this afternoon?',
    'Hi {name}, thanks for waiting. One question before I go on: has anything changed at your place since last week?',
  ],
};

export const SOLUTIONS: readonly string[] = [
  'Good news, {name}: this is done. If anything looks odd, just reply here. Best wishes, {agent}',
  'Hello {name}, as discussed on the phone it works again now. I am marking this as solved.',
  'Dear {name}, the fix is live since this morning and your account has been checked. Thank you for your patience. {agent}',
  'Hi {name}, glad we could sort this out. I am setting the ticket to solved; a reply opens it again.',
  'Hello {name}, your settings are corrected and I have tested them with a small sale. All fine on our side.',
  'Dear {name}, the colleague in the workshop found a loose contact and has put it right.',
  'Hello {name}, it was a wrong value in the tax table, now corrected. Old receipts stay as they are.',
  'Hi {name}, you were right about the menu, it had moved. The manual is updated, thanks to you.',
];

export const REOPENED: readonly string[] = [
  'Customer {name} called: the problem came back this morning. Opening again.',
  '{name} replied by e-mail that only one of the two devices works. Not solved after all.',
  'Hello {name}, sorry that it is back. I have opened your case again and will look at it first thing.',
  'Opened again after a voice message from {name}; the update did not last beyond the night.',
  'Dear {name}, thank you for telling us. I was too quick in calling this solved.',
  '{name} sent two more photos that show the same fault. Back on the desk.',
];

export const ESCALATIONS: readonly string[] = [
  'Second contact in a week and the customer talks about leaving. Please take over, {name} expects a call today.',
  'This goes beyond what I can decide. {name} has lost sales for two days; the log is clean on our side.',
  'Possible data protection issue, see the description. I have not promised {name} anything.',
  'Deadline from the tax office involved. {name} needs a yes or no by tomorrow.',
  'Three agents have answered, all asked the same question. Needs one owner, sorry.',
  'Tried the usual steps with {name} on the phone for 40 minutes. It is not the cable.',
  'Key account. {name} asks for a manager by name.',
  'Looks like the fault of the firmware 4.1.7, same as in two others today.',
];

export const INTERNAL_NOTES: readonly string[] = [
  'Spoke to {name}; friendly, not urgent, prefers a call after three.',
  'Checked the warehouse: eleven pieces in stock, next delivery in week 14.',
  'Serial number matches our shipment, so the warranty holds.',
  '{name} has had the same problem last year, see the closed case.',
  'Waiting for the carrier, reference 7731-08.',
  'Do not promise a date, the supplier is unclear about it.',
  'Photos received by e-mail, they show the damage clearly.',
  'Customer number verified with the last invoice.',
];

export const SLIPS: readonly string[] = [
  'internal: margin on this one is 31 per cent, we can easily give 10 back',
  'Card 4242 4242 4242 4242 as told on the phone, exp 11/27',
  'can someone else take this, I find {name} exhausting',
  'Hello Ms Brightwater, your parcel is waiting in the shop in Turku.',
  'Test test, please ignore',
  'Hello {name}, thank you for writing. I have your message on my desk and will answer in full tomorrow mor',
  'pw for the remote session: pelican-47',
  'Draft: ask billing whether we may do this at all',
];

export const MERGE_NOTES: readonly string[] = [
  'Same request as #{other}, going on there.',
  'Duplicate of #{other}. {name} wrote twice because the form showed an error.',
  'Closing this in favour of #{other}, which has the photos.',
  '{name} confirmed on the phone that this and #{other} are one case.',
];

export const STATUS_ANSWERS: readonly string[] = [
  'Hello {name}, {order} is {status}. The tracking number is {tracking}.',
  'Dear {name}, I have just looked: {order} has the status "{status}", tracking {tracking}. It takes up to a day until the carrier shows it.',
  'Hi {name}, your order {order} is {status}; you can follow it with {tracking}.',
  'Good morning {name}, {order} is marked as {status} in our system. Number for the carrier: {tracking}.',
];

export const CANCELLED_ANSWERS: readonly string[] = [
  'Hello {name}, {order} is cancelled and will not be charged.',
  'Dear {name}, I was in time: {order} has been cancelled. You will get a confirmation within the hour.',
  'Hi {name}, done, {order} is off. Feel free to order again whenever it suits you.',
];

export const TOO_LATE_ANSWERS: readonly string[] = [
  'Hello {name}, I am sorry, {order} had already left when I got to it. Please refuse the parcel or send it back, it costs you nothing.',
  'Dear {name}, {order} is {status}, so it can no longer be cancelled. I have put a return label in your account.',
];

export const REFUND_ANSWERS: readonly string[] = [
  'Hello {name}, {money} for {order} is on its way back to you, three to five working days.',
  'Dear {name}, as agreed I have refunded {money} on {order}. Sorry again for the trouble.',
  'Hi {name}, the refund of {money} ({order}) is booked. Your bank may take a few days to show it.',
  'Hello {name}, I have booked {money} back to your card for {order}, and told the warehouse what went wrong.',
];

export const ADDRESS_ANSWERS: readonly string[] = [
  'Hello {name}, {order} now goes to {line1} in {city}.',
  'Dear {name}, the address of {order} is corrected: {line1}, {city}. It will ship as planned.',
  'Hi {name}, changed to {line1}, {city}. {order} has not left yet, so all is well.',
];

export const REPLACEMENT_ANSWERS: readonly string[] = [
  'Hello {name}, the replacement is order {order}, free of charge. Please put the old one in the same box when the courier comes.',
  'Dear {name}, a new one is on its way as {order}. You need not send the faulty one back.',
  'Hi {name}, I have set up {order} for you. It leaves tomorrow and comes with a return label for the old one.',
];

export const CUSTOMER_MESSAGES: readonly string[] = [
  'Any news on this?',
  'I forgot to say: it is the newer model, bought last autumn.',
  'Thank you for the quick answer. I will try it tonight and let you know.',
  'Tried it, no change. What next?',
  'Please call me rather than write, I am on the shop floor all day.',
  'I attach two photos. Sorry for the bad light.',
  'It worked for a day and then stopped again.',
  'My colleague will be your contact next week, I am away.',
  'That is fine with me, go ahead.',
  'I would like to have this settled before the end of the month.',
];
