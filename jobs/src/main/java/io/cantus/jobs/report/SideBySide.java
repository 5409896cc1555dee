package io.cantus.jobs.report;

import java.util.List;

/** Drawings beside each other where the screen has room for it, else one below another. */
public record SideBySide(List<? extends Block> charts) implements Block {

  public SideBySide {
    charts = List.copyOf(charts);
  }

  @Override
  public Html html() {
    return Template.of("<div class=\"charts\">\n{{charts}}\n</div>")
        .with("charts", Html.lines(charts.stream().map(Block::html).toList()))
        .fill();
  }
}
