/** Changes that clients make to products: by one instance or another, and with a key once. */
package io.orderflow.inventory.change;
