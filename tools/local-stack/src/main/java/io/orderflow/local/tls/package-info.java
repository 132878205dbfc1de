/** How a stack's servers and services speak TLS, where they are to. */
package io.orderflow.local.tls;
