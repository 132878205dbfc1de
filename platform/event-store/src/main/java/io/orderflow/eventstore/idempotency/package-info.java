/** How long the keys of repeatable requests are kept: an application's table of them, {@code idempotency_key}, loses its old rows. */
package io.orderflow.eventstore.idempotency;
