import { h, useEffect, useRef, useState } from "../html.js";
import { useProducts } from "../catalogue.js";
import { call } from "../client.js";
import { count, money, plural, short } from "../format.js";
import { Empty, Field, Loading, Page, Panel, State, Table, Time, Trouble } from "../parts.js";
import { address, refine } from "../router.js";
import { follow } from "../stream.js";
import { may } from "../login.js";
import { PlaceOrder } from "./placeorder.js";

const SHOWN = 50;
const TOGETHER = 250;
const PAUSE = 2000;

export const ORDER_KIND = { pending: "wait", confirmed: "ok", cancelled: "bad" };

export function Orders({ query }) {
  const products = useProducts();
  const filter = { status: query.status ?? "", product_id: query.product_id ?? "" };
  const close = () => refine("/orders", filter);
  return h(
    Page,
    { title: "Orders", intro: "The newest first, as they change.", actions: may("customer") && h("a", { class: "button primary", href: address("/orders", { ...filter, place: 1 }) }, "Place an order") },
    query.place && h(PlaceOrder, { products, product: query.product_id, onClose: close }),
    h(Filter, { filter, products }),
    h(LiveList, { key: JSON.stringify(filter), filter, products }),
  );
}

function Filter({ filter, products }) {
  const set = (name) => (event) => refine("/orders", { ...filter, [name]: event.target.value });
  return h(
    "div",
    { class: "filters" },
    h(Field, { label: "State", value: filter.status, onChange: set("status"), options: [["", "Any"], ["pending", "Pending"], ["confirmed", "Confirmed"], ["cancelled", "Cancelled"]] }),
    h(Field, { label: "Product", value: filter.product_id, onChange: set("product_id"), options: [["", "Any"], ...products.list.slice(0, 500).map((product) => [product.id, short(product.name, 60)])] }),
  );
}

/** The newest orders; while somebody points at them or has the focus in them, no new ones push them away. */
function LiveList({ filter, products }) {
  const [orders, setOrders] = useState(null);
  const [problem, setProblem] = useState(null);
  const [state, setState] = useState("connecting");
  const [arrived, setArrived] = useState([]);
  const held = useRef(false);

  useEffect(() => {
    let stopped = false;
    let changes = [];
    let timer = null;
    let poll = null;
    let polls = false;
    let changedMeanwhile = null;
    const matches = (order) => !filter.status || order.status === filter.status;

    async function load() {
      clearTimeout(poll);
      const changed = new Map();
      changedMeanwhile = changed;
      try {
        const newest = await newestOrders(filter);
        changedMeanwhile = null;
        if (stopped) return;
        setOrders(newestOf([...new Map([...newest, ...changed.values()].map((order) => [order.id, order])).values()].filter(matches)));
        setArrived([]);
        setProblem(null);
      } catch (error) {
        if (stopped) return;
        setProblem(error);
        poll = setTimeout(load, PAUSE);
      }
    }

    async function loadAgain() {
      polls = true;
      if (!document.hidden && !held.current) await load();
      clearTimeout(poll);
      if (!stopped) poll = setTimeout(loadAgain, PAUSE);
    }

    function flush() {
      timer = null;
      const taken = new Map(changes.map((order) => [order.id, order]));
      changes = [];
      setOrders((before) => {
        const known = (before ?? [])
          .map((order) => {
            const changed = taken.get(order.id);
            taken.delete(order.id);
            return changed ?? order;
          })
          .filter(matches);
        const fresh = [...taken.values()].filter((order) => matches(order) && (known.length < SHOWN || order.id > known.at(-1).id));
        if (!held.current) return newestOf([...fresh, ...known]);
        if (fresh.length > 0) setArrived((waiting) => newestOf([...new Map([...waiting, ...fresh].map((order) => [order.id, order])).values()]));
        return known;
      });
    }

    // Of all states: what leaves a state is no change of those that are in it.
    const stop = follow("/orders/stream?" + new URLSearchParams(given({ product_id: filter.product_id })), {
      reload: load,
      change(order) {
        changes.push(order);
        changedMeanwhile?.set(order.id, order);
        timer ??= setTimeout(flush, TOGETHER);
      },
      state(next) {
        setState(next);
        if (next === "missing" && !polls) loadAgain();
      },
    });
    return () => {
      stopped = true;
      stop();
      clearTimeout(timer);
      clearTimeout(poll);
    };
  }, []);

  const show = () => {
    setOrders((before) => newestOf([...new Map([...before, ...arrived].map((order) => [order.id, order])).values()]));
    setArrived([]);
  };
  const hold = (value) => () => {
    held.current = value;
  };
  return h(
    Panel,
    { flush: true },
    h(
      "div",
      { class: "list-head" },
      h(State, { kind: state === "live" || state === "missing" ? "ok" : "wait" }, state === "away" ? "Connecting again" : state === "connecting" ? "Connecting" : "Live"),
      arrived.length > 0 ? h("button", { class: "link", onClick: show }, `Show ${plural(arrived.length, "new order")}`) : orders && h("span", { class: "muted" }, orders.length === SHOWN ? `The last ${SHOWN}` : plural(orders.length, "order")),
    ),
    h(Trouble, { problem }),
    !orders
      ? !problem && h(Loading)
      : orders.length === 0
        ? h(Empty, { title: "No orders here yet" }, filter.status || filter.product_id ? "None is as the filter asks." : ["The first one shows at once: ", h("a", { href: address("/orders", { place: 1 }) }, "place an order"), "."])
        : h(
            "div",
            { onMouseEnter: hold(true), onMouseLeave: hold(false), onFocusIn: hold(true), onFocusOut: hold(false) },
            h(
              Table,
              { label: "Orders", class: "orders", head: [["Order", "number"], ["State"], ["What"], ["Total", "number"], ["Placed"]] },
              orders.map((order) =>
                h(
                  "tr",
                  { key: order.id },
                  h("td", { class: "number" }, h("a", { href: `#/orders/${order.id}` }, order.id)),
                  h("td", null, h(State, { kind: ORDER_KIND[order.status] }, order.status)),
                  h("td", { class: "what" }, h("span", null, what(order, products)), order.reason && h("span", { class: "reason" }, short(order.reason, 160))),
                  h("td", { class: "number" }, money(order.total_price)),
                  h("td", { class: "nowrap" }, h(Time, { at: order.created_at })),
                ),
              ),
            ),
          ),
  );
}

const given = (filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ""));
const newestOf = (orders) => orders.sort((a, b) => b.id - a.id).slice(0, SHOWN);

/** The list is by id: its last page is found by how many there are. */
async function newestOrders(filter) {
  const first = await call("/orders?" + new URLSearchParams({ ...given(filter), limit: 1, total: true }));
  const total = Number(first.headers.get("X-Total-Count"));
  const rows = (await call("/orders?" + new URLSearchParams({ ...given(filter), skip: Math.max(0, total - SHOWN), limit: SHOWN * 2 }))).data;
  return newestOf(rows);
}

function what(order, products) {
  const lines = order.items.slice(0, 3).map((item) => `${count(item.quantity)} × ${short(products.name(item.product_id), 60)}`);
  return lines.join(", ") + (order.items.length > 3 ? ` and ${order.items.length - 3} more` : "");
}
