/** Texts of strangers. */
package io.orderflow.eventstore.text;
