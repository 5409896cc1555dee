package io.cantus.jobs.report;

import java.util.List;

/** A headed list of names and values, such as versions or settings. */
public record Facts(String heading, List<Fact> facts) implements Block {

  public Facts {
    facts = List.copyOf(facts);
  }

  @Override
  public Html html() {
    return Template.resource("facts.html")
        .with("heading", heading)
        .with("facts", definitions(facts))
        .fill();
  }

  static Html definitions(List<Fact> facts) {
    return Html.lines(
        facts.stream()
            .map(
                fact ->
                    Template.of("<div><dt>{{name}}</dt><dd>{{value}}</dd></div>")
                        .with("name", fact.name())
                        .with("value", fact.value())
                        .fill())
            .toList());
  }
}
