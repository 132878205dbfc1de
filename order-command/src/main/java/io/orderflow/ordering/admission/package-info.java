/**
 * Who may place an order when more come than can be brought to their end: accepted orders come first, and those who want to
 * place more wait, and are then sent away.
 */
package io.orderflow.ordering.admission;
