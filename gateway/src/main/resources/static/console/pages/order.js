import { h, useState } from "../html.js";
import { useProducts } from "../catalogue.js";
import { call, get, useAnswer } from "../client.js";
import { count, duration, money, short } from "../format.js";
import { may, tracesAddress } from "../login.js";
import { Confirm, Empty, Loading, Page, Panel, say, State, Table, Time, Trouble } from "../parts.js";
import { address } from "../router.js";
import { EVENTS } from "../topology.js";
import { ORDER_KIND } from "./orders.js";

const WHILE_PENDING = 1000;
const AFTERWARDS = 5000;

/** An order is decided on by then, unless something keeps it. */
const SOON = 5000;

export function Order({ id }) {
  const products = useProducts();
  const [pending, setPending] = useState(true);
  const order = useAnswer(
    async (signal) => {
      const found = await get(`/orders/${encodeURIComponent(id)}`, signal);
      setPending(found.status === "pending");
      return found;
    },
    pending ? WHILE_PENDING : AFTERWARDS,
  );
  const events = useAnswer((signal) => get(`/orders/${encodeURIComponent(id)}/events`, signal), pending ? WHILE_PENDING : AFTERWARDS);
  const notifications = useAnswer((signal) => get(`/notifications/order/${encodeURIComponent(id)}`, signal), pending ? WHILE_PENDING : AFTERWARDS);
  const [cancelling, setCancelling] = useState(false);
  if (!order.data) {
    return h(Page, { title: `Order ${id}` }, order.problem?.status === 404 ? h(Empty, { title: "There is no such order, or it is not yours" }, h("a", { href: "#/orders" }, "All orders")) : order.problem ? h(Trouble, { problem: order.problem }) : h(Loading));
  }
  const found = order.data;
  return h(
    Page,
    {
      title: `Order ${id}`,
      intro: h("span", { class: "order-state", "aria-live": "polite" }, h(State, { kind: ORDER_KIND[found.status] }, found.status), h("span", null, h(Why, { order: found, events: events.data, products }))),
      actions: [
        may("customer") && found.status !== "cancelled" && h("button", { class: "danger quiet", key: "cancel", onClick: () => setCancelling(true) }, "Cancel the order"),
        h("a", { class: "button", key: "all", href: "#/orders" }, "All orders"),
      ],
    },
    h(Trouble, { problem: order.problem }),
    cancelling &&
      h(
        Confirm,
        {
          title: `Cancel order ${id}?`,
          action: "Cancel the order",
          danger: true,
          onClose: () => setCancelling(false),
          run: async () => {
            await call(`/orders/${encodeURIComponent(id)}/cancel`, { method: "POST" });
            say(`Order ${id} is cancelled`);
            order.reload();
            events.reload();
          },
        },
        h("p", null, "What was reserved for it goes back to stock. A cancelled order stays cancelled."),
      ),
    h(
      "div",
      { class: "columns" },
      h(Panel, { title: "What happened" }, h(Timeline, { events, notifications, products })),
      h(
        Panel,
        { title: "What was ordered", flush: true },
        h(
          Table,
          { label: "Lines", head: [["Product"], ["Quantity", "number"], ["Unit price", "number"], ["Price", "number"]] },
          found.items.map((item) =>
            h(
              "tr",
              { key: item.product_id },
              h("td", null, h("a", { href: `#/products/${item.product_id}` }, short(products.name(item.product_id), 80))),
              h("td", { class: "number" }, count(item.quantity)),
              h("td", { class: "number" }, money(item.unit_price)),
              h("td", { class: "number" }, money(item.quantity * item.unit_price)),
            ),
          ),
          h("tr", { class: "sum" }, h("th", { scope: "row" }, "Total"), h("td"), h("td"), h("td", { class: "number" }, money(found.total_price))),
        ),
      ),
    ),
  );
}

/** Why it is as it is, or what it waits for. */
function Why({ order, events, products }) {
  if (order.status === "cancelled") return order.reason;
  if (order.status === "confirmed") return "All that was ordered is reserved.";
  if (!events) return "";
  const answered = new Set(events.filter((event) => event.type.startsWith("Stock")).map((event) => event.data.product_id));
  const waiting = order.items.filter((item) => !answered.has(item.product_id)).map((item) => short(products.name(item.product_id), 40));
  if (waiting.length > 0) return `Waits for inventory's answer: ${waiting.join(", ")}`;
  const since = Math.max(...events.map((event) => Date.parse(event.at)));
  return Date.now() - since < SOON
    ? "All answers are there; it is being decided."
    : ["All answers are there, but nobody decides: fulfilment is paused, failing or behind. ", may("operator") && h("a", { key: "see", href: "#/processors" }, "See processors")];
}

function Timeline({ events, notifications, products }) {
  if (!events.data) return events.problem ? h(Trouble, { problem: events.problem }) : h(Loading);
  const steps = [
    ...events.data.map((event) => ({ id: event.event_id, at: event.at, trace: event.trace_id, event })),
    ...(notifications.data ?? []).map((one) => ({ id: "n" + one.id, at: one.created_at, notification: one })),
  ];
  steps.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const traces = [...new Set(steps.map((step) => step.trace).filter(Boolean))];
  return [
    h(
      "ol",
      { class: "timeline", key: "steps" },
      steps.map((step, index) =>
        h(
          "li",
          { key: step.id, class: step.notification ? "" : EVENTS[step.event.type]?.kind ?? "" },
          h("span", { class: "when" }, h(Time, { at: step.at }), index > 0 && h("span", { class: "gap" }, "+" + duration(Math.max(0, (Date.parse(step.at) - Date.parse(steps[index - 1].at)) / 1000)))),
          step.notification ? h(Told, step.notification) : h(Happened, { event: step.event, products }),
        ),
      ),
    ),
    traces.length > 0 &&
      h(
        "p",
        { class: "muted", key: "traces" },
        "Trace ",
        traces.map((trace) => (tracesAddress(trace) ? h("a", { href: tracesAddress(trace), target: "_blank", rel: "noreferrer" }, trace) : h("code", null, trace))),
      ),
    notifications.problem && h("p", { class: "muted", key: "missing" }, "Notifications cannot be shown: " + notifications.problem.message),
  ];
}

function Told({ message }) {
  return h("div", { class: "step" }, h("p", { class: "step-title" }, "Notification"), h("p", { class: "step-text" }, message));
}

function Happened({ event, products }) {
  const known = EVENTS[event.type];
  const { product_id: product, quantity, reason, lines } = event.data;
  const of = (line) => `${count(line.quantity)} × ${short(products.name(line.product_id), 60)}`;
  return h(
    "div",
    { class: "step" },
    h("p", { class: "step-title" }, known?.says ?? event.type, known && h("code", null, event.type)),
    product != null && quantity != null && h("p", { class: "step-text" }, of({ product_id: product, quantity })),
    lines && h("p", { class: "step-text" }, lines.slice(0, 10).map(of).join(", ") + (lines.length > 10 ? ` and ${lines.length - 10} more` : "")),
    reason && h("p", { class: "step-text" }, reason),
    known?.way && h("p", { class: "step-way" }, known.way),
  );
}
