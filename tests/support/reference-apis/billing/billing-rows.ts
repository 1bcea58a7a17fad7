/** The objects of `billing`, stored as they are shown, but for what is shown through a reference (prices in lines). */
export type Metadata = Readonly<Record<string, string>>;

export interface Customer {
  readonly id: string;
  readonly object: 'customer';
  readonly address: Readonly<Record<string, string | null>> | null;
  readonly balance: number;
  readonly created: number;
  readonly currency: string | null;
  readonly delinquent: boolean;
  readonly description: string | null;
  readonly email: string | null;
  readonly invoice_prefix: string;
  readonly invoice_settings: { readonly default_payment_method: string | null; readonly footer: string | null };
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly name: string | null;
  readonly next_invoice_sequence: number;
  readonly phone: string | null;
}

export interface PaymentMethod {
  readonly id: string;
  readonly object: 'payment_method';
  readonly billing_details: { readonly name: string | null; readonly postal_code: string | null };
  readonly card: {
    readonly brand: string;
    readonly country: string;
    readonly exp_month: number;
    readonly exp_year: number;
    readonly funding: string;
    readonly last4: string;
  };
  readonly created: number;
  readonly customer: string | null;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly type: 'card';
}

export interface Product {
  readonly id: string;
  readonly object: 'product';
  readonly active: boolean;
  readonly created: number;
  readonly default_price: string | null;
  readonly description: string | null;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly name: string;
  readonly unit_label: string | null;
  readonly updated: number;
}

export interface Price {
  readonly id: string;
  readonly object: 'price';
  readonly active: boolean;
  readonly created: number;
  readonly currency: string;
  readonly livemode: false;
  readonly lookup_key: string | null;
  readonly metadata: Metadata;
  readonly nickname: string | null;
  readonly product: string;
  readonly recurring: { readonly interval: 'month' | 'year'; readonly interval_count: number } | null;
  readonly type: 'one_time' | 'recurring';
  readonly unit_amount: number;
  readonly unit_amount_decimal: string;
}

export interface SubscriptionItem {
  readonly id: string;
  readonly price: string;
  readonly quantity: number;
  readonly created: number;
}

export interface Subscription {
  readonly id: string;
  readonly billing_cycle_anchor: number;
  readonly cancel_at: number | null;
  readonly cancel_at_period_end: boolean;
  readonly canceled_at: number | null;
  readonly created: number;
  readonly currency: string;
  readonly current_period_end: number;
  readonly current_period_start: number;
  readonly customer: string;
  readonly default_payment_method: string | null;
  readonly description: string | null;
  readonly ended_at: number | null;
  readonly items: readonly SubscriptionItem[];
  readonly latest_invoice: string | null;
  readonly metadata: Metadata;
  readonly status: 'active' | 'trialing' | 'past_due' | 'canceled';
  readonly trial_end: number | null;
  readonly trial_start: number | null;
}

export interface Line {
  readonly id: string;
  readonly amount: number;
  readonly description: string;
  readonly invoice_item: string | null;
  readonly period: { readonly end: number; readonly start: number };
  readonly price: string | null;
  readonly quantity: number;
  readonly subscription: string | null;
}

export interface Invoice {
  readonly id: string;
  readonly amount_paid: number;
  readonly attempt_count: number;
  readonly auto_advance: boolean;
  readonly billing_reason: 'manual' | 'subscription_create' | 'subscription_cycle';
  readonly collection_method: 'charge_automatically' | 'send_invoice';
  readonly created: number;
  readonly currency: string;
  readonly customer: string;
  readonly customer_email: string | null;
  readonly customer_name: string | null;
  readonly description: string | null;
  readonly due_date: number | null;
  readonly hosted_invoice_url: string | null;
  readonly lines: readonly Line[];
  readonly metadata: Metadata;
  readonly number: string | null;
  readonly status: 'draft' | 'open' | 'paid' | 'void';
  readonly finalized_at: number | null;
  readonly paid_at: number | null;
  readonly voided_at: number | null;
  readonly subscription: string | null;
}

export interface InvoiceItem {
  readonly id: string;
  readonly object: 'invoiceitem';
  readonly amount: number;
  readonly currency: string;
  readonly customer: string;
  readonly date: number;
  readonly description: string | null;
  readonly invoice: string | null;
  readonly livemode: false;
  readonly metadata: Metadata;
  readonly price: string | null;
  readonly quantity: number;
  readonly unit_amount: number;
}
