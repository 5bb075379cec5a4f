import type { StoreBase } from '../connect';

/** Repositories of the product: people, conversations, requests, mail. */
export type ProductStore = ReturnType<typeof productStore>;

export function productStore(_base: StoreBase) {
  return {};
}
