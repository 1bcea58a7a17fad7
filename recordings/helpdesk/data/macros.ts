import type { MacroCategory } from '../model.ts';

/** Saved replies. `{{...}}` is filled in by the staff member's console, not by the API. */
export const MACROS: readonly { title: string; category: MacroCategory; body: string }[] = [
  {
    title: 'Refund approved',
    category: 'billing',
    body: 'Hello {{customer_name}}, we have refunded {{order_number}}. The money takes three to five working days to reach your account.',
  },
  {
    title: 'Duplicate charge',
    category: 'billing',
    body: 'Hello {{customer_name}}, you are right: {{order_number}} was charged twice. The second charge is being returned today.',
  },
  {
    title: 'Invoice copy',
    category: 'billing',
    body: 'Hello {{customer_name}}, the invoice for {{order_number}} is attached again. You can also find it under Account > Invoices.',
  },
  {
    title: 'Parcel on its way',
    category: 'shipping',
    body: 'Hello {{customer_name}}, {{order_number}} has left our warehouse and should be with you within two working days.',
  },
  {
    title: 'Address changed',
    category: 'shipping',
    body: 'Hello {{customer_name}}, {{order_number}} will now go to the new address. Please check the confirmation we have sent.',
  },
  {
    title: 'Order cancelled',
    category: 'shipping',
    body: 'Hello {{customer_name}}, {{order_number}} is cancelled. Nothing will be charged.',
  },
  {
    title: 'Restart the terminal',
    category: 'technical',
    body: 'Hello {{customer_name}}, please hold the red and green keys for ten seconds until the terminal restarts, then try one small payment.',
  },
  {
    title: 'Printer head cleaning',
    category: 'technical',
    body: 'Hello {{customer_name}}, switch the printer off, wipe the head with the cleaning pen from the box, wait two minutes and print a test page.',
  },
  {
    title: 'Need more details',
    category: 'general',
    body: 'Hello {{customer_name}}, to look into this we need the serial number (under the device) and roughly when it first happened.',
  },
  {
    title: 'Closing for now',
    category: 'general',
    body: 'Hello {{customer_name}}, we have not heard back, so I am closing this for now. Just reply and it opens again.',
  },
  {
    title: 'Thanks for the feedback',
    category: 'general',
    body: 'Hello {{customer_name}}, thank you for taking the time to write this. I have passed it to the team that owns the product.',
  },
];

/** What leads add in the recorded weeks. */
export const NEW_MACROS: readonly { title: string; category: MacroCategory; body: string }[] = [
  {
    title: 'Strike at the carrier',
    category: 'shipping',
    body: 'Hello {{customer_name}}, the carrier is on strike in your region. {{order_number}} is safe in the depot and moves as soon as they work again.',
  },
  {
    title: 'Scanner pairing steps',
    category: 'technical',
    body: 'Hello {{customer_name}}, scan the barcode marked PAIR on page 3, then pick the scanner in the Bluetooth list of your till.',
  },
  {
    title: 'Label stock recall',
    category: 'general',
    body: 'Hello {{customer_name}}, labels from batch 24-117 peel off in the cold. We will replace every roll you still have.',
  },
  {
    title: 'Partial refund',
    category: 'billing',
    body: 'Hello {{customer_name}}, we have returned part of the price of {{order_number}}, as agreed. You keep the goods.',
  },
  {
    title: 'End of 3G service',
    category: 'technical',
    body: 'Hello {{customer_name}}, your router uses the 3G network, which is switched off in June. We can exchange it for the 4G model.',
  },
  {
    title: 'Customs papers',
    category: 'shipping',
    body: 'Hello {{customer_name}}, customs ask for a signed declaration for {{order_number}}. The form is attached, one page.',
  },
];
