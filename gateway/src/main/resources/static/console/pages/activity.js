import { h, useState } from "../html.js";
import { isMissing, get, ofService, SERVICES, useAnswer } from "../client.js";
import { short } from "../format.js";
import { Empty, Loading, Page, Panel, Table, Time, Trouble } from "../parts.js";

const EVERY = 5000;
const PAGE = 50;

const SAYS = {
  dead_letter_redriven: "Redrove a dead letter",
  dead_letter_edited: "Edited and redrove a dead letter",
  dead_letter_dropped: "Dropped a dead letter",
  rebuild_started: "Began a rebuild",
  catch_up_started: "Asked for missed messages",
  processor_paused: "Paused a processor",
  processor_resumed: "Resumed a processor",
  product_added: "Added a product",
  product_renamed: "Renamed a product",
  stock_set: "Set a stock",
  stock_adjusted: "Adjusted a stock",
  order_cancelled: "Cancelled an order",
};

/** Of all services, the newest first; `pages` of each. */
export function Activity() {
  const [pages, setPages] = useState(1);
  const activity = useAnswer((signal) => Promise.all(SERVICES.map((service) => read(service, pages, signal))), EVERY, [pages]);
  const lists = activity.data ?? [];
  const entries = lists.flatMap(({ entries: some }) => some).sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
  const problems = lists.filter(({ problem }) => problem);
  return h(
    Page,
    { title: "Activity", intro: "Who did what: dead letters, rebuilds, processors, stock, cancelled orders." },
    h(Trouble, { problem: activity.problem }),
    problems.filter(({ problem }) => !isMissing(problem)).map(({ service, problem }) => h(Trouble, { key: service, problem })),
    h(
      Panel,
      { flush: true },
      !activity.data
        ? !activity.problem && h(Loading)
        : problems.length === SERVICES.length
          ? h(Empty, { title: "The activity is not available here" })
          : entries.length === 0
            ? h(Empty, { title: "Nobody did anything yet" }, "What people do by this console or by the interface is noted here, with their name.")
            : h(
                Table,
                { label: "Activity", class: "narrow", head: [["When"], ["Who"], ["What"], ["Details"]] },
                entries.map((entry) =>
                  h(
                    "tr",
                    { key: entry.service + entry.id },
                    h("td", { class: "nowrap" }, h(Time, { at: entry.at })),
                    h("td", null, short(entry.who, 80)),
                    h("td", null, SAYS[entry.action] ?? entry.action, h("span", { class: "reason" }, h(Target, entry))),
                    h("td", null, short(entry.detail, 300)),
                  ),
                ),
              ),
      lists.some(({ next }) => next) && h("p", { class: "empty" }, h("button", { class: "small", onClick: () => setPages(pages + 1) }, "Show older")),
    ),
  );
}

function Target({ target, service }) {
  return /^(products|orders)\/\d+$/.test(target) ? h("a", { href: `#/${target}` }, target) : `${short(target, 80) ?? ""} in ${service}`;
}

async function read(service, pages, signal) {
  const entries = [];
  let next = null;
  try {
    for (let page = 0; page < pages && (page === 0 || next); page++) {
      const answer = await get(ofService(service, `/activity?limit=${PAGE}${next ? `&after=${encodeURIComponent(next)}` : ""}`), signal);
      entries.push(...answer.entries.map((entry) => ({ ...entry, service })));
      next = answer.next;
    }
    return { service, entries, next };
  } catch (problem) {
    if (problem.name === "AbortError" || problem.status === 0) throw problem;
    return { service, entries, next: null, problem };
  }
}
