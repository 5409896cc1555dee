package io.cantus.jobs.report;

/** Headed lines in which every letter has its place, such as bytes in hex. */
public record Verbatim(String heading, String text) implements Block {

  @Override
  public Html html() {
    return Template.of(
            "<div class=\"verbatim\">\n<h3>{{heading}}</h3>\n<pre tabindex=\"0\">{{text}}</pre>\n</div>")
        .with("heading", heading)
        .with("text", text)
        .fill();
  }
}
