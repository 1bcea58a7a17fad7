/** Tickets that come into being during the recorded weeks: calls that staff write down, and the web form. */
export interface Call {
  readonly subject: string;
  readonly body: string;
  readonly aboutOrder: boolean;
}

function calls(text: string): Call[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [about = '', subject = '', body = ''] = line.split('|');
      return { aboutOrder: about === 'order', subject, body };
    });
}

/** order? | subject | description */
export const PHONE_CALLS: readonly Call[] = calls(`
order|Caller asks for a delivery date|{name} rang about {order}: needs a date for the electrician. Promised an answer by tomorrow noon.
-|Till freezes at closing time|{name} says the till freezes when closing the day, every day since the weekend. Restarting helps.
order|Wants the invoice in another name|{name} asks whether the invoice of {order} can be made out to {company} Holding instead.
-|Asks for a training session|New staff at {company}; {name} would like an hour of training by video, mornings preferred.
order|Driver refused to carry upstairs|The driver of {order} left the parcels at the kerb. {name} is not amused and wants a note for the carrier.
-|Gift card balance is wrong|A gift card with 40 on it shows 4.00 since yesterday. {name} has the number at hand.
order|Reports scratched housing|{name} found a long scratch on the item from {order}. Wants to know what we offer, photos will follow by e-mail.
-|Cannot find the Z report|{name} looks for the Z report of last month; the tax adviser needs it by Friday.
order|Asks to combine two deliveries|{name} has a second order coming and would like it sent together with {order}.
-|Terminal asks for a key|The card terminal at {company} asks for an administrator key after the update.
-|Wi-Fi changed, printer gone|{company} has a new router and the receipt printer is no longer found. Walked through the reset, no luck.
order|Partial delivery, one box missing|Two of three boxes of {order} arrived. {name} checked with the neighbours already.
-|Wants to speak to the manager|{name} wants a call back from a manager about the contract, would not say more.
-|Question about data export|{name} is changing accountants and wants all receipts since January as one file.
`);

export const WEB_FORMS: readonly Call[] = calls(`
-|Receipt shows the wrong shop name|Since Monday our receipts carry the name of the other branch. Both tills are concerned.
order|Can I add an item|I would like to add one more roll of labels to {order}. Is that still possible?
-|Contactless limit|Can the contactless limit be raised on our terminal? Customers ask for it every day.
order|Gift wrap|{order} is a present. Could you leave out the delivery note?
-|Password reset loop|I reset the password, log in, and am asked to reset it again. Three times now.
-|Rounding to five cents|Is there a way to round cash totals to five cents? It is usual here.
order|Confirmation never came|I paid for {order} but never got a confirmation. My address is right, I think.
-|Happy with the new scanner|No problem at all, I only wanted to say that the new scanner is a joy. Thank you, {name}
-|Opening hours of support|Are you there on Easter Monday? We open our second shop that day.
order|Serial number for the insurance|Our insurance asks for the serial numbers of what we bought with {order}.
`);

export const FIRST_TICKETS: readonly Call[] = calls(`
-|Setting up the first till|New customer, bought the starter set at the fair. Needs help with tax rates and the first stock list.
-|Moving over from another system|They have 2,400 articles in a spreadsheet and would like to import them before the opening.
-|Which terminal for a food truck|Runs a food truck without mains power and wants to know which terminal works on battery for ten hours.
-|Quote for four shops|Asked for a quote for four shops with kitchen screens. Decision by the end of the month.
-|Demo account has expired|The demo account ran out before the team could look at it. Would like two more weeks.
-|Fiscal printer rules|Wants to be sure that our receipts meet the new rules in their country before signing.
-|Self-service kiosk|Interested in a kiosk for the canteen, about 300 lunches a day.
-|Accessible terminals|One of the cashiers is blind. Asks for a terminal with real keys and speech.
-|Loyalty points import|Has 1,900 loyalty cards from the earlier system and asks whether the points can be kept.
`);
