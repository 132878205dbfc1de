/** The operators' console: pages that ask the services by their public interface, in the browser. */
package io.orderflow.gateway.console;
