// The names of products, for pages that have their ids alone.
import { get, useAnswer } from "./client.js";

export function useProducts(every = 30000) {
  const { data } = useAnswer((signal) => get("/products", signal), every);
  const names = new Map((data ?? []).map((product) => [product.id, product.name]));
  return { list: data ?? [], name: (id) => names.get(id) ?? `Product ${id}` };
}
