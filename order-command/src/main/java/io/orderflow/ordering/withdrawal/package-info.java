/** Orders that their customers no longer want. */
package io.orderflow.ordering.withdrawal;
