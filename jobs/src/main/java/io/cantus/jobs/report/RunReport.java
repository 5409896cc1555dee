package io.cantus.jobs.report;

import java.util.ArrayList;
import java.util.List;

/**
 * What a run did, as one HTML page that loads nothing from anywhere. The same report always gives
 * the same page: times and versions are text that the caller passes in.
 *
 * @param title the page's title and first heading
 * @param lead a sentence or two for someone who reads no further
 * @param sections in reading order
 * @param foot versions and settings
 */
public record RunReport(String title, String lead, List<Section> sections, List<Facts> foot) {
  private static final List<String> STYLES =
      List.of(
          "page.css",
          "table.css",
          "line-chart.css",
          "column-chart.css",
          "paired-columns.css",
          "piano-roll.css");
  private static final List<String> SCRIPTS =
      List.of("drawing.js", "line-chart.js", "synthesizer.js", "piano-roll.js");

  public RunReport {
    sections = List.copyOf(sections);
    foot = List.copyOf(foot);
  }

  /** The whole page, to be written in UTF-8. */
  public String html() {
    List<Html> contents = new ArrayList<>();
    List<Html> bodies = new ArrayList<>();
    for (Section section : sections) {
      String id = "section-" + (bodies.size() + 1);
      contents.add(
          Template.of("<li><a href=\"#{{id}}\">{{heading}}</a></li>")
              .with("id", id)
              .with("heading", section.heading())
              .fill());
      bodies.add(section.html(id));
    }
    return Template.resource("page.html")
        .with("title", title)
        .with("lead", lead)
        .with("styles", all(STYLES))
        .with("contents", Html.lines(contents))
        .with("sections", Html.lines(bodies))
        .with("foot", Html.lines(foot.stream().map(Facts::html).toList()))
        .with("scripts", all(SCRIPTS))
        .fill()
        .markup();
  }

  private static Html all(List<String> resources) {
    return Html.lines(resources.stream().map(Template::verbatim).toList());
  }
}
