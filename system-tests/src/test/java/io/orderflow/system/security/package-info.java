/** The system with security on. */
package io.orderflow.system.security;
