/** The operators' console, in a real browser. */
package io.orderflow.system.console;
