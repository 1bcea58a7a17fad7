export const SHOP_ORIGIN = 'https://api.shop.test';
export const STAFF_KEY = 'shp_live_4fQ2mZt81xYw0kVd';
export const READ_ONLY_KEY = 'shp_read_9aB7cD3eF5gH1jKl';
