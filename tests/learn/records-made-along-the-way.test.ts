import { expect, it } from 'vitest';
import { PACKERS, parcelApi, parcelScripts } from '../support/small/parcels.ts';
import { besides, recordedFrom } from '../support/small/small-api.ts';

const api = parcelApi();
const { send, model } = besides(api, recordedFrom(api, parcelScripts(40)));

it('makes the record that a new one comes with, each naming the other', () => {
  const made = send('POST /orders', { city: 'Kyiv' });
  const { id, parcel_id } = made.ours.body as { id: number; parcel_id: number };
  expect([id, parcel_id]).toEqual([541, 9041]);
  expect(send('GET /parcels/9041').ours).toEqual({
    status: 200,
    body: { id: 9041, order_id: 541, city: 'Kyiv', state: 'waiting' },
  });
  expect(send('GET /parcels/9042').ours.status).toBe(404);
});

it('makes no record that a new one is only given to', () => {
  const makes = model.operations.flatMap(({ branches }) => branches.flatMap(({ effects }) => effects));
  expect(makes.flatMap((effect) => (effect.t === 'create' ? [effect.resource] : []))).toEqual(['orders', 'parcels']);
  const { packer_id } = send('POST /orders', { city: 'Bonn' }).ours.body as { packer_id: string };
  expect(PACKERS).toContain(packer_id);
});
