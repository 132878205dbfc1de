/** What the API's documents of all services say alike: the title, the names of fields, and how requests are refused. */
package io.orderflow.rest.openapi;
