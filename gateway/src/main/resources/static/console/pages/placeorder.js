import { h, useRef, useState } from "../html.js";
import { call, key } from "../client.js";
import { count, money, short } from "../format.js";
import { Dialog, Field, Form } from "../parts.js";
import { go } from "../router.js";

const EMPTY_LINE = { product_id: "", quantity: 1, unit_price: "10.00" };

/** A dialog; the same order is placed once, however often it is sent. */
export function PlaceOrder({ products, product, onClose }) {
  const [lines, setLines] = useState([{ ...EMPTY_LINE, product_id: product ?? "" }]);
  const attempt = useRef(key());
  const changeLines = (next) => {
    attempt.current = key();
    setLines(next);
  };
  const change = (index, name, value) => {
    changeLines(lines.map((line, at) => (at === index ? { ...line, [name]: value } : line)));
  };
  const total = lines.reduce((sum, line) => sum + (Number(line.quantity) * Number(line.unit_price) || 0), 0);
  const choices = [["", "Choose a product"], ...products.list.slice(0, 500).map((one) => [one.id, `${short(one.name, 60)} (${one.stock > 0 ? `${count(one.stock)} there` : "sold out"})`])];
  async function send() {
    const items = lines.map((line) => ({ product_id: Number(line.product_id), quantity: Number(line.quantity), unit_price: Number(line.unit_price) }));
    const placed = await call("/orders", { method: "POST", body: { items }, headers: { "Idempotency-Key": attempt.current } });
    go(`/orders/${placed.data.id}`);
  }
  return h(
    Dialog,
    { title: "Place an order", onClose },
    h(
      Form,
      { action: "Place the order", send, onCancel: onClose },
      lines.map((line, index) =>
        h(
          "fieldset",
          { class: "line", key: index },
          h("legend", null, `Line ${index + 1}`),
          h(Field, { label: "Product", required: true, value: line.product_id, options: choices, onChange: (e) => change(index, "product_id", e.target.value) }),
          h(Field, { label: "Quantity", type: "number", min: 1, required: true, value: line.quantity, onInput: (e) => change(index, "quantity", e.target.value) }),
          h(Field, { label: "Unit price", type: "number", min: 0, step: "0.01", required: true, value: line.unit_price, onInput: (e) => change(index, "unit_price", e.target.value) }),
          lines.length > 1 && h("button", { type: "button", class: "plain", "aria-label": `Remove line ${index + 1}`, onClick: () => changeLines(lines.filter((_, at) => at !== index)) }, "✕"),
        ),
      ),
      h("p", { class: "line-foot" }, h("button", { type: "button", class: "link", onClick: () => changeLines([...lines, EMPTY_LINE]) }, "Add another product"), h("span", null, "Total ", h("b", null, lines.every((line) => line.product_id) ? money(total) : "–"))),
    ),
  );
}
