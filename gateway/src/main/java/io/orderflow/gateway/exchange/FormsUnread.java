package io.orderflow.gateway.exchange;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Has the container read no form from a body, to give it out as parameters: bodies are the services'. */
@Component
class FormsUnread implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

    @Override
    public void customize(TomcatServletWebServerFactory tomcat) {
        tomcat.addConnectorCustomizers(connector -> connector.setParseBodyMethods(""));
    }
}
