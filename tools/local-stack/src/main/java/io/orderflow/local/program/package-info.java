/** A packaged service in the form in which it starts quickest: laid out in a folder, with an archive of its classes. */
package io.orderflow.local.program;
