// Which page is shown: what the address says behind its #.
import { store } from "./html.js";

function read() {
  const [path, query] = location.hash.replace(/^#/, "").split("?");
  return { path: path.split("/").filter(Boolean), query: Object.fromEntries(new URLSearchParams(query)) };
}

export const route = store(read());
addEventListener("hashchange", () => route.set(read()));

export function address(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== "" && value != null);
  return `#${path}${given.length ? "?" + new URLSearchParams(given) : ""}`;
}

export const go = (path, query) => location.assign(address(path, query));

/** Another query for the same page, which is no step to come back to. */
export function refine(path, query) {
  history.replaceState(null, "", address(path, query));
  route.set(read());
}
