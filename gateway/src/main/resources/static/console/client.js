// Asks the gateway, as any client does.
import { store, useEffect, useState } from "./html.js";
import { authorization, renewed } from "./login.js";

export const SERVICES = ["order-command", "inventory-command", "notification-projection"];

/** Since when the gateway has not been reached; null while it is. */
export const lost = store(null);

/** An answer that is none of success, in words for people. */
export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail ?? (status === 0 ? "The gateway cannot be reached" : `The answer was ${status}`));
    this.status = status;
    this.body = body;
    this.errors = body?.errors ?? [];
  }
}

/** What a service says only in releases to come, or to others. */
export const isMissing = (problem) => problem.status === 404 || problem.status === 405;

export async function call(path, { method = "GET", body, headers = {}, signal } = {}) {
  let response;
  try {
    response = await send(path, method, body, headers, signal);
    if (response.status === 401 && (await renewed())) {
      response = await send(path, method, body, headers, signal);
    }
  } catch (error) {
    if (error.name === "AbortError") throw error;
    if (lost.get() === null) lost.set(Date.now());
    throw new Problem(0);
  }
  lost.set(null);
  const answer = await read(response);
  if (!response.ok) throw new Problem(response.status, answer);
  return { data: answer, status: response.status, headers: response.headers };
}

function send(path, method, body, headers, signal) {
  return fetch(path, {
    method,
    signal,
    cache: "no-store",
    headers: {
      Accept: "application/json",
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...authorization(),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
}

async function read(response) {
  const text = await response.text();
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

export const get = async (path, signal) => (await call(path, { signal })).data;
export const ofService = (service, path) => `/services/${service}${path}`;

/** Asks every service, and keeps the answers that came beside the problems that came instead. */
export async function ofEach(path, signal, services = SERVICES) {
  return Promise.all(
    services.map(async (service) => {
      try {
        return { service, data: await get(ofService(service, path), signal) };
      } catch (problem) {
        if (problem.name === "AbortError" || problem.status === 0) throw problem;
        return { service, problem };
      }
    }),
  );
}

/**
 * What `load` gives, asked again each `every` milliseconds while the page is seen, and at once when it is seen again. After
 * a problem the last answer stays.
 */
export function useAnswer(load, every, watched = []) {
  const [state, setState] = useState({ data: undefined, problem: null });
  const [again, setAgain] = useState(0);
  useEffect(() => setState({ data: undefined, problem: null }), watched);
  useEffect(() => {
    const controller = new AbortController();
    let timer = null;
    let asking = false;
    async function ask() {
      clearTimeout(timer);
      if (document.hidden || asking) return;
      asking = true;
      try {
        const data = await load(controller.signal);
        if (!controller.signal.aborted) setState({ data, problem: null });
      } catch (problem) {
        if (!controller.signal.aborted) setState((before) => ({ data: before.data, problem }));
      }
      asking = false;
      if (every && !controller.signal.aborted) timer = setTimeout(ask, every);
    }
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", ask);
    };
  }, [...watched, every, again]);
  return { ...state, reload: () => setAgain((number) => number + 1) };
}

/** A name for an attempt, under which a repeat of it is known. */
export function key() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
