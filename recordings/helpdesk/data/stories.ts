import type { OrderStatus, TicketStatus } from '../model.ts';

export type StoryKind =
  | 'refund'
  | 'cancel'
  | 'delivery'
  | 'address'
  | 'account'
  | 'plan'
  | 'technical'
  | 'complaint'
  | 'replacement'
  | 'spam';

/** A second ticket by the same customer about the same matter. */
export interface Duplicate {
  readonly of: string;
  readonly subject: string;
  readonly body: string;
  readonly status: TicketStatus;
}

/** `{order}` and `{product}` are filled from the customer's order, `{name}` and `{company}` from the customer. */
export interface Story {
  readonly kind: StoryKind;
  readonly subject: string;
  readonly body: string;
  readonly order?: readonly OrderStatus[];
  readonly status: TicketStatus;
}

const SENT: readonly OrderStatus[] = ['shipped', 'delivered'];
const WAITING: readonly OrderStatus[] = ['pending', 'paid'];

function stories(kind: StoryKind, order: readonly OrderStatus[] | undefined, text: string): Story[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [status = '', subject = '', body = ''] = line.split('|');
      return { kind, subject, body, status: status as TicketStatus, ...(order === undefined ? {} : { order }) };
    });
}

/** status | subject | description */
export const STORIES: readonly Story[] = [
  ...stories(
    'refund',
    SENT,
    `
new|Cracked casing on arrival|The {product} from {order} came with a crack right across the casing. It still switches on but I cannot put that on a shop counter. I would like my money back for it.
new|Charged twice for one order|My bank shows two debits for {order}, three minutes apart. I only pressed the button once. Please return one of them.
open|Arrived eleven days late|{order} was promised for the market weekend and came eleven days later. We had to rent equipment. I think part of the price should come back.
open|This is not what the page showed|The photo shows a {product} with a metal base, and the one in {order} is plastic. Can I get a partial refund and keep it?
open|Box was half empty|We paid for everything on {order} but one item was not in the box. The seal was intact, so it must have been packed that way.
open|Return received, where is the money|I sent back the {product} of {order} on the 9th and the tracking says you have it since the 13th. No refund so far.
pending|Wrong colour, need to give it back|The {product} is black, we ordered white. {order}. We are {company} and everything here is white.
open|Price dropped two days after I bought|Two days after {order} the {product} was on offer. Would you refund the difference as a courtesy?
new|Second-hand unit sold as new|There were someone else's receipts inside the {product} from {order}. This is clearly not new. I expect a refund.
open|VAT charged although we are exempt|You charged VAT on {order} even though our exemption is on file. Kindly return that part.
new|Scratched screen protector and dead pixel|One dead pixel, top left, on the {product} (order {order}). A small amount back would be fine, I do not want the hassle of sending it.
open|Promised discount was not applied|Your colleague promised us ten per cent for the delay, but {order} was billed in full.
pending|Express delivery paid, standard delivered|We paid for express on {order} and it took five days. Please refund what I paid for express.
open|Bought one too many|I misread the set size, so {order} has one {product} more than we need. Unopened, happy to send it back.
`,
  ),
  ...stories(
    'cancel',
    WAITING,
    `
new|Please stop this order|I ordered from the wrong account last night. Could you cancel {order} before it goes out? Sorry for the bother.
new|Ordered twice by accident|The page hung and I pressed again, so now there are two. Please cancel {order}, the other one is right.
open|Shop opening is postponed|Our landlord moved the hand-over to autumn. We have to cancel {order} for now and will order again later.
open|Cancel, found it locally|Hi, we found a {product} around the corner and need it today. Please cancel {order}.
new|I did not place this order|I got a confirmation for {order} but nobody at {company} ordered anything. Cancel it and tell me who did.
pending|Budget was not approved|My manager said no. Is it still possible to cancel {order}?
open|Cancel if it cannot ship this week|If {order} cannot leave by Thursday then please cancel it, we have the fair on Saturday.
new|Wrong quantity, cancel and I reorder|I typed 12 instead of 2 on {order}. Easiest for me is if you cancel the whole thing.
open|Cancelling before dispatch|Please cancel {order}. We decided to go with rented equipment for the season.
new|Duplicate of an order by my partner|My business partner ordered the same {product} an hour before me. Cancel mine, {order}, please.
`,
  ),
  ...stories(
    'delivery',
    SENT,
    `
new|Where is my parcel|{order} should have been here on Tuesday. The tracking page only says "in transit". When will it come?
new|Tracking number does not work|The link in the mail for {order} gives an error. Could you send me the right number?
open|Courier says delivered, nothing here|According to the courier {order} was handed over yesterday at 14:10. Nobody at {company} signed anything.
open|Half of the delivery is missing|One parcel of two arrived for {order}. Is the second one still on its way?
new|Need delivery before the holiday|We close on the 27th. Will {order} be here before that?
open|Delivered to the neighbour|The {product} went to the hairdresser next door and they are on holiday for two weeks. {order}. What now?
new|Customs are asking for papers|Customs hold {order} and want an invoice in English and a declaration. Can you send these?
pending|Parcel went back to you|The courier tried once and sent {order} back. We are open every day from 8 to 6!
new|Status of our order please|Could you tell me whether {order} has left the warehouse? My electrician comes on Monday.
open|Delivery window|Is it possible to have {order} delivered before ten in the morning? After that we have guests.
open|Which carrier do you use|I would like to redirect {order} to a parcel shop but do not know which carrier has it.
new|Pallet or parcels|Will {order} come on a pallet? We have stairs and no lift, so the driver should know.
`,
  ),
  ...stories(
    'address',
    WAITING,
    `
new|We have moved, please redirect|{company} moved last week and {order} still has the old address. New address is below my name. Thank you!
open|Wrong house number|I made a typo in the house number of {order}. Please correct it before it ships.
new|Deliver to the warehouse instead|Could {order} go to our warehouse rather than the shop? The shop is being painted.
open|Postcode missing in my order|The form did not take our postcode, so {order} has none. Will it arrive anyway?
new|Send it to our other branch|Please send {order} to our second branch, the manager there needs it sooner.
open|Address on the confirmation is my home|The confirmation of {order} shows my private address. It must go to {company}.
new|Building work in our street|Lorries cannot get to us until May. Can {order} go to the address of our accountant?
open|Please add the unit number|The courier never finds us without the unit number. Could you add it to {order}?
`,
  ),
  ...stories(
    'account',
    undefined,
    `
new|New phone number|Our landline is gone. Please put my mobile on the account so that the courier can ring.
open|Change of company name|We are now registered under a new name and need it on all invoices from this month.
new|My e-mail address changes|I am leaving the old provider. Please use the new address for {company} from now on.
open|Remove my colleague from the account|Our bookkeeper has left and should not get the invoices any more. Please use my contact details only.
new|Spelling of my name|You have been writing my name wrongly for two years, {name} is the right one. Could you correct it?
pending|Invoices go to the wrong person|All invoices still go to our old accountant. Can this be changed on your side?
open|Which number do you have for me|The courier says the number you gave him is dead. Which one is it? I will send you the right one.
`,
  ),
  ...stories(
    'plan',
    undefined,
    `
new|Upgrade for a second till|We open a second till in April. Which plan do we need and can you switch us?
open|We do not need the big plan any more|With one shop closed, {company} can go back to a smaller plan. From the first of the month if possible.
new|Question about the team plan|Does the team plan include stock counts across shops? If so please move us to it.
open|Switch us to business|We talked on the phone about the business plan. Please go ahead.
pending|Going back to free|The season is over, please put us on free until spring.
new|Trial has ended|The trial is over and reports are gone. We would like to carry on with starter.
`,
  ),
  ...stories(
    'technical',
    undefined,
    `
new|Printer prints only half the line|Since the update the right half of each receipt is blank. We tried new rolls. It is an older receipt printer.
new|Scanner loses Bluetooth|The handheld scanner disconnects every twenty minutes or so and has to be paired again. Annoying with a queue.
open|Card terminal stuck on "updating"|The terminal shows updating for two hours now. We are taking cash only. Please help quickly.
open|Cash drawer does not open|The drawer clicks but does not open unless I hit it. Happened after we moved the counter.
new|Export has the wrong decimal sign|The monthly export uses a point, our accountant needs a comma. Is there a setting?
open|Daily totals do not match|The daily report is 61.35 lower than the sum of the receipts, three days in a row now.
pending|Kitchen screen shows yesterday's orders|In the morning the kitchen screen still lists the orders of the evening before, until we restart it.
new|How do I add a tax rate|From July we have a new reduced rate here. Where do I add it, and will old receipts change?
open|Scale shows 4 grams with nothing on it|The counter scale never goes back to zero. We are inspected next month so this matters.
open|Login code never arrives|I ask for the code and no SMS comes. My colleague gets hers at once. We are {company}.
new|Logo on the receipt is upside down|It is funny but our customers ask. The logo prints upside down since Friday.
open|App crashes when I refund in cash|Each time I choose cash refund on the tablet the app closes. The refund is booked anyway, I think.
new|4G router offline at night|The router drops at about 2 and comes back at 6. The night baker cannot take phone orders.
pending|Customer display is too dark|In the sun nobody can read the customer display. Brightness is at the maximum.
open|Stock count off after returns|Returned goods are not added back to stock. Is that on purpose?
new|Two tills, one receipt number|Both tills printed the same receipt number this morning. The tax office will not like that.
solved|Battery empties within an hour|The battery pack of the mobile printer lasts one hour instead of a day.
solved|Barcode labels too small|The labels come out at 60 per cent of their size since we changed the roll.
solved|Receipt in the wrong language|A tourist got a Finnish receipt. How can I choose the language per sale?
solved|Cannot add a new employee|The button to add an employee is grey. I am the owner of the account.
closed|Old scanner not listed|Our old scanner is not on the list of devices any more.
closed|Keyboard layout of the till|The at sign is somewhere else since the update.
`,
  ),
  ...stories(
    'complaint',
    undefined,
    `
open|Third time I write about this|I have explained the same thing to three different people now. Please have somebody read the history before answering.
open|We are losing money every day|Our card payments have been failing on and off for a week and nobody calls back. I will have to look for another supplier.
new|Very unhappy with the technician|The technician came two hours late, left dust everywhere and the terminal is still not working.
open|Legal deadline next Friday|We need the fiscal export by next Friday or we pay a fine. This is the second request.
open|Data of another shop in our report|Our weekly report contains the sales of a shop that is not ours. That must not happen.
new|Support line hangs up|I waited 25 minutes on the phone and then the line was cut. Twice.
open|Payout missing since Monday|The card payout of Monday, 2,318.47, has not arrived. Tuesday's did.
solved|Rude answer in chat|The person in chat told me to read the manual. I had.
solved|Promised call never came|I was promised a call on Wednesday between 2 and 4. Nothing.
open|Outage during lunch|All tills were down from 12:05 to 13:20, our best hour. What happened and what do you do about it?
`,
  ),
  ...stories(
    'replacement',
    SENT,
    `
open|Scanner dead after a week|The {product} of {order} no longer switches on, also on the cable. We need a new one, not money.
new|Missing power supply|There was no power supply in the box of {order}. Please send one, or a new unit.
open|Second unit with the same fault|This is the second {product} with a flickering light ({order}). Please send one from another batch.
open|Broken in transport|The corner of the box was crushed and so is the {product}. {order}. Can you send another one?
new|Wrong cable in the parcel|{order} has the cable for the old model. The till does not have that port.
open|Labels peel off in the fridge|The labels of {order} do not stick below 5 degrees. We were told they would. Can we have the other kind?
pending|Stand wobbles|One screw hole of the stand from {order} has no thread, so it wobbles. We would like another.
open|Swap for the bigger model|The {product} in {order} is too small for our counter. Could we swap, and pay what is missing?
`,
  ),
  ...stories(
    'spam',
    undefined,
    `
new|Boost your ranking today!!!|Dear sir, we have seen your website and can bring you to the first place in two weeks. Reply for our price list.
new|Invoice overdue 3 times|Open the attached file to see your overdue invoice. Failure to pay means legal action. (attachment removed)
new|Cheap toner and ink|Best toner for all printers, 80 per cent off, only today. Click and save.
new|You have been selected|Congratulations! You have been selected for a business loan without any checks.
new|Partnership request from investor|I represent a private investor who wishes to place funds with your company. Kindly send your bank details.
new|Win a cruise for two|Take part in our short survey and win a cruise for two people. Offer ends at midnight.
new|SEO audit attached|Our free audit found 47 errors on your site. Buy the full report now.
new|Guest post on your blog|We write for leading magazines and would love to place an article with two links on your blog.
new|Cheap flights for your team|Business class at the price of economy. Give us a card number and we hold the seats.
new|Lists of 40,000 shop owners|Fresh addresses of shop owners in your region, sorted by turnover, for 99 only.
new|Your parcel is blocked|Pay 1.99 for customs on the page below or your parcel will be destroyed.
new|Your mailbox is full|Your mailbox storage is at 98 per cent. Sign in on the page below to keep your mails.
`,
  ),
];

/** subject of the first | status of the second | its subject | its description */
export const DUPLICATES: readonly Duplicate[] = `
Where is my parcel|new|Parcel still not here|Me again. I do not know whether my first message went through. Where is my parcel?
Printer prints only half the line|new|Receipts cut off|The right side of every receipt is empty. I think I wrote yesterday but cannot find it.
Card terminal stuck on "updating"|open|Terminal does nothing|The terminal does not come out of the update. Nobody answered the chat so I write here too.
Charged twice for one order|new|Double debit on my account|There are two debits on my statement for one order. Please look into it.
Payout missing since Monday|open|No payout on Monday|Our bank confirms that nothing came in from you on Monday.
Cash drawer does not open|new|Drawer is stuck|The drawer is stuck again, we open it with a screwdriver.
Login code never arrives|new|SMS code|Still no SMS. Is there another way to log in?
Delivered to the neighbour|open|Parcel at the hairdresser|In case it helps: the hairdresser is called Schnittpunkt and closed until the 20th.
Upgrade for a second till|new|Second till|I asked about a second till last week. The opening is getting close.
We are losing money every day|open|Card payments fail|Card payments fail again today, 14 of 40 so far. I wrote about this before.
`
  .trim()
  .split('\n')
  .map((line) => {
    const [of = '', status = '', subject = '', body = ''] = line.split('|');
    return { of, subject, body, status: status as TicketStatus };
  });
