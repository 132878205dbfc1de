package io.orderflow.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.local.ProjectRoot;
import io.orderflow.local.host.DataFolder;
import io.orderflow.local.host.FreePorts;
import io.orderflow.local.process.ProcessRecords;
import io.orderflow.local.process.StackContext;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresClusterTest {

    @TempDir
    private Path folder;

    private PostgresCluster cluster;

    @BeforeEach
    void start() {
        DataFolder data = new DataFolder(folder.resolve("data"));
        data.startNewLogs();
        cluster = new PostgresCluster(
                FreePorts.next(),
                ProjectRoot.of(PostgresClusterTest.class).resolve(".orderflow/programs"),
                List.of("sample"),
                new StackContext(data, new ProcessRecords(data.pids()), line -> {}, true));
        cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void whatWasCommittedOutlivesEachPrimaryThatDies() throws SQLException {
        execute("CREATE TABLE kept (number INT)");
        for (int number = 1; number <= 3; number++) {
            execute("INSERT INTO kept VALUES (" + number + ")");
            cluster.kill();
            cluster.failOver();
            cluster.addStandbys();
        }
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void whatWasCommittedOutlivesAPrimaryThatHangs() throws SQLException {
        execute("CREATE TABLE kept (number INT)");
        execute("INSERT INTO kept VALUES (1)");

        cluster.suspendPrimary();
        cluster.failOver();

        execute("INSERT INTO kept VALUES (2)");
        cluster.addStandbys();
        assertThat(count()).isEqualTo(2);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = cluster.connect("sample");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int count() throws SQLException {
        try (Connection connection = cluster.connect("sample");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM kept")) {
            row.next();
            return row.getInt(1);
        }
    }
}
