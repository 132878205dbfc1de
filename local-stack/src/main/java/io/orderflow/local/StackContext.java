package io.orderflow.local;

import java.util.function.Consumer;

/** What the parts of one stack share. */
record StackContext(DataFolder data, ProcessRecords records, Consumer<String> console, boolean supervised) {

    StackContext unsupervised() {
        return new StackContext(data, records, console, false);
    }

    void say(String line) {
        console.accept(line);
    }
}
