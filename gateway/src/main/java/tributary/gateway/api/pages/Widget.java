package tributary.gateway.api.pages;

import java.util.List;
import java.util.Map;

/**
 * What the widget of one inbox is told.
 *
 * @param inbox the inbox's name
 * @param base where its pages are, as the customer's browser reaches them; empty: where the loader came from
 * @param origins sites that may show it, besides our own
 * @param look further members of its configuration: {@code locale}, {@code color}, {@code title}
 */
public record Widget(String inbox, String base, List<String> origins, Map<String, String> look) {
    public Widget {
        origins = List.copyOf(origins);
        look = Map.copyOf(look);
    }
}
