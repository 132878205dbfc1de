/** The published language: what the applications tell each other. The only thing that they share. */
package io.orderflow.projection.weather.event;
