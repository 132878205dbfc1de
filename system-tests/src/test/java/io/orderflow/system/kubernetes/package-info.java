/** The Helm chart of {@code deploy/kubernetes}: what Helm makes of it, and whether the packaged services are as it says. */
package io.orderflow.system.kubernetes;
