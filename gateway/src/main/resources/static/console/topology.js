// The parts of the system and what they are to each other.
export const QUEUE_OWNER = {
  inventory_checks: "inventory-command",
  order_responses: "order-command",
  notifications: "notification-projection",
};

export const ROLE_OF = {
  "order-command": { does: "Takes orders and decides them", store: "PostgreSQL" },
  "inventory-command": { does: "Reserves stock or refuses it", store: "PostgreSQL" },
  "notification-projection": { does: "Tells what became of orders", store: "MongoDB" },
};

/** What an event is to an order, and the way that it takes. */
export const EVENTS = {
  OrderPlaced: { says: "Order placed", way: "to inventory, by the queue inventory_checks" },
  StockReserved: { says: "Stock reserved", way: "from inventory, by the queue order_responses" },
  StockRejected: { says: "Stock refused", way: "from inventory, by the queue order_responses", kind: "bad" },
  OrderConfirmed: { says: "Order confirmed", way: "to notifications, by the queue notifications", kind: "ok" },
  OrderCancelled: { says: "Order cancelled", way: "to notifications, by the queue notifications", kind: "bad" },
  StockReleaseRequested: { says: "Stock is to be given back", way: "to inventory, by the queue inventory_checks" },
  StockReleased: { says: "Stock given back", way: "from inventory, by the queue order_responses" },
  AnswerOverdue: { says: "Inventory's answer is overdue", kind: "bad" },
  StockRanLow: { says: "Stock ran low" },
  StockRanOut: { says: "Sold out", kind: "bad" },
  ProductAdded: { says: "Product added" },
  ProductRenamed: { says: "Renamed" },
  StockAdjusted: { says: "Stock adjusted" },
  StockSet: { says: "Stock set" },
};
