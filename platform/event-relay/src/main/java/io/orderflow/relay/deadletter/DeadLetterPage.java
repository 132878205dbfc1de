package io.orderflow.relay.deadletter;

import java.util.List;

/**
 * Some of the dead letters, from the oldest.
 *
 * @param total how many there are to which the filter applies: counted for the first page, exactly, and as it was then for
 *     the pages that are read after it one after the other. To count by a filter, all letters are looked at, which takes
 *     seconds for some ten thousands; without one it costs nothing
 * @param letters those of this page
 */
record DeadLetterPage(long total, List<DeadLetter> letters) {}
