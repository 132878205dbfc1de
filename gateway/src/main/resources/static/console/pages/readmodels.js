import { h, useState } from "../html.js";
import { call, ofEach, ofService, useAnswer } from "../client.js";
import { count, duration } from "../format.js";
import { Bar, Confirm, Loading, Page, Panel, say, State, Time, Trouble } from "../parts.js";
import { QUEUE_OWNER } from "../topology.js";

const WHILE_RUNNING = 1000;
const AT_REST = 5000;

const STATES = { live: ["ok", "live"], rebuilding: ["wait", "being rebuilt"], stuck: ["bad", "stuck at an event"] };

export function ReadModels() {
  const [running, setRunning] = useState(false);
  const models = useAnswer(
    async (signal) => {
      const all = await ofEach("/projections", signal);
      setRunning(all.some(({ data }) => data?.some((model) => model.last_rebuild?.state === "running")));
      return all;
    },
    running ? WHILE_RUNNING : AT_REST,
  );
  const [asked, setAsked] = useState(null);
  return h(
    Page,
    { title: "Read models", intro: "What is shown of orders, products and notifications. Each can be built anew from the events while it is read; the old one is shown until the new one takes its place." },
    h(Trouble, { problem: models.problem }),
    asked && h(Ask, { ...asked, onClose: () => setAsked(null), reload: models.reload }),
    !models.data
      ? !models.problem && h(Loading)
      : h(
          "div",
          { class: "cards" },
          models.data.map(({ service, data, problem }) =>
            problem
              ? h(Panel, { title: service, key: service }, h(Trouble, { problem }))
              : data.map((model) => h(Model, { key: service + model.name, service, model, rebuild: () => setAsked({ service, model: model.name }) })),
          ),
        ),
    h(CatchUp),
  );
}

function Model({ service, model, rebuild }) {
  const last = model.last_rebuild;
  const [kind, word] = STATES[model.state] ?? ["off", model.state];
  return h(
    "article",
    { class: "panel card" },
    h("div", { class: "panel-head" }, h("h2", null, model.name), h(State, { kind }, word)),
    h(
      "dl",
      { class: "facts" },
      h("dt", null, "Of"),
      h("dd", null, service),
      h("dt", null, "Position"),
      h("dd", null, model.position == null ? "fed by a queue" : count(model.position)),
      h("dt", null, "Behind"),
      h("dd", null, model.behind == null ? "–" : model.behind === 0 ? "up to date" : `${count(model.behind)} events`),
    ),
    h("div", { class: "progress", "aria-live": "polite" }, h(LastRebuild, { last, name: model.name })),
    h("div", { class: "buttons" }, h("button", { disabled: last?.state === "running", onClick: rebuild, "aria-label": `Rebuild ${model.name}` }, last?.state === "running" ? "Being rebuilt" : "Rebuild")),
  );
}

function LastRebuild({ last, name }) {
  if (!last) return h("p", { class: "muted" }, "Never rebuilt.");
  if (last.state === "running") {
    const left = last.events_per_second > 0 ? Math.max(0, last.total - last.processed) / last.events_per_second : null;
    return [
      h(Bar, { key: "bar", percent: last.percent, label: `Rebuild of ${name}` }),
      h("p", { key: "text" }, `${last.percent.toFixed(1)} %, ${count(last.processed)} of ${last.estimated ? "about " : ""}${count(last.total)} events, ${count(last.events_per_second)}/s`, left != null && h("span", { class: "muted" }, ` ${duration(Math.ceil(left))} left`)),
    ];
  }
  const took = (Date.parse(last.finished_at) - Date.parse(last.started_at)) / 1000;
  return last.state === "failed"
    ? [h(Bar, { key: "bar", kind: "bad", percent: last.percent, label: `Rebuild of ${name}` }), h("p", { class: "bad-text", key: "text" }, "The last rebuild failed: ", last.reason), h("p", { class: "muted", key: "when" }, h(Time, { at: last.finished_at }))]
    : [h(Bar, { key: "bar", kind: "ok", percent: 100, label: `Rebuild of ${name}` }), h("p", { key: "text" }, "Rebuilt ", h(Time, { at: last.finished_at }), h("span", { class: "muted" }, ` from ${count(last.processed)} events in ${duration(took)}`))];
}

function Ask({ service, model, onClose, reload }) {
  return h(
    Confirm,
    {
      title: `Rebuild ${model}?`,
      action: "Rebuild",
      onClose,
      run: async () => {
        await call(ofService(service, `/projections/${model}/rebuild`), { method: "POST" });
        say(`The rebuild of ${model} has begun`);
        reload();
      },
    },
    h("p", null, `All of ${model} is built anew from the events of the past. It is shown as it is until then, and nothing is sent to anybody twice.`),
  );
}

function CatchUp() {
  const [queue, setQueue] = useState(null);
  return h(
    Panel,
    { title: "Missed messages" },
    h("p", { class: "muted" }, "If messages were destroyed on their way, the senders can send their whole history again. What is known already is skipped."),
    h("p", { class: "buttons catch-up" }, Object.keys(QUEUE_OWNER).map((name) => h("button", { key: name, class: "small", onClick: () => setQueue(name) }, `Catch up on ${name}`))),
    queue &&
      h(
        Confirm,
        {
          title: `Catch up on ${queue}?`,
          action: "Ask for the history",
          onClose: () => setQueue(null),
          run: async () => {
            await call(ofService(QUEUE_OWNER[queue], "/inbox/catch-up"), { method: "POST" });
            say(`The history for ${queue} was asked for`);
          },
        },
        h("p", null, `Every event of the past that belongs to ${queue} comes once more to ${QUEUE_OWNER[queue]}, which takes in those that it lacks.`),
      ),
  );
}
