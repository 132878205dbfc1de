package io.orderflow.local.process;

import io.orderflow.local.host.DataFolder;
import java.util.function.Consumer;

/**
 * What the parts of one stack share.
 *
 * @param console is told, line by line, what goes on
 * @param supervised whether what dies is started again
 */
public record StackContext(DataFolder data, ProcessRecords records, Consumer<String> console, boolean supervised) {

    public StackContext unsupervised() {
        return new StackContext(data, records, console, false);
    }

    public void say(String line) {
        console.accept(line);
    }
}
