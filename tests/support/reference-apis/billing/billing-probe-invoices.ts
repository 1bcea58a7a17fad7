import type { Scenario } from '../probe-source.ts';
import {
  act,
  card,
  cold,
  COLD_INVOICES,
  draft,
  form,
  getCustomer,
  getInvoice,
  GOOD,
  invoicePath,
  item,
  newCustomer,
  ONE_TIME,
  probe,
  slot,
} from './billing-probe-kit.ts';

const OPEN = COLD_INVOICES.filter(({ status, subscription }) => status === 'open' && subscription === null);

export const INVOICE_WRITES: readonly Scenario[] = [
  function* invoiceFromItems(context) {
    const { random, fresh } = context;
    const [c, i, x, y, z] = [fresh('customer'), fresh('invoice'), fresh('item'), fresh('item'), fresh('item')];
    yield newCustomer(context, c);
    yield item(x, c, { amount: String(random.between(5, 90) * 100), currency: 'usd', description: 'Workshop' });
    yield item(y, c, { price: random.pick(ONE_TIME).id, quantity: String(random.between(1, 5)) });
    yield draft(i, c, { description: 'As agreed' });
    yield item(z, c, { invoice: slot('i'), amount: '2300', currency: 'usd', description: 'Hotel' }, { i });
    yield getInvoice(i);
    yield probe('write', 'DELETE /v1/invoiceitems/{x}', { slots: { x } });
    yield getInvoice(i);
    yield probe('list', `GET ${invoicePath}/lines`, { slots: { i } });
    yield act('finalize', i);
    yield* card(context, c, random.pick(GOOD));
    yield act('pay', i);
    yield getInvoice(i);
    yield getCustomer(c);
  },
  function* sentAndVoid(context) {
    const { random, fresh } = context;
    const [c, i, x] = [fresh('customer'), fresh('invoice'), fresh('item')];
    yield newCustomer(context, c);
    yield draft(i, c, { collection_method: 'send_invoice', days_until_due: random.pick(['10', '20', '60']) });
    yield item(x, c, { invoice: slot('i'), amount: '88000', currency: 'usd', description: 'Licence' }, { i });
    yield getInvoice(i);
    yield probe('write', `POST ${invoicePath}`, { slots: { i }, body: form({ 'metadata[po]': 'PO-7' }) });
    yield act('finalize', i);
    yield getInvoice(i);
    yield random.chance(0.5) ? act('void', i) : act('pay', i, { paid_out_of_band: 'true' });
    yield getInvoice(i);
    yield probe('filter', 'GET /v1/invoices', { query: { status: 'open', limit: '20' } });
  },
  function* deletedDraft(context) {
    const { fresh } = context;
    const [c, i, j, x] = [fresh('customer'), fresh('invoice'), fresh('invoice'), fresh('item')];
    yield newCustomer(context, c);
    yield item(x, c, { amount: '4200', currency: 'usd', description: 'Data import' });
    yield draft(i, c);
    yield probe('write', `DELETE ${invoicePath}`, { slots: { i } });
    yield probe('error', `GET ${invoicePath}`, { slots: { i } });
    yield draft(j, c);
    yield getInvoice(j);
  },
  function* settled({ take, random }) {
    const invoice = take(OPEN) ?? random.pick(COLD_INVOICES.filter(({ status }) => status === 'paid'));
    const i = cold(invoice.id);
    yield probe('write', `POST ${invoicePath}`, {
      slots: { i },
      body: form({ 'metadata[reminder]': random.pick(['1', '2', '']) }),
    });
    yield getInvoice(i);
    if (!OPEN.includes(invoice)) return;
    yield random.chance(0.5) ? act('void', i) : act('pay', i, { paid_out_of_band: 'true' });
    yield getInvoice(i);
    yield probe('list', 'GET /v1/invoices', { query: { limit: '15' } });
  },
];
