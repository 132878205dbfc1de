package io.orderflow.benchmark.limits;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** The main class of a process that answers every request at once and with nothing, by the web server of the services. */
final class EmptyEndpoint {

    private EmptyEndpoint() {}

    /**
     * Serves until the process is ended.
     *
     * @param arguments the port, and a folder for the web server's own files
     */
    public static void main(String[] arguments) throws LifecycleException {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(arguments[1]);
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(Integer.parseInt(arguments[0]));
        tomcat.getConnector();
        Context context = tomcat.addContext("", arguments[1]);
        Tomcat.addServlet(context, "empty", new Nothing()).addMapping("/");
        tomcat.start();
        tomcat.getServer().await();
    }

    private static final class Nothing extends HttpServlet {

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(HttpServletResponse.SC_OK);
        }
    }
}
