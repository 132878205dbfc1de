import { Fragment, h, useEffect, useState } from "../html.js";
import { call, get, ofService } from "../client.js";
import { bytes, count, plural, short } from "../format.js";
import { Confirm, Dialog, Empty, Field, Form, Loading, Page, Panel, say, Time, Trouble } from "../parts.js";
import { refine } from "../router.js";
import { EVENTS, QUEUE_OWNER } from "../topology.js";

const PAGE = 50;
const MOST_FORMATTED = 200_000;
const FIRST_SHOWN = 20_000;

/** When to look whether letters that were redriven are here again. */
const SOON = 1000;
const LATER = [SOON, 2000, 5000];

/** What is wrong is not in the body, which is all that can be edited. */
const isOfHeaders = (letter) => /^header /.test(letter.reason);

const FILTERS = ["queue", "type", "reason", "from", "to"];

export function DeadLetters({ query }) {
  const filter = Object.fromEntries(FILTERS.map((name) => [name, query[name] ?? ""]));
  return h(
    Page,
    { title: "Dead letters", intro: "Messages that could not be handled. Nothing is lost: redrive them once their cause is gone, edit what is wrong in them, or drop what nobody needs." },
    h(Filter, { filter }),
    h(Letters, { key: JSON.stringify(filter), filter }),
  );
}

function Filter({ filter }) {
  const set = (name) => (event) => refine("/dead-letters", { ...filter, [name]: event.target.value });
  return h(
    "div",
    { class: "filters" },
    h(Field, { label: "Queue", value: filter.queue, onChange: set("queue"), options: [["", "Any"], ...Object.keys(QUEUE_OWNER).map((name) => [name, name])] }),
    h(Field, { label: "Type of event", list: "event-types", value: filter.type, onChange: set("type") }),
    h("datalist", { id: "event-types" }, Object.keys(EVENTS).map((type) => h("option", { value: type }))),
    h(Field, { label: "Reason contains", value: filter.reason, onChange: set("reason") }),
    h(Field, { label: "Parked from", type: "datetime-local", value: filter.from, onChange: set("from") }),
    h(Field, { label: "Parked before", type: "datetime-local", value: filter.to, onChange: set("to") }),
  );
}

/** What the services are asked for: empty fields ask for nothing, times are UTC. */
function asked(filter) {
  const given = Object.entries(filter).filter(([, value]) => value !== "");
  return Object.fromEntries(given.map(([name, value]) => [name, name === "from" || name === "to" ? new Date(value).toISOString() : value]));
}

const owners = (filter) => (filter.queue ? [QUEUE_OWNER[filter.queue]] : Object.values(QUEUE_OWNER)).filter(Boolean);

/** By service, a page after the other: {service: {total, letters, more, problem}}. */
function Letters({ filter }) {
  const [services, setServices] = useState(null);
  const [chosen, setChosen] = useState(new Map());
  const [open, setOpen] = useState(null);
  const [ask, setAsk] = useState(null);

  async function load(service, after, before = []) {
    try {
      const parameters = new URLSearchParams({ ...asked(filter), limit: PAGE, ...(after ? { after } : {}) });
      const { total, letters } = await get(ofService(service, "/dead-letters?" + parameters));
      return { total, letters: [...before, ...letters], more: letters.length === PAGE };
    } catch (problem) {
      return { total: 0, letters: before, more: false, problem };
    }
  }

  async function reload() {
    const found = await Promise.all(owners(filter).map(async (service) => [service, await load(service)]));
    setServices(Object.fromEntries(found));
    setChosen(new Map());
    setOpen(null);
  }

  async function more(service) {
    const { letters } = services[service];
    setServices({ ...services, [service]: await load(service, letters.at(-1).id, letters) });
  }

  useEffect(() => void reload(), []);

  if (!services) return h(Panel, null, h(Loading));
  const all = Object.entries(services);
  const total = all.reduce((sum, [, one]) => sum + one.total, 0);
  const toggle = (letter, service) => {
    const next = new Map(chosen);
    if (!next.delete(letter.id)) next.set(letter.id, service);
    setChosen(next);
  };
  const many = (action) => () => setAsk({ action, letters: chosen.size > 0 ? chosen : null });
  const number = chosen.size || total;
  return h(
    Panel,
    { flush: true },
    ask && h(Many, { ...ask, filter, totals: all.map(([service, one]) => [service, one.total]), onClose: () => setAsk(null), done: reload }),
    h(
      "div",
      { class: "list-head" },
      h("p", { "aria-live": "polite" }, h("b", null, plural(total, "dead letter")), chosen.size > 0 && `, ${count(chosen.size)} chosen`),
      h(
        "div",
        { class: "buttons" },
        h("button", { class: "small", onClick: reload }, "Refresh"),
        total > 0 && h("button", { class: "small", onClick: many("redrive") }, `Redrive ${chosen.size ? "chosen" : "all"} ${count(number)}`),
        total > 0 && h("button", { class: "small danger quiet", onClick: many("drop") }, `Drop ${chosen.size ? "chosen" : "all"} ${count(number)}`),
      ),
    ),
    all.map(([service, { problem }]) => h(Trouble, { key: service, problem, what: problem && `${service}:` })),
    total === 0 && all.every(([, one]) => !one.problem)
      ? h(Empty, { title: "No dead letters" }, Object.keys(asked(filter)).length > 0 ? "None is as the filter asks." : "Every message was handled. If one cannot be, it waits here.")
      : h(
          "ul",
          { class: "letters" },
          all.map(([service, { letters, more: hasMore }]) => [
            letters.map((letter) =>
              h(
                "li",
                { key: letter.id },
                h(
                  "div",
                  { class: "letter-head" },
                  h("input", { type: "checkbox", checked: chosen.has(letter.id), "aria-label": `Choose letter ${letter.id}`, onChange: () => toggle(letter, service) }),
                  h(
                    "div",
                    null,
                    h("button", { class: "link", "aria-expanded": String(open === letter.id), onClick: () => setOpen(open === letter.id ? null : letter.id) }, `${short(letter.event_type, 60) ?? "Message without a type"} in ${letter.queue}`),
                    h("p", { class: "letter-why" }, short(letter.reason, 400)),
                  ),
                  h("span", { class: "muted nowrap" }, h(Time, { at: letter.parked_at })),
                ),
                open === letter.id && h(Letter, { service, letter, done: reload }),
              ),
            ),
            hasMore && h("li", { key: service + "more", class: "empty" }, h("button", { class: "small", onClick: () => more(service) }, `Show more of ${service}`)),
          ]),
        ),
  );
}

/** Says how many are meant before anything is done to them. */
function Many({ action, letters, filter, totals, onClose, done }) {
  const number = letters ? letters.size : totals.reduce((sum, [, total]) => sum + total, 0);
  const drops = action === "drop";
  async function run() {
    const selections = letters
      ? [...new Set(letters.values())].map((service) => [service, { ids: [...letters].filter(([, of]) => of === service).map(([id]) => id) }])
      : totals.filter(([, total]) => total > 0).map(([service]) => [service, asked(filter)]);
    let taken = 0;
    for (const [service, selection] of selections) {
      taken += (await call(ofService(service, `/dead-letters/${action}`), { method: "POST", body: selection })).data.letters;
    }
    say(`${plural(taken, "letter")} ${taken === 1 ? "is" : "are"} being ${drops ? "dropped" : "redriven"}`);
    setTimeout(done, SOON);
  }
  return h(
    Confirm,
    { title: `${drops ? "Drop" : "Redrive"} ${plural(number, "dead letter")}?`, action: `${drops ? "Drop" : "Redrive"} ${count(number)}`, danger: drops, onClose, run },
    h("p", null, letters ? "Those that you chose." : Object.keys(asked(filter)).length > 0 ? "All that the filter lets through, also those that are not shown." : "All there are, also those that are not shown."),
    h("p", null, drops ? "A letter that is dropped is gone for good. It is noted who did it." : "Each goes its ordinary way again; one that still cannot be handled comes back here."),
  );
}

function Letter({ service, letter, done }) {
  const [whole, setWhole] = useState(null);
  const [problem, setProblem] = useState(null);
  const [doing, setDoing] = useState(null);
  const path = ofService(service, `/dead-letters/${encodeURIComponent(letter.id)}`);
  useEffect(() => void get(path).then(setWhole, setProblem), []);
  const settled = (text) => {
    say(text);
    done();
  };
  const redriven = (text) => {
    say(text);
    setTimeout(done, SOON);
    sayIfItIsBack(service, letter, done);
  };
  if (problem) return h("div", { class: "letter" }, h(Trouble, { problem }));
  if (!whole) return h("div", { class: "letter" }, h(Loading));
  return h(
    "div",
    { class: "letter" },
    whole.reason.length > 400 && h("p", null, whole.reason),
    isOfHeaders(whole) && h("p", null, "What is wrong with it is a header, which stays as it is: it would come back. Have it sent again by who sent it, and drop this one."),
    h(Body, { text: whole.body, size: whole.size }),
    h("details", null, h("summary", null, plural(Object.keys(whole.headers).length, "header")), h("dl", { class: "headers" }, Object.entries(whole.headers).map(([name, value]) => h(Fragment, { key: name }, h("dt", null, name), h("dd", null, short(value, 1000)))))),
    h(
      "div",
      { class: "buttons" },
      h("button", { class: isOfHeaders(whole) ? "" : "primary", onClick: () => setDoing("redrive") }, "Redrive"),
      h("button", { disabled: whole.size > MOST_FORMATTED || isOfHeaders(whole), onClick: () => setDoing("edit") }, "Edit and redrive"),
      h("button", { class: "danger quiet", onClick: () => setDoing("drop") }, "Drop"),
      whole.size > MOST_FORMATTED && h("span", { class: "muted" }, "Too large to be edited here."),
    ),
    doing === "redrive" &&
      h(
        Confirm,
        {
          title: "Redrive this dead letter?",
          action: "Redrive 1",
          onClose: () => setDoing(null),
          run: async () => {
            await call(path + "/redrive", { method: "POST" });
            redriven("The letter goes its way again");
          },
        },
        h("p", null, `It goes to ${letter.queue} once more. If it still cannot be handled, it comes back here.`),
      ),
    doing === "drop" &&
      h(
        Confirm,
        {
          title: "Drop this dead letter?",
          action: "Drop 1",
          danger: true,
          onClose: () => setDoing(null),
          run: async () => {
            await call(path, { method: "DELETE" });
            settled("The letter is dropped");
          },
        },
        h("p", null, "It is gone for good. It is noted who did it."),
      ),
    doing === "edit" && h(Edit, { whole, path, onClose: () => setDoing(null), redriven }),
  );
}

/** A letter that still cannot be handled is parked as another one, of the same message. */
async function sayIfItIsBack(service, letter, done) {
  const message = letter.headers["axon-message-id"];
  const wanted = new URLSearchParams({ queue: letter.queue, limit: PAGE, ...(letter.parked_at && { from: letter.parked_at }), ...(letter.event_type && { type: letter.event_type }) });
  for (const pause of LATER) {
    await new Promise((resolve) => setTimeout(resolve, pause));
    const { letters } = await get(ofService(service, "/dead-letters?" + wanted)).catch(() => ({ letters: [] }));
    const back = letters.find((one) => one.id !== letter.id && Date.parse(one.parked_at) > Date.parse(letter.parked_at) && one.headers["axon-message-id"] === message);
    if (back) {
      say(`It could not be handled, and is back: ${short(back.reason, 200)}`);
      return done();
    }
  }
}

/** JSON with line breaks, or null where the text is none. Numbers stay as they are written: what is sent again is this text. */
function formatted(text) {
  if (text.length > MOST_FORMATTED) return null;
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = text.match(/"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g);
  let depth = 0;
  const line = () => "\n" + "  ".repeat(depth);
  return tokens
    .map((token, index) => {
      const opens = token === "{" || token === "[";
      const closes = token === "}" || token === "]";
      const next = tokens[index + 1];
      if (opens) depth++;
      if (closes) depth--;
      if (opens) return next === "}" || next === "]" ? token : token + line();
      if (closes) return tokens[index - 1] === "{" || tokens[index - 1] === "[" ? token : line() + token;
      return token === "," ? token + line() : token === ":" ? ": " : token;
    })
    .join("");
}

/** As much as a browser shows at once; all of it can be had as a file. */
function Body({ text, size }) {
  const json = formatted(text);
  const shown = json ?? text;
  function save() {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(new Blob([text])), download: "body.txt" });
    link.click();
    URL.revokeObjectURL(link.href);
  }
  return h(
    "div",
    null,
    h("p", { class: "panel-head" }, h("b", null, "Body"), h("span", { class: "muted" }, `${json ? "JSON" : "Not JSON"}, ${bytes(size)}`)),
    text === "" ? h("p", { class: "muted" }, "It is empty.") : h("pre", { tabIndex: 0, "aria-label": "Body" }, short(shown, FIRST_SHOWN)),
    shown.length > FIRST_SHOWN && h("p", null, `The first ${count(FIRST_SHOWN)} characters. `, h("button", { class: "link", onClick: save }, "Save the whole")),
  );
}

function Edit({ whole, path, onClose, redriven }) {
  const [body, setBody] = useState(formatted(whole.body) ?? whole.body);
  const json = formatted(body) !== null;
  return h(
    Dialog,
    { title: "Edit and redrive", onClose },
    h(
      Form,
      {
        action: "Redrive 1 as edited",
        onCancel: onClose,
        send: async () => {
          await call(path + "/redrive", { method: "POST", body: { body } });
          onClose();
          redriven("The edited letter goes its way");
        },
      },
      h(Field, { label: "Body", type: "textarea", rows: 16, spellcheck: false, value: body, onInput: (event) => setBody(event.target.value), help: json ? "JSON. Headers stay as they are." : "This is not JSON yet; services take JSON alone. Headers stay as they are." }),
    ),
  );
}
