package io.cantus.jobs.report;

import java.util.List;
import java.util.stream.Collectors;

/** Markup that is safe to put into a page: text turns into it only by being escaped. */
record Html(String markup) {

  /** Text for an element or a quoted attribute. */
  static Html text(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(isForbidden(c) ? '\uFFFD' : c);
      }
    }
    return new Html(out.toString());
  }

  static Html lines(List<Html> parts) {
    return new Html(parts.stream().map(Html::markup).collect(Collectors.joining("\n")));
  }

  /** HTML allows no control characters but white space, and file names may hold any. */
  private static boolean isForbidden(char c) {
    return Character.isISOControl(c) && c != '\n' && c != '\t';
  }
}
