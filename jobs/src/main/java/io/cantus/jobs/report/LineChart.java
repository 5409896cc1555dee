package io.cantus.jobs.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Curves over a common axis, such as losses over training steps, with the last value of each.
 *
 * @param title short
 * @param x what runs to the right
 * @param y what all series measure
 */
public record LineChart(String title, Axis x, Axis y, List<Series> series) implements Block {
  /** Buckets of a long series; a screen shows no more. */
  private static final int BUCKETS = 500;

  private static final double DIGITS = 1e6;

  /** What an axis measures; {@code unit} may be empty. */
  public record Axis(String label, String unit) {

    String text() {
      return unit.isEmpty() ? label : label + " (" + unit + ")";
    }
  }

  /** A named curve, its points in ascending {@code x}. */
  public record Series(String name, List<Point> points) {
    public Series {
      points = List.copyOf(points);
    }

    /** The last point that has a finite value. */
    Optional<Point> last() {
      for (int i = points.size() - 1; i >= 0; i--) {
        if (Double.isFinite(points.get(i).y())) {
          return Optional.of(points.get(i));
        }
      }
      return Optional.empty();
    }
  }

  /** A point of a curve; where {@code y} is not finite the curve is broken. */
  public record Point(double x, double y) {}

  public LineChart {
    series = List.copyOf(series);
  }

  @Override
  public Html html() {
    return Template.resource("line-chart.html")
        .with("title", title)
        .with("legend", legend())
        .with("data", ScriptJson.of(json()))
        .fill();
  }

  private Html legend() {
    List<Html> entries = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      entries.add(
          Template.of(
                  "<li><i class=\"swatch series-{{index}}\"></i>{{name}} <b>{{value}}</b> {{place}}</li>")
              .with("index", Integer.toString(i))
              .with("name", series.get(i).name())
              .with("value", series.get(i).last().map(this::value).orElse("no value"))
              .with("place", series.get(i).last().map(this::place).orElse(""))
              .fill());
    }
    return Html.lines(entries);
  }

  private String value(Point point) {
    return (String.format(Locale.ROOT, "%.4g", point.y()) + " " + y.unit()).strip();
  }

  private String place(Point point) {
    return String.format(Locale.ROOT, "at %s %,.0f", x.label(), point.x());
  }

  private ObjectNode json() {
    ObjectNode chart = JsonNodeFactory.instance.objectNode();
    chart.put("title", title).put("xLabel", x.text()).put("yLabel", y.text());
    chart.put("xName", x.label()).put("yUnit", y.unit());
    ArrayNode all = chart.putArray("series");
    for (Series one : series) {
      ArrayNode points = all.addObject().put("name", one.name()).putArray("points");
      for (Point point : thinned(one.points())) {
        points
            .addArray()
            .add(ScriptJson.rounded(point.x(), DIGITS))
            .add(ScriptJson.rounded(point.y(), DIGITS));
      }
    }
    return chart;
  }

  /** At most two points for each bucket, its lowest and highest, so that no spike is lost. */
  private static List<Point> thinned(List<Point> points) {
    if (points.size() <= 2 * BUCKETS) {
      return points;
    }
    List<Point> kept = new ArrayList<>();
    kept.add(points.get(0));
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      int from = (int) ((long) points.size() * bucket / BUCKETS);
      int to = (int) ((long) points.size() * (bucket + 1) / BUCKETS);
      int low = from;
      int high = from;
      for (int i = from; i < to; i++) {
        low = points.get(i).y() < points.get(low).y() ? i : low;
        high = points.get(i).y() > points.get(high).y() ? i : high;
      }
      kept.add(points.get(Math.min(low, high)));
      kept.add(points.get(Math.max(low, high)));
    }
    kept.add(points.get(points.size() - 1));
    return kept;
  }
}
