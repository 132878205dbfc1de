import { h, useRef, useState } from "../html.js";
import { Chart } from "../chart.js";
import { call, isMissing, ofEach, ofService, useAnswer } from "../client.js";
import { count, duration, plural, rate, short } from "../format.js";
import { Confirm, Empty, Loading, Page, Panel, say, State, Table, Time, Trouble } from "../parts.js";
import { address } from "../router.js";

const EVERY = 2000;
const MOST_SAMPLES = 300;
const KIND = { running: "ok", paused: "wait", failing: "bad", elsewhere: "off", stopped: "bad" };
const COLORS = ["accent", "ok", "wait", "bad"];

export function Processors() {
  const samples = useRef(new Map());
  const processors = useAnswer(async (signal) => {
    const all = await ofEach("/processors", signal);
    all.forEach(({ service, data }) => data && remember(samples.current, service, data));
    return all;
  }, EVERY);
  const queues = useAnswer((signal) => ofEach("/queues", signal), EVERY);
  const [asked, setAsked] = useState(null);
  return h(
    Page,
    { title: "Processors and queues", intro: "Processors handle a service's events one after the other; queues carry messages between services." },
    h(Trouble, { problem: processors.problem ?? queues.problem }),
    asked && h(Ask, { ...asked, onClose: () => setAsked(null), reload: processors.reload }),
    h(Queues, { answers: queues.data }),
    !processors.data
      ? !processors.problem && h(Loading)
      : processors.data.map(({ service, data, problem }) =>
          h(
            Panel,
            { title: service, key: service, flush: true },
            problem
              ? isMissing(problem)
                ? h(Empty, { title: "Its processors are not available here" })
                : h(Trouble, { problem })
              : data.length === 0
                ? h(Empty, { title: "It has no processors" }, "It takes messages straight from its queue.")
                : [h(List, { key: "list", service, processors: data, ask: setAsked }), h("div", { key: "lag", class: "chart-head below" }, h(Lag, { samples: samples.current.get(service) }))],
          ),
        ),
  );
}

function remember(samples, service, processors) {
  const before = samples.get(service) ?? { times: [], lags: {} };
  const times = [...before.times, Date.now() / 1000].slice(-MOST_SAMPLES);
  const lags = {};
  for (const { name, behind_events: behind } of processors) {
    const earlier = before.lags[name] ?? before.times.map(() => null);
    lags[name] = [...earlier, behind ?? null].slice(-MOST_SAMPLES);
  }
  samples.set(service, { times, lags });
}

function Lag({ samples }) {
  const series = Object.entries(samples.lags)
    .slice(0, COLORS.length)
    .map(([label, values], index) => ({ label, values, color: COLORS[index] }));
  return h(Chart, { title: "Events behind, since this page was opened", times: samples.times, show: count, series });
}

function List({ service, processors, ask }) {
  return h(
    Table,
    { label: `Processors of ${service}`, class: "narrow", head: [["Processor"], ["State"], ["Behind", "number"], [h("span", { class: "hidden" }, "Pause or resume"), "number"]] },
    processors.map((one) =>
      h(
        "tr",
        { key: one.name + one.instance },
        h("td", { class: "what" }, h("span", null, one.name), h("span", { class: "reason" }, `${one.instance ?? (one.state === "elsewhere" ? "in another instance" : "in no instance")}, at place ${count(one.position)}`), one.never_paused && h("span", { class: "reason" }, `never paused: ${one.never_paused}`), one.segments?.length > 1 && h(Segments, one), one.failure && h(Failure, one.failure)),
        h("td", { "data-label": "State" }, h(State, { kind: KIND[one.state] ?? "off" }, one.state)),
        h("td", { class: "number", "data-label": "Behind" }, count(one.behind_events), one.behind_seconds != null && one.behind_events > 0 && h("span", { class: "reason" }, duration(one.behind_seconds))),
        h(
          "td",
          { class: "number" },
          one.state === "paused"
            ? h("button", { class: "small", "aria-label": `Resume ${one.name}`, onClick: () => ask({ service, name: one.name, action: "resume" }) }, "Resume")
            : !one.never_paused &&
              h("button", { class: "small", "aria-label": `Pause ${one.name}`, onClick: () => ask({ service, name: one.name, action: "pause" }) }, "Pause"),
        ),
      ),
    ),
  );
}

function Segments({ segments }) {
  return h(
    "ul",
    { class: "reason" },
    segments.map(({ segment, instance, position }) => h("li", { key: segment }, `segment ${segment}: ${instance ?? "in no instance"}, at place ${count(position)}`)),
  );
}

function Failure({ type, error, since, position, event_id: id }) {
  return h("span", { class: "bad-text failure" }, `Cannot handle ${type ? `${type} (event ${id}, place ${position})` : "an event"}: ${short(error, 300)} `, since && ["Since ", h(Time, { at: since })]);
}

function Ask({ service, name, action, onClose, reload }) {
  const pauses = action === "pause";
  return h(
    Confirm,
    {
      title: pauses ? `Pause ${name}?` : `Resume ${name}?`,
      action: pauses ? "Pause" : "Resume",
      danger: pauses,
      onClose,
      run: async () => {
        await call(ofService(service, `/processors/${encodeURIComponent(name)}/${action}`), { method: "POST" });
        say(`${name} is ${pauses ? "paused" : "resumed"}`);
        reload();
      },
    },
    h("p", null, pauses ? `${name} stops in all instances of ${service}, also over restarts, until somebody resumes it. What it ought to handle waits; orders may stay pending.` : `${name} goes on where it stopped.`),
  );
}

function Partitions({ partitions }) {
  return h(
    "ul",
    { class: "reason" },
    partitions.map(({ name, instance, messages }) => h("li", { key: name }, `${name}: ${count(messages)} waiting${instance ? `, taken by ${instance}` : ""}`)),
  );
}

function Queues({ answers }) {
  if (!answers) return null;
  const missing = answers.filter(({ problem }) => problem);
  const rows = answers.flatMap(({ service, data }) => (data ?? []).map((queue) => ({ ...queue, service })));
  return h(
    Panel,
    { title: "Queues", flush: true },
    missing.map(({ service, problem }) => !isMissing(problem) && h(Trouble, { key: service, problem })),
    rows.length === 0
      ? h(Empty, { title: "The broker's figures are not available here" })
      : h(
          Table,
          { label: "Queues", class: "narrow", head: [["Queue"], ["Waiting", "number"], ["Consumers", "number"], ["Taken per second", "number"], ["Dead letters", "number"]] },
          rows.map((queue) =>
            h(
              "tr",
              { key: queue.service + queue.name },
              h("td", { class: "what" }, queue.name, h("span", { class: "reason" }, queue.name.endsWith("_replays") ? `looked into by ${queue.service}, without a consumer` : `taken by ${queue.service}`), queue.partitions && h(Partitions, queue)),
              h("td", { class: "number", "data-label": "Waiting" }, count(queue.messages)),
              h("td", { class: "number", "data-label": "Consumers" }, count(queue.consumers)),
              h("td", { class: "number", "data-label": "Taken per second" }, rate(queue.taken_per_second)),
              h("td", { class: "number", "data-label": "Dead letters" }, queue.dead_letters > 0 ? h("a", { href: address("/dead-letters", { queue: queue.name }), "aria-label": plural(queue.dead_letters, "dead letter") }, count(queue.dead_letters)) : count(queue.dead_letters)),
            ),
          ),
        ),
  );
}
