package io.orderflow.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.local.ProjectRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages name code and tests by links; each leads to a file that is there. */
class LinksTest {

    private static final Path ROOT = ProjectRoot.of(LinksTest.class);

    private static final Pattern LINK =
            Pattern.compile("\\]\\((?!https?:)([^)#\\s]+)|^\\[[^\\]]+\\]: (?!https?:)([^#\\s]+)", Pattern.MULTILINE);

    @Test
    void everyLinkOfThePagesLeadsSomewhere() throws IOException {
        try (Stream<Path> own = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            List<Path> pages = Stream.concat(own, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();

            assertThat(pages).hasSizeGreaterThan(10);
            assertThat(pages.stream().flatMap(LinksTest::targets))
                    .isNotEmpty()
                    .allSatisfy(target -> assertThat(target).exists());
        }
    }

    private static Stream<Path> targets(Path page) {
        try {
            return LINK.matcher(Files.readString(page))
                    .results()
                    .map(LinksTest::target)
                    .map(target -> page.resolveSibling(target).normalize());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(MatchResult link) {
        return link.group(1) == null ? link.group(2) : link.group(1);
    }
}
