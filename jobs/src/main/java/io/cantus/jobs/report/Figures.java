package io.cantus.jobs.report;

import java.util.List;

/** The few figures of a section that matter most, set large. */
public record Figures(List<Fact> figures) implements Block {

  public Figures {
    figures = List.copyOf(figures);
  }

  @Override
  public Html html() {
    return Template.of("<dl class=\"figures\">\n{{figures}}\n</dl>")
        .with("figures", Facts.definitions(figures))
        .fill();
  }
}
