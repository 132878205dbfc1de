// What several pages show.
import { h, store, useEffect, useRef, useState } from "./html.js";
import { local, utc } from "./format.js";

/** What was just done, for a few seconds. */
export const news = store(null);
export const say = (text) => news.set({ text });

export function Time({ at }) {
  return at ? h("time", { dateTime: at, title: utc(at) }, local(at)) : "–";
}

/** A state in a word and a colour. `kind` is ok, wait, bad or off. */
export function State({ kind, children }) {
  return h("span", { class: `state ${kind}` }, children);
}

export function Page({ title, intro, actions, children }) {
  return h(
    "div",
    { class: "page" },
    h("header", { class: "page-head" }, h("div", null, h("h1", { tabIndex: -1 }, title), intro && h("p", { class: "intro" }, intro)), actions && h("div", { class: "actions" }, actions)),
    children,
  );
}

export function Panel({ title, aside, children, flush, ...rest }) {
  return h(
    "section",
    { class: "panel" + (flush ? " flush" : ""), ...rest },
    title && h("div", { class: "panel-head" }, h("h2", null, title), aside),
    children,
  );
}

export function Table({ label, head, children, class: name }) {
  return h(
    "div",
    { class: "scroll", tabIndex: 0, role: "region", "aria-label": label },
    h(
      "table",
      { class: name },
      h("thead", null, h("tr", null, head.map(([text, cell]) => h("th", { scope: "col", class: cell }, text)))),
      h("tbody", null, children),
    ),
  );
}

/** Says what there is not, and what to do. */
export function Empty({ title, children }) {
  return h("div", { class: "empty" }, h("p", { class: "empty-title" }, title), children && h("p", null, children));
}

export const Loading = () => h("p", { class: "loading" }, "Loading…");

/** What went wrong, for people. */
export function Trouble({ problem, what }) {
  if (!problem) return null;
  return h(
    "div",
    { class: "trouble", role: "alert" },
    h("p", null, what && h("strong", null, what + " "), problem.message),
    problem.errors?.length > 0 && h("ul", null, problem.errors.map((error) => h("li", null, `${error.field}: ${error.message}`))),
  );
}

export function Bar({ percent, label, kind = "" }) {
  return h("progress", { class: "bar " + kind, max: 100, value: percent, "aria-label": label });
}

let fields = 0;

/** A field with its label, what helps to fill it in, and what is wrong with it. */
export function Field({ label, help, error, type = "text", options, ...rest }) {
  const id = useRef(null);
  id.current ??= `field-${++fields}`;
  const described = [help && id.current + "-help", error && id.current + "-error"].filter(Boolean).join(" ") || undefined;
  const common = { id: id.current, "aria-describedby": described, "aria-invalid": error ? "true" : undefined, ...rest };
  return h(
    "div",
    { class: "field" },
    h("label", { for: id.current }, label),
    options
      ? h("select", common, options.map(([value, text]) => h("option", { value, selected: String(value) === String(rest.value) }, text)))
      : type === "textarea"
        ? h("textarea", common)
        : h("input", { type, autocomplete: "off", ...common }),
    help && h("p", { class: "help", id: id.current + "-help" }, help),
    error && h("p", { class: "wrong", id: id.current + "-error" }, error),
  );
}

export function Dialog({ title, onClose, children }) {
  const dialog = useRef();
  useEffect(() => dialog.current.showModal(), []);
  return h(
    "dialog",
    { ref: dialog, onClose, "aria-labelledby": "dialog-title" },
    h("h2", { id: "dialog-title" }, title),
    children,
    h("button", { type: "button", class: "plain close", "aria-label": "Close", onClick: () => dialog.current.close() }, "✕"),
  );
}

/** A form that sends once at a time, and shows what is wrong with what was sent. `send` returns when it was taken. */
export function Form({ send, action, danger, onCancel, children, inline }) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState(null);
  async function submit(event) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      await send();
    } catch (error) {
      setProblem(error);
    }
    setBusy(false);
  }
  return h(
    "form",
    { onSubmit: submit, class: inline && "inline" },
    children,
    h(Trouble, { problem }),
    h(
      "div",
      { class: "buttons" },
      h("button", { class: danger ? "danger" : inline ? "" : "primary", "aria-disabled": busy }, action),
      onCancel && h("button", { type: "button", autofocus: danger, onClick: onCancel }, "Not now"),
    ),
  );
}

/** Asks before something is done. */
export function Confirm({ title, action, danger, run, onClose, children }) {
  return h(
    Dialog,
    { title, onClose },
    h(
      Form,
      {
        action,
        danger,
        onCancel: onClose,
        send: async () => {
          await run();
          onClose();
        },
      },
      children,
    ),
  );
}
