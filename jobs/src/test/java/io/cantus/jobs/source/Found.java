package io.cantus.jobs.source;

import io.cantus.jobs.io.Storage;
import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.jobs.source.SourceItem.Refused;
import io.cantus.jobs.source.SourceItem.Unpacked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Everything that was found in some inputs, and read. */
record Found(List<Unpacked> files, List<Refusal> refused) {

  /** Reads all items; those of an archive whose names changed on the way, again. */
  static Found in(Storage storage, Sources sources) {
    try (sources) {
      return read(storage, sources);
    } catch (NamesChanged e) {
      return in(storage, sources.again());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Found read(Storage storage, Sources sources) throws IOException {
    Found found = new Found(new ArrayList<>(), new ArrayList<>());
    try (SourceReader reader = new SourceReader(storage)) {
      while (sources.hasNext()) {
        SourceItem item = sources.next();
        if (item instanceof Located located) {
          SourceEntry entry = located.entry();
          found.files.add(new Unpacked(entry.collection(), entry.name(), reader.read(entry)));
        } else if (item instanceof Unpacked unpacked) {
          found.files.add(unpacked);
        } else if (item instanceof Refused refused) {
          found.refused.add(refused.refusal());
        }
      }
    }
    return found;
  }

  /** The same by name. */
  Found sorted() {
    return new Found(
        files.stream()
            .sorted(Comparator.comparing(file -> file.collection() + file.name()))
            .toList(),
        refused.stream().sorted(Comparator.comparing(Refusal::source)).toList());
  }

  List<String> names() {
    return files.stream().map(file -> file.collection() + ": " + file.name()).toList();
  }

  List<String> contents() {
    return files.stream().map(file -> new String(file.content(), StandardCharsets.UTF_8)).toList();
  }
}
