import type { Workflow } from '../sessions-of.ts';
import { client, customerWithCard, expand, newCustomer, ONE_TIME } from './billing-session-kit.ts';

export const INVOICE_WORKFLOWS: Readonly<Record<string, Workflow>> = {
  'one-off-invoice': (send, random, index) => {
    const billing = client(send);
    const { customer } = customerWithCard(billing, random, index);
    const item = billing.call('POST /v1/invoiceitems', {
      form: { customer, amount: String(random.between(20, 90) * 100), currency: 'usd', description: 'Consulting' },
    });
    billing.call('POST /v1/invoiceitems', {
      form: { customer, price: random.pick(ONE_TIME).id, quantity: String(random.between(1, 3)) },
    });
    if (random.chance(0.7)) billing.call(`DELETE /v1/invoiceitems/${item.text('$.id')}`);
    const path = `/v1/invoices/${billing
      .call('POST /v1/invoices', { form: { customer, 'metadata[po]': `PO-${random.between(100, 999)}` } })
      .text('$.id')}`;
    billing.call('POST /v1/invoiceitems', {
      form: { customer, invoice: path.slice(13), amount: '1500', currency: 'usd', description: 'Travel' },
    });
    billing.call(`GET ${path}/lines`);
    billing.call(`POST ${path}`, { form: { description: 'Thank you for your business', 'metadata[po]': '' } });
    billing.call(`GET ${path}`);
    billing.call(`POST ${path}/finalize`);
    billing.call(`POST ${path}/finalize`);
    billing.call(`POST ${path}/pay`);
    billing.call(`GET ${path}`);
    billing.call(`POST ${path}/pay`);
    billing.call(`GET /v1/customers/${customer}`);
  },
  'sent-invoice': (send, random, index) => {
    const billing = client(send);
    const customer = newCustomer(billing, random, index);
    const created = billing.call('POST /v1/invoices', {
      form: { customer, collection_method: 'send_invoice', days_until_due: random.pick(['14', '30', '45']) },
    });
    const path = `/v1/invoices/${created.text('$.id')}`;
    billing.call(`POST ${path}/finalize`);
    for (const [description, amount] of [
      ['Licence', '250000'],
      ['Support', '40000'],
    ] as const)
      billing.call('POST /v1/invoiceitems', {
        form: { customer, invoice: created.text('$.id'), amount, currency: 'usd', description },
      });
    billing.call(`POST ${path}/finalize`);
    billing.call(`GET ${path}?${expand('customer')}`);
    if (random.chance(0.5)) {
      billing.call(`POST ${path}/void`);
      billing.call(`POST ${path}/pay`, { form: { paid_out_of_band: 'true' } });
    } else {
      billing.call(`POST ${path}/pay`);
      billing.call(`POST ${path}/pay`, { form: { paid_out_of_band: 'true' } });
      billing.call(`POST ${path}/void`);
    }
    billing.call(`GET ${path}`);
    billing.call(`GET /v1/invoices?customer=${customer}&status=open`);
    billing.call(`DELETE ${path}`);
  },
  drafts: (send, random, index) => {
    const billing = client(send);
    const customer = newCustomer(billing, random, index);
    billing.call('POST /v1/invoiceitems', {
      form: { customer, amount: '9900', currency: 'usd', description: 'Migration' },
    });
    const draft = billing
      .call('POST /v1/invoices', { form: { customer, description: 'Draft for review' } })
      .text('$.id');
    billing.call(`GET /v1/invoices/${draft}`);
    billing.call(`GET /v1/invoices?status=draft`);
    billing.call(`DELETE /v1/invoices/${draft}`);
    billing.call(`GET /v1/invoices/${draft}`);
    const again = billing.call('POST /v1/invoices', { form: { customer } }).text('$.id');
    billing.call(`POST /v1/invoices/${again}/finalize`);
    billing.call(`GET /v1/invoices/${again}/lines?limit=3`);
  },
};
