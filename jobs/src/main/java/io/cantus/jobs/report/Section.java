package io.cantus.jobs.report;

import java.util.List;

/**
 * A part of a report under its own heading.
 *
 * @param heading short, also the link text in the report's contents
 * @param text a sentence or two below the heading; may be empty
 */
public record Section(String heading, String text, List<Block> blocks) {

  public Section {
    blocks = List.copyOf(blocks);
  }

  Html html(String id) {
    return Template.resource("section.html")
        .with("id", id)
        .with("heading", heading)
        .with("text", text)
        .with("blocks", Html.lines(blocks.stream().map(Block::html).toList()))
        .fill();
  }
}
