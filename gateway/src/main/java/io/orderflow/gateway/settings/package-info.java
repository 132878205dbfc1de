/** What can be set, and which services there are. */
package io.orderflow.gateway.settings;
