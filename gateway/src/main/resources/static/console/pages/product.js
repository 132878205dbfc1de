import { h, useMemo, useRef, useState } from "../html.js";
import { Chart } from "../chart.js";
import { call, get, key, useAnswer } from "../client.js";
import { count, short, signed } from "../format.js";
import { may } from "../login.js";
import { Empty, Field, Form, Loading, Page, Panel, say, Table, Time, Trouble } from "../parts.js";
import { address } from "../router.js";
import { EVENTS } from "../topology.js";
import { Level } from "./products.js";

const EVERY = 2000;
const HISTORY = 200;
const LISTED = 25;

export function Product({ id }) {
  const path = `/products/${encodeURIComponent(id)}`;
  const product = useAnswer(async (signal) => {
    const answer = await call(path, { signal });
    return { ...answer.data, tag: answer.headers.get("ETag") };
  }, EVERY);
  const tag = product.data?.tag;
  if (!product.data) {
    return h(Page, { title: `Product ${id}` }, product.problem?.status === 404 ? h(Empty, { title: "There is no such product" }, h("a", { href: "#/products" }, "All products")) : product.problem ? h(Trouble, { problem: product.problem }) : h(Loading));
  }
  const found = product.data;
  return h(
    Page,
    {
      title: found.name,
      intro: `Product ${found.id}`,
      actions: [
        may("customer") && h("a", { class: "button primary", key: "order", href: address("/orders", { place: 1, product_id: found.id }) }, "Order it"),
        h("a", { class: "button", key: "orders", href: address("/orders", { product_id: found.id }) }, "Its orders"),
      ],
    },
    h(Trouble, { problem: product.problem }),
    h(
      "div",
      { class: "columns" },
      h("div", { class: "stack" }, may() && h(History, { path, product: found, key: id })),
      h(
        "div",
        { class: "stack" },
        h(Panel, { title: "In stock" }, h("p", { class: "big", "aria-live": "polite" }, count(found.stock)), h(Level, { stock: found.stock })),
        may("stock") && h(Changes, { path, tag, product: found, reload: product.reload }),
      ),
    ),
  );
}

/** The forms; what is set or renamed is so only if nobody else changed the product since it was shown. */
function Changes({ path, tag, product, reload }) {
  const [by, setBy] = useState("");
  const [reason, setReason] = useState("");
  const [stock, setStock] = useState("");
  const [name, setName] = useState(product.name);
  const attempt = useRef(key());
  const condition = tag ? { "If-Match": tag } : {};
  const done = (text, clear) => {
    say(text);
    clear();
    reload();
  };
  return h(
    Panel,
    { title: "Change it" },
    h(
      "div",
      { class: "stack" },
      h(
        Form,
        {
          action: "Adjust the stock",
          send: async () => {
            await call(path + "/stock/adjustments", { method: "POST", body: { by: Number(by), reason }, headers: { "Idempotency-Key": attempt.current } });
            attempt.current = key();
            done(`Adjusted by ${signed(Number(by))}`, () => (setBy(""), setReason("")));
          },
        },
        h(
          "div",
          { class: "pair" },
          h(Field, { label: "More, or −fewer", type: "number", placeholder: "-3", required: true, value: by, onInput: (event) => (setBy(event.target.value), (attempt.current = key())) }),
          h(Field, { label: "Why", placeholder: "broken, returned, found", required: true, maxLength: 200, value: reason, onInput: (event) => (setReason(event.target.value), (attempt.current = key())) }),
        ),
      ),
      h(
        Form,
        {
          action: "Set the stock",
          inline: true,
          send: async () => {
            await call(path + "/stock", { method: "PATCH", body: { stock: Number(stock) }, headers: condition });
            done(`Stock is ${count(Number(stock))}`, () => setStock(""));
          },
        },
        h(Field, { label: "Pieces counted", type: "number", min: 0, required: true, value: stock, onInput: (event) => setStock(event.target.value) }),
      ),
      h(
        Form,
        {
          action: "Rename",
          inline: true,
          send: async () => {
            await call(path, { method: "PATCH", body: { name }, headers: condition });
            done("Renamed", () => {});
          },
        },
        h(Field, { label: "Name", required: true, maxLength: 200, value: name, onInput: (event) => setName(event.target.value) }),
      ),
    ),
  );
}

function History({ path, product }) {
  const events = useAnswer((signal) => get(`${path}/events?limit=${HISTORY}`, signal), null, [product.tag]);
  const kept = useRef();
  if (events.data) kept.current = withStock(events.data, product.stock);
  const steps = kept.current;
  const times = useMemo(() => [...(steps ?? []).map((step) => Date.parse(step.event.at) / 1000).reverse(), Date.now() / 1000], [steps]);
  if (!steps) return h(Panel, { title: "History" }, events.problem ? h(Trouble, { problem: events.problem }) : h("div", { class: "chart-room" }, h(Loading)));
  const values = [...steps.map((step) => step.stock).reverse(), product.stock];
  return h(
    Panel,
    { flush: true },
    h("div", { class: "chart-head" }, h(Chart, { title: "Stock", times, show: count, series: [{ label: "pieces", color: "accent", values, stepped: true }] })),
    h(
      Table,
      { label: "What happened to it", head: [["When"], ["What"], ["Change", "number"], ["Stock", "number"]] },
      steps.slice(0, LISTED).map(({ event, change, stock }) =>
        h(
          "tr",
          { key: event.event_id },
          h("td", { class: "nowrap" }, h(Time, { at: event.at })),
          h("td", null, EVENTS[event.type]?.says ?? event.type, h(Why, { data: event.data })),
          h("td", { class: "number" }, change == null || change === 0 ? "" : signed(change)),
          h("td", { class: "number" }, count(stock)),
        ),
      ),
    ),
    steps.length > LISTED && h("p", { class: "empty" }, `The last ${LISTED} of the ${steps.length === HISTORY ? "many" : steps.length} events.`),
  );
}

function Why({ data }) {
  if (data.order_id != null) return [" for ", h("a", { href: `#/orders/${data.order_id}` }, `order ${data.order_id}`), data.reason && h("span", { class: "reason" }, short(data.reason))];
  if (data.reason) return h("span", { class: "reason" }, short(data.reason));
  return data.name ? h("span", { class: "reason" }, short(data.name)) : null;
}

const CHANGES = {
  StockReserved: (data) => -data.quantity,
  StockReleased: (data) => data.quantity,
  StockAdjusted: (data) => data.by,
};

/** Events say how many more or fewer; from what there is now, how many there were follows. The newest first. */
function withStock(events, now) {
  let stock = now;
  return events.map((event, index) => {
    const step = { event, stock };
    if (event.type === "StockSet" || event.type === "ProductAdded") {
      step.stock = event.data.stock;
      const before = events.slice(index + 1).find((one) => one.type === "StockSet" || one.type === "ProductAdded");
      step.change = null;
      if (event.type === "StockSet" && before) {
        const since = events.slice(index + 1, events.indexOf(before)).reduce((sum, one) => sum + (CHANGES[one.type]?.(one.data) ?? 0), 0);
        stock = before.data.stock + since;
        step.change = step.stock - stock;
      }
    } else {
      step.change = CHANGES[event.type]?.(event.data) ?? 0;
      stock -= step.change;
    }
    return step;
  });
}
