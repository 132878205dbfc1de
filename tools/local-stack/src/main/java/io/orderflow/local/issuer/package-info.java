/** Who gives out tokens, where a stack's services ask for them. */
package io.orderflow.local.issuer;
