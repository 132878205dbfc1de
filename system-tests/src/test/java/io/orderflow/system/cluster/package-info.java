/** The system on servers that are clusters: their members are lost, and come back, while orders are placed. */
package io.orderflow.system.cluster;
