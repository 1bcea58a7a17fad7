/** The catalogue of a made-up seller of point-of-sale equipment. Prices in minor units. */
export const PRODUCTS = [
  { sku: 'SCN-210', name: 'handheld scanner', price: 18940 },
  { sku: 'SCN-330', name: 'table-top scanner', price: 24375 },
  { sku: 'PRN-80', name: 'receipt printer', price: 21285 },
  { sku: 'PRN-58', name: 'mobile printer', price: 13760 },
  { sku: 'TRM-5', name: 'card terminal', price: 28915 },
  { sku: 'DRW-16', name: 'cash drawer', price: 8735 },
  { sku: 'TAB-11', name: 'tablet stand', price: 6420 },
  { sku: 'LBL-57', name: 'roll of labels', price: 1185 },
  { sku: 'CBL-USB2', name: 'USB cable', price: 945 },
  { sku: 'BAT-34', name: 'battery pack', price: 3870 },
  { sku: 'DSP-07', name: 'customer display', price: 15630 },
  { sku: 'KDS-15', name: 'kitchen screen', price: 41255 },
  { sku: 'RTR-4G', name: '4G router', price: 9815 },
  { sku: 'SCL-30', name: 'counter scale', price: 26190 },
] as const;
