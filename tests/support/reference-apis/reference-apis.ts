import { agendaApi } from './agenda/agenda-api.ts';
import { billingApi } from './billing/billing-api.ts';
import { crmApi } from './crm/crm-api.ts';
import { depotApi } from './depot/depot-api.ts';
import { forgeApi } from './forge/forge-api.ts';
import { lodgeApi } from './lodge/lodge-api.ts';
import { payApi } from './pay/pay-api.ts';
import type { ReferenceApi } from './reference-api.ts';
import { rpcApi } from './rpc/rpc-api.ts';
import { shopApi } from './shop/shop-api.ts';
import { splitApi } from './split/split-api.ts';
import { trackerApi } from './tracker/tracker-api.ts';

export const REFERENCE_APIS: readonly ReferenceApi[] = [
  shopApi,
  crmApi,
  payApi,
  trackerApi,
  rpcApi,
  splitApi,
  lodgeApi,
  depotApi,
  billingApi,
  forgeApi,
  agendaApi,
];
