package io.cantus.jobs.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Markup with places such as <code>{{title}}</code>. Each is filled once, text escaped on its way
 * in; what is filled in is not looked at again.
 */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

  private final String markup;
  private final TreeMap<String, Html> values = new TreeMap<>();

  private Template(String markup) {
    this.markup = markup;
  }

  static Template of(String markup) {
    return new Template(markup);
  }

  /** The template in a resource file beside this class. */
  static Template resource(String name) {
    return new Template(verbatim(name).markup());
  }

  /** A style sheet or script beside this class, as it is. */
  static Html verbatim(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks the report's resource " + name);
      }
      return new Html(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("reading the report's resource " + name, e);
    }
  }

  Template with(String place, String text) {
    return with(place, Html.text(text));
  }

  Template with(String place, Html value) {
    values.put(place, value);
    return this;
  }

  /**
   * The markup with every place filled.
   *
   * @throws IllegalStateException if a place has no value or a value no place
   */
  Html fill() {
    TreeSet<String> unused = new TreeSet<>(values.keySet());
    Matcher matcher = PLACE.matcher(markup);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      String place = matcher.group(1);
      Html value = values.get(place);
      if (value == null) {
        throw new IllegalStateException("no value for {{%s}} in: %s".formatted(place, markup));
      }
      unused.remove(place);
      matcher.appendReplacement(out, Matcher.quoteReplacement(value.markup()));
    }
    if (!unused.isEmpty()) {
      throw new IllegalStateException("no place for %s in: %s".formatted(unused, markup));
    }
    return new Html(matcher.appendTail(out).toString());
  }
}
