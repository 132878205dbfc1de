// Server-sent events by fetch: an EventSource could not send a token.
import { lost } from "./client.js";
import { authorization, renewed } from "./login.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10000;

/** Longer than a list is usually behind the stream. */
const LISTS_BEHIND = 3000;

/**
 * Follows a stream while the page is seen, and comes back with the id of the last event after each break.
 *
 * @param on.change gets the data of each event
 * @param on.reload is told when the whole has to be asked for anew: once it is known from where on changes come, and a moment later
 * @param on.state is told "live", "away" or, where there is no such stream, "missing"
 */
export function follow(path, on) {
  let stopped = false;
  let controller = null;
  let lastId = null;
  let pause = FIRST_PAUSE;
  let timer = null;
  let settled = null;

  function reload() {
    on.reload();
    clearTimeout(settled);
    settled = setTimeout(on.reload, LISTS_BEHIND);
  }

  async function connect() {
    clearTimeout(timer);
    if (stopped || document.hidden || controller) return;
    const current = new AbortController();
    controller = current;
    let reached = false;
    try {
      const response = await fetch(path, {
        signal: current.signal,
        cache: "no-store",
        headers: { Accept: "text/event-stream", ...(lastId ? { "Last-Event-ID": lastId } : {}), ...authorization() },
      });
      reached = true;
      lost.set(null);
      if (response.status === 401) await renewed();
      if (!response.ok) {
        on.state([400, 404, 405, 406, 422].includes(response.status) ? "missing" : "away");
      } else {
        on.state("live");
        pause = FIRST_PAUSE;
        await read(response.body.pipeThrough(new TextDecoderStream()).getReader());
        on.state("away");
      }
    } catch {
      if (!stopped && !document.hidden) {
        on.state("away");
        if (!reached && lost.get() === null) lost.set(Date.now());
      }
    }
    if (controller === current) controller = null;
    if (!stopped && !document.hidden) {
      timer = setTimeout(connect, pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
  }

  async function read(reader) {
    let rest = "";
    let event = { data: [] };
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + value).split(/\r?\n/);
      rest = lines.pop();
      for (const line of lines) {
        if (line === "") {
          handle(event);
          event = { data: [] };
        } else if (line.startsWith("id:")) {
          event.id = line.slice(3).trim();
        } else if (line.startsWith("event:")) {
          event.name = line.slice(6).trim();
        } else if (line.startsWith("data:")) {
          event.data.push(line.slice(5).trim());
        }
      }
    }
  }

  function handle({ id, name, data }) {
    const isFirst = lastId === null;
    if (id) lastId = id;
    if (name === "reload" || (id && isFirst)) reload();
    else if (data.length > 0) on.change(JSON.parse(data.join("\n")));
  }

  function seen() {
    if (document.hidden) {
      controller?.abort();
      controller = null;
      clearTimeout(timer);
    } else {
      pause = FIRST_PAUSE;
      connect();
    }
  }

  document.addEventListener("visibilitychange", seen);
  connect();
  return () => {
    stopped = true;
    controller?.abort();
    clearTimeout(timer);
    clearTimeout(settled);
    document.removeEventListener("visibilitychange", seen);
  };
}
