import { h, useMemo, useRef } from "../html.js";
import { Chart } from "../chart.js";
import { get, isMissing, ofEach, useAnswer } from "../client.js";
import { count, duration, plural, rate } from "../format.js";
import { Empty, Loading, Page, Panel, State, Time, Trouble } from "../parts.js";
import { address } from "../router.js";
import { QUEUE_OWNER, ROLE_OF } from "../topology.js";

// What moves is asked for more often than what rests, and states more often than figures.
const OFTEN = 5000;
const SELDOM = 10000;
const RARELY = 30000;
const WINDOW_SECONDS = 900;
const RECENT = 6;
const UNSETTLED = 4;

const isBusy = (bucket) => bucket.placed > 0 || bucket.confirmed > 0;

export function Overview() {
  const known = useRef();
  const moves = known.current?.buckets.slice(-RECENT).some(isBusy) ?? false;
  const statistics = useAnswer(async (signal) => (known.current = await newer(known.current, signal)), moves ? OFTEN : SELDOM);
  const health = useAnswer((signal) => ofEach("/health", signal), moves ? OFTEN : SELDOM);
  const processors = useAnswer((signal) => ofEach("/processors", signal), moves ? SELDOM : RARELY);
  const queues = useAnswer((signal) => ofEach("/queues", signal), moves ? SELDOM : RARELY);
  const models = useAnswer((signal) => ofEach("/projections", signal), RARELY);
  const services = useMemo(
    () => join(health.data, processors.data, queues.data, models.data),
    [health.data, processors.data, queues.data, models.data],
  );
  return h(
    Page,
    {
      title: "Overview",
      intro: "The way of an order: from whoever places it, by way of stock, to the notification of what became of it.",
      actions: h("a", { class: "button primary", href: address("/orders", { place: 1 }) }, "Place an order"),
    },
    h(Wrong, { services, known: health.data }),
    h(Picture, { services, orders: last(statistics.data) }),
    h(Charts, statistics),
  );
}

/** The figures so far, and those since; the last buckets may still have changed a little. */
async function newer(known, signal) {
  const from = known?.buckets.at(-UNSETTLED)?.at;
  const figures = await get("/orders/statistics" + (from ? `?from=${from}` : ""), signal);
  const before = (known?.buckets ?? []).filter((bucket) => bucket.at < from);
  return { ...figures, buckets: [...before, ...figures.buckets].slice(-WINDOW_SECONDS / figures.bucket_seconds) };
}

/** By service, what each of the lists says of it. */
function join(health, processors, queues, models) {
  const by = Object.fromEntries(Object.keys(ROLE_OF).map((name) => [name, { name, processors: [], queues: [], models: [] }]));
  for (const { service, data, problem } of health ?? []) {
    by[service].health = data ?? (problem.body?.service ? problem.body : { status: "away", problems: [] });
  }
  for (const [list, key] of [[processors, "processors"], [queues, "queues"], [models, "models"]]) {
    for (const { service, data } of list ?? []) by[service][key] = data ?? [];
  }
  return by;
}

/** What is wrong, each in a sentence, with a link to where it can be mended. */
function faults(services) {
  const found = [];
  for (const { name, health, processors, queues, models } of Object.values(services)) {
    if (health?.status === "away") {
      found.push({ kind: "bad", text: `${name} does not answer. What is meant for it waits, and nothing is lost.` });
    } else if (health?.status === "starting") {
      found.push({ kind: "wait", text: `${name} is starting.` });
    }
    const told = processors.length > 0 ? ["pausedProcessors"] : []; // by the processors themselves, below
    for (const problem of (health?.problems ?? []).filter(({ component }) => !told.includes(component))) {
      found.push({ kind: health.status === "unhealthy" ? "bad" : "wait", text: `${name}, ${problem.component}: ${problem.detail}`, since: problem.since, link: ["/processors", "See processors and queues"] });
    }
    for (const { name: processor, state, failure } of processors) {
      if (state === "failing") {
        found.push({ kind: "bad", text: `${processor} in ${name} cannot handle ${failure?.type ?? "an event"}: ${failure?.error ?? "no reason is known"}`, since: failure?.since, link: ["/processors", "See processors"] });
      } else if (state === "paused") {
        found.push({ kind: "wait", text: `${processor} in ${name} is paused.`, link: ["/processors", "Resume it"] });
      }
    }
    for (const { name: queue, dead_letters: letters } of queues) {
      if (letters > 0) {
        found.push({ kind: "bad", text: `${plural(letters, "message")} of ${queue} could not be handled and ${letters === 1 ? "waits" : "wait"} for somebody.`, link: ["/dead-letters", "Look at the dead letters"] });
      }
    }
    for (const { name: model, last_rebuild: rebuild } of models) {
      if (rebuild?.state === "failed") {
        found.push({ kind: "bad", text: `The rebuild of ${model} failed: ${rebuild.reason}`, link: ["/read-models", "Try again"] });
      }
    }
  }
  return found.sort((a, b) => (a.kind === b.kind ? 0 : a.kind === "bad" ? -1 : 1));
}

function Wrong({ services, known }) {
  if (!known) return h("div", { class: "verdict" }, h(Loading));
  const found = faults(services);
  return h(
    "section",
    { class: "verdict", "aria-live": "polite", "aria-label": "What is wrong" },
    found.length === 0
      ? h("p", { class: "well" }, h(State, { kind: "ok" }, "Everything is well"))
      : h(
          "ul",
          { class: "faults" },
          found.map((fault) =>
            h(
              "li",
              { class: fault.kind },
              h("span", null, fault.text),
              fault.since && h("span", { class: "muted" }, " Since ", h(Time, { at: fault.since })),
              fault.link && h("a", { href: address(fault.link[0]) }, fault.link[1]),
            ),
          ),
        ),
  );
}

function Picture({ services, orders }) {
  const queue = (name) => services[QUEUE_OWNER[name]].queues.find((one) => one.name === name) ?? { name };
  return h(
    "section",
    { class: "flow", "aria-label": "The way of an order" },
    h(Node, { ...services["order-command"], rate: orders ? `${rate(orders.placed)} orders/s` : null }),
    h("div", { class: "pipes" }, h(Pipe, { ...queue("inventory_checks"), to: "right" }), h(Pipe, { ...queue("order_responses"), to: "left" })),
    h(Node, services["inventory-command"]),
    h("div", { class: "pipes" }, h(Pipe, { ...queue("notifications"), to: "right", note: "from both" })),
    h(Node, services["notification-projection"]),
  );
}

const KIND = { healthy: "ok", degraded: "wait", starting: "wait", unhealthy: "bad", away: "bad" };
const WORD = { away: "does not answer" };

function Node({ name, health, processors, models, rate: speed }) {
  const status = health?.status;
  const lags = processors.length > 0 ? processors.filter((one) => one.state !== "elsewhere") : models.map((model) => ({ name: model.name, behind_events: model.behind, state: model.state === "stuck" ? "failing" : "running" }));
  return h(
    "article",
    { class: "node " + (KIND[status] ?? "off") },
    h("h2", null, name),
    h("p", { class: "node-does" }, ROLE_OF[name].does),
    h("p", { class: "node-state" }, h(State, { kind: KIND[status] ?? "off" }, WORD[status] ?? status ?? "…"), speed && h("span", { class: "node-rate" }, speed)),
    h(
      "dl",
      { class: "lags" },
      h("dt", null, "stored in"),
      h("dd", null, ROLE_OF[name].store),
      lags.map((one) => [h("dt", null, one.name), h("dd", { class: one.state === "failing" ? "bad-text" : "" }, one.state === "paused" || one.state === "failing" ? one.state : one.behind_events == null ? "–" : one.behind_events === 0 ? "up to date" : `${count(one.behind_events)} behind`)]),
    ),
  );
}

function Pipe({ name, messages, taken_per_second: taken, dead_letters: dead, to, note }) {
  return h(
    "div",
    { class: `pipe ${to}` },
    h("span", { class: "pipe-name" }, name, note && h("small", null, note)),
    h("span", { class: "pipe-line", "aria-hidden": "true" }),
    h("span", { class: "pipe-numbers" }, messages == null ? " " : `${count(messages)} waiting, ${rate(taken)}/s`),
    dead > 0 && h("a", { href: address("/dead-letters") }, plural(dead, "dead letter")),
  );
}

/** Of the last whole bucket, per second. */
function last(statistics) {
  const bucket = statistics?.buckets.at(-1);
  return bucket && { placed: bucket.placed / statistics.bucket_seconds };
}

function Charts({ data, problem }) {
  if (!data) {
    if (!problem) return h(Panel, { title: "The last 15 minutes" }, h("div", { class: "chart-room" }, h(Loading)));
    return h(Panel, { title: "The last 15 minutes" }, isMissing(problem) || problem.status === 400 || problem.status === 422 ? h(Empty, { title: "Figures are not available here" }) : h(Trouble, { problem }));
  }
  const { bucket_seconds: seconds, buckets } = data;
  const times = buckets.map((bucket) => Date.parse(bucket.at) / 1000);
  const from = () => Date.now() / 1000 - WINDOW_SECONDS;
  const per = (value) => buckets.map((bucket) => value(bucket) / seconds);
  const speed = (value) => `${rate(value)}/s`;
  const none = !buckets.some(isBusy);
  return h(
    "section",
    { class: "charts", "aria-label": "The last 15 minutes" },
    none && h("p", { class: "charts-note" }, "No orders in the last 15 minutes. ", h("a", { href: address("/orders", { place: 1 }) }, "Place one"), " and see it here."),
    h(Chart, { title: "Orders", times, from, show: speed, series: [{ label: "placed", color: "accent", values: per((b) => b.placed) }, { label: "confirmed", color: "ok", values: per((b) => b.confirmed) }] }),
    h(Chart, {
      title: "Cancelled, by reason",
      times,
      from,
      show: speed,
      series: [
        { label: "refused", color: "bad", values: per((b) => b.cancelled.rejected) },
        { label: "no answer", color: "wait", values: per((b) => b.cancelled.unanswered) },
        { label: "customer", color: "accent", values: per((b) => b.cancelled.customer) },
      ],
    }),
    h(Chart, {
      title: "Time to the end of an order",
      times,
      from,
      show: duration,
      series: [
        { label: "half within", color: "accent", dots: true, values: buckets.map((b) => b.p50_seconds) },
        { label: "99 % within", color: "wait", dots: true, values: buckets.map((b) => b.p99_seconds) },
      ],
    }),
  );
}
