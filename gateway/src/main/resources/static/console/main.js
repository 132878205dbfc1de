// The frame around all pages.
import { h, render, useEffect, useState } from "./html.js";
import { get, lost } from "./client.js";
import { duration } from "./format.js";
import { begin, isOpen, may, signIn, signOut, user } from "./login.js";
import { news } from "./parts.js";
import { route } from "./router.js";
import { Activity } from "./pages/activity.js";
import { DeadLetters } from "./pages/deadletters.js";
import { Order } from "./pages/order.js";
import { Orders } from "./pages/orders.js";
import { Overview } from "./pages/overview.js";
import { Processors } from "./pages/processors.js";
import { Product } from "./pages/product.js";
import { Products } from "./pages/products.js";
import { ReadModels } from "./pages/readmodels.js";

const PAGES = [
  { path: "overview", title: "Overview", roles: ["operator"], page: Overview },
  { path: "orders", title: "Orders", roles: ["customer"], page: Orders, one: Order },
  { path: "products", title: "Products", roles: ["customer", "stock"], page: Products, one: Product },
  { path: "read-models", title: "Read models", roles: ["operator"], page: ReadModels },
  { path: "processors", title: "Processors and queues", roles: ["operator"], page: Processors },
  { path: "dead-letters", title: "Dead letters", roles: ["operator"], page: DeadLetters },
  { path: "activity", title: "Activity", roles: ["operator"], page: Activity },
];

function Shell() {
  const { path, query } = route.use();
  const who = user.use();
  const shown = PAGES.filter((page) => may(...page.roles));
  const current = path.length === 0 ? shown[0] : shown.find((page) => page.path === path[0]);
  const one = path.length > 1 && current?.one;
  const title = (current?.title ?? "Not here") + (one ? ` ${path[1]}` : "");
  const place = path.join("/");
  useEffect(() => {
    document.title = `${title} · Orderflow`;
    scrollTo(0, 0);
    document.querySelector("nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    document.querySelector("main h1")?.focus({ preventScroll: true });
  }, [place]);
  if (!who) return h(SignedOut);
  return h(
    "div",
    { class: "shell" },
    h("a", { class: "skip", href: "#content", onClick: skip }, "Skip to the content"),
    h(
      "header",
      { class: "side" },
      h("p", { class: "brand" }, h("img", { src: "/console/icon.svg", alt: "", width: 24, height: 24 }), "Orderflow"),
      h(
        "nav",
        { "aria-label": "Pages" },
        shown.map((page) => h("a", { href: `#/${page.path}`, "aria-current": page === current ? "page" : undefined }, page.title)),
      ),
      h("div", { class: "who" }, isOpen() ? h("p", null, "Open: no one is asked for a token") : [h("p", null, who.name), h("button", { onClick: signOut }, "Sign out")], h("a", { href: "/docs" }, "API pages")),
    ),
    h(
      "main",
      { id: "content" },
      h(Lost),
      current ? h(one || current.page, { key: place, id: path[1], query }) : h("h1", { tabIndex: -1 }, "There is no such page, or it is not for you"),
    ),
    h(News),
  );
}

function skip(event) {
  event.preventDefault();
  document.querySelector("main h1")?.focus();
}

/** Says that the gateway is away, and for how long; pages go on trying. */
function Lost() {
  const since = lost.use();
  const [, tick] = useState(0);
  useEffect(() => {
    if (since === null) return undefined;
    const timer = setInterval(() => {
      tick((n) => n + 1);
      if (!document.hidden) get("/console/settings.json").catch(() => {});
    }, 1000);
    return () => clearInterval(timer);
  }, [since]);
  if (since === null) return null;
  return h("div", { class: "lost", role: "alert" }, "The gateway cannot be reached", h("span", { "aria-hidden": "true" }, `, for ${duration(Math.round((Date.now() - since) / 1000) || 1)}`), ". What is shown may be old; the console goes on trying.");
}

function News() {
  const item = news.use();
  useEffect(() => {
    if (!item) return undefined;
    const timer = setTimeout(() => news.set(null), 6000);
    return () => clearTimeout(timer);
  }, [item]);
  return h("div", { class: "news", role: "status" }, item && h("p", null, item.text));
}

function SignedOut() {
  return h("main", { class: "alone" }, h("h1", { tabIndex: -1 }, "Orderflow"), h("p", null, "You are signed out."), h("button", { class: "primary", onClick: signIn }, "Sign in"));
}

try {
  await begin();
  render(h(Shell), document.body);
} catch (error) {
  render(
    h("main", { class: "alone" }, h("h1", null, "Orderflow"), h("p", { role: "alert" }, error.message), h("button", { class: "primary", onClick: () => location.reload() }, "Try again")),
    document.body,
  );
}
