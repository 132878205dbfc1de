/** The operators' way to the read models: how far each is, and to begin a rebuild and watch it. */
package io.orderflow.projection.rest;
