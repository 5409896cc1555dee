package io.cantus.jobs.inspect;

import io.cantus.jobs.ExitCode;
import io.cantus.jobs.cli.Console;
import io.cantus.jobs.cli.JobCommand;
import io.cantus.jobs.cli.Screen;
import io.cantus.jobs.cli.Screen.Glyphs;
import io.cantus.jobs.io.Publication;
import io.cantus.jobs.io.Publication.IfExists;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.report.RunReport;
import io.cantus.transforms.encoding.MelodyConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code cantus inspect}: all there is to say of one file. */
@Command(
    name = "inspect",
    description = {
      "Show what is in one file, what each stage makes of it, and why not more.",
      "",
      "Exit status: 0 if the file converts, 3 if it is refused."
    },
    footer = {
      "",
      "Examples:",
      "  cantus inspect song.mid",
      "  cantus inspect lmd_full.tar.gz --entry=0/00001.mid --html=page.html",
      "  cantus inspect notesequences.tfrecord --record=12 --config=attention_rnn"
    })
public final class InspectCommand extends JobCommand {
  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description =
          "A file of a format that convert reads, a TFRecord file of NoteSequences, or a folder or"
              + " archive with --entry.")
  private String file;

  @Option(
      names = "--entry",
      paramLabel = "NAME",
      description = "File within FILE, where that is a folder or an archive.")
  private String entry;

  @Option(
      names = "--record",
      paramLabel = "N",
      description =
          "Number (from 0), id or filename of a NoteSequence in a TFRecord file, or of a tune in"
              + " a book.")
  private String record;

  @Option(
      names = "--config",
      paramLabel = "NAME",
      defaultValue = "lookback_rnn",
      description =
          "Model whose examples are made: basic_rnn, mono_rnn, lookback_rnn or attention_rnn.")
  private String config;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write the same as a page, with piano rolls that play.")
  private String html;

  @Option(names = "--overwrite", description = "Replace a page that exists.")
  private boolean overwrite;

  @Option(
      names = "--width",
      paramLabel = "N",
      description = "Columns of text. Default: the terminal's, else 80.")
  private Integer width;

  @Option(
      names = "--ascii",
      description = "Draw in plain ASCII, as is done where the locale is not UTF-8.")
  private boolean ascii;

  @Override
  protected ExitCode run(Console console) {
    Screen screen = screen();
    Storage storage = new Storage(new Configuration());
    Inspection inspection =
        new InspectJob(
                new InspectJob.Request(
                    required("FILE", file),
                    Optional.ofNullable(entry),
                    Optional.ofNullable(record),
                    MelodyConfig.named(config)),
                storage)
            .run();
    if (html != null) {
      write(inspection.report(), storage);
    }
    new TextPage(inspection.report(), screen).lines().forEach(console::print);
    if (inspection.refusal().isEmpty()) {
      return ExitCode.DONE;
    }
    console.mistake("%s is refused: %s".formatted(file, inspection.refusal()));
    return ExitCode.BAD_INPUT;
  }

  private Screen screen() {
    Screen screen = Screen.ofProcess();
    Screen wide = width == null ? screen : screen.withColumns("--width", width);
    return ascii ? wide.withGlyphs(Glyphs.ASCII) : wide;
  }

  private void write(RunReport report, Storage storage) {
    Path page = storage.path(html);
    List<Path> existing = storage.exists(page) ? List.of(page) : List.of();
    byte[] bytes = report.html().getBytes(StandardCharsets.UTF_8);
    try (Publication publication =
        Publication.open(
            storage, page.getParent(), existing, overwrite ? IfExists.REPLACE : IfExists.REFUSE)) {
      publication.finish(page, out -> out.write(bytes));
      publication.publish();
    }
  }
}
