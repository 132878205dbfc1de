import { h, useMemo, useState } from "../html.js";
import { call, get, useAnswer } from "../client.js";
import { count, plural } from "../format.js";
import { may } from "../login.js";
import { Dialog, Empty, Field, Form, Loading, Page, Panel, say, State, Table, Trouble } from "../parts.js";
import { go, refine } from "../router.js";

const EVERY = 2000;
const MOST_SHOWN = 300;
const LOW = 5;

export function Products({ query }) {
  const products = useAnswer((signal) => get("/products", signal), EVERY);
  const [adding, setAdding] = useState(false);
  const wanted = query.name ?? "";
  const found = useMemo(
    () => (products.data ?? []).filter((one) => one.name.toLowerCase().includes(wanted.toLowerCase()) || String(one.id) === wanted),
    [products.data, wanted],
  );
  const out = (products.data ?? []).filter((one) => one.stock === 0).length;
  return h(
    Page,
    {
      title: "Products",
      intro: products.data && `${plural(products.data.length, "product")}, of which ${count(out)} sold out.`,
      actions: may("stock") && h("button", { class: "primary", onClick: () => setAdding(true) }, "Add a product"),
    },
    adding && h(AddProduct, { onClose: () => setAdding(false) }),
    h("div", { class: "filters" }, h(Field, { label: "Name or number", type: "search", value: wanted, onInput: (event) => refine("/products", { name: event.target.value }) })),
    h(
      Panel,
      { flush: true },
      h(Trouble, { problem: products.problem }),
      !products.data
        ? !products.problem && h(Loading)
        : found.length === 0
          ? h(Empty, { title: wanted ? "No product has such a name" : "There are no products yet" }, wanted ? null : "Add the first one, and it can be ordered.")
          : h(
              Table,
              { label: "Products", class: "narrow", head: [["Number", "number"], ["Name"], ["In stock", "number"], ["State"]] },
              found.slice(0, MOST_SHOWN).map((one) =>
                h(
                  "tr",
                  { key: one.id },
                  h("td", { class: "number", "data-label": "Number" }, one.id),
                  h("td", { class: "what" }, h("a", { href: `#/products/${one.id}` }, one.name)),
                  h("td", { class: "number", "data-label": "In stock" }, count(one.stock)),
                  h("td", { "data-label": "State" }, h(Level, { stock: one.stock })),
                ),
              ),
            ),
      found.length > MOST_SHOWN && h("p", { class: "empty" }, `And ${count(found.length - MOST_SHOWN)} more: look for a name.`),
    ),
  );
}

export function Level({ stock }) {
  return stock === 0 ? h(State, { kind: "bad" }, "sold out") : stock <= LOW ? h(State, { kind: "wait" }, "low") : h(State, { kind: "ok" }, "in stock");
}

function AddProduct({ onClose }) {
  const [name, setName] = useState("");
  const [stock, setStock] = useState(10);
  async function send() {
    const added = await call("/products", { method: "POST", body: { name, stock: Number(stock) } });
    say("The product is added");
    go(`/products/${added.data.id}`);
  }
  return h(
    Dialog,
    { title: "Add a product", onClose },
    h(
      Form,
      { action: "Add it", send, onCancel: onClose },
      h(Field, { label: "Name", required: true, maxLength: 200, value: name, onInput: (event) => setName(event.target.value) }),
      h(Field, { label: "Pieces in stock", type: "number", min: 0, required: true, value: stock, onInput: (event) => setStock(event.target.value) }),
    ),
  );
}
