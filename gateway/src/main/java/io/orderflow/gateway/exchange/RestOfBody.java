package io.orderflow.gateway.exchange;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Reads and throws away what is left of a body that was refused, so that its sender gets to hear why. The container would do so
 * by itself, but for any number of clients that send no more.
 */
final class RestOfBody extends ValveBase {

    private static final int MOST_BYTES = 20 * 1024 * 1024;
    private static final int PIECE = 8 * 1024;

    private final Semaphore waiting;

    RestOfBody(Semaphore waiting) {
        super(true);
        this.waiting = waiting;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        getNext().invoke(request, response);
        if (request.isAsync() || request.getCoyoteRequest().isFinished()) {
            return;
        }
        if (waiting.tryAcquire()) {
            try {
                response.finishResponse();
                read(request.getStream());
            } catch (IOException e) {
                container.getLogger().debug("The client sends no more", e);
            } finally {
                waiting.release();
            }
        }
        request.getCoyoteRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }

    private static void read(InputStream body) throws IOException {
        byte[] piece = new byte[PIECE];
        int left = MOST_BYTES;
        int read = 0;
        while (left > 0 && read >= 0) {
            read = body.read(piece);
            left -= read;
        }
    }
}
