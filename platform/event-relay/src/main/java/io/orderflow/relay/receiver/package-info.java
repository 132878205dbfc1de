/**
 * How messages are received in bounded memory, whatever their sizes: along with others while they are small, and alone where
 * one is not.
 */
package io.orderflow.relay.receiver;
