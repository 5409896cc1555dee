package io.cantus.jobs.generate;

import io.cantus.generation.GeneratedMelody;
import io.cantus.generation.MelodyGenerator;
import io.cantus.generation.MelodyIndex;
import io.cantus.generation.MelodyRecipe;
import io.cantus.generation.OutputNames;
import io.cantus.jobs.io.Publication.Workplace;
import io.cantus.jobs.io.Storage;
import io.cantus.jobs.io.TfRecordFileWriter;
import io.cantus.jobs.pack.PackWriter;
import io.cantus.transforms.source.SourceFile;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import org.apache.hadoop.fs.Path;

/**
 * Where the melodies of a run are written until they are published. A MIDI file has its own name in
 * the folder {@link #staging} from the start, in one step, and its bytes follow from its number:
 * another attempt puts the same file there.
 *
 * @param collection that packed files belong to
 */
record MelodyFiles(OutputNames names, String collection, Packing packing, Workplace workplace)
    implements Serializable {

  /** The folder of the MIDI files. */
  Path staging() {
    return new Path(Storage.at(workplace.folder()), "melodies");
  }

  /**
   * Makes the outputs of a batch.
   *
   * @param generator of the recipe
   * @param attempt no other attempt at the batch has this number
   * @param done is told how many more are done
   */
  BatchReport make(
      MelodyBatch batch,
      MelodyRecipe recipe,
      MelodyGenerator generator,
      Storage storage,
      long attempt,
      LongConsumer done) {
    Path index = workplace.part("index-%06d".formatted(batch.number()), attempt);
    Path pack = workplace.part("pack-%06d".formatted(batch.number()), attempt);
    long[] notes = new long[1];
    try (Writer lines = writer(storage, index);
        PackWriter packed = packing == Packing.PACK ? packWriter(storage, pack, batch) : null) {
      if (batch.first() == 0) {
        lines.write(MelodyIndex.HEADER);
      }
      recipe.outputs(
          generator,
          batch.first(),
          batch.count(),
          (melody, output) -> {
            String name = names.midi(output);
            if (packed != null) {
              packed.write(new SourceFile(collection, name), melody.midi());
            } else {
              put(storage, name, melody, attempt);
            }
            append(lines, index, MelodyIndex.line(name, melody, recipe.seed(), output));
            notes[0] += melody.sequence().getNotesCount();
            done.accept(1);
          });
      if (packed != null && batch.last()) {
        packed.finish();
      }
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(index, e);
    }
    return new BatchReport(
        Storage.location(index), packing == Packing.PACK ? Storage.location(pack) : null, notes[0]);
  }

  private static Writer writer(Storage storage, Path path) throws IOException {
    return new BufferedWriter(new OutputStreamWriter(storage.create(path), StandardCharsets.UTF_8));
  }

  private static PackWriter packWriter(Storage storage, Path path, MelodyBatch batch) {
    return batch.first() == 0
        ? PackWriter.create(storage, path)
        : PackWriter.createContinuation(storage, path);
  }

  private static void append(Writer lines, Path path, String line) {
    try {
      lines.write(line);
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(path, e);
    }
  }

  private void put(Storage storage, String name, GeneratedMelody melody, long attempt) {
    Path file = new Path(staging(), name);
    Path mine = workplace.part(name, attempt);
    try {
      try (OutputStream out = storage.create(mine)) {
        out.write(melody.midi());
      }
      if (storage.exists(file)) {
        storage.delete(mine);
      } else {
        storage.rename(mine, file);
      }
    } catch (IOException e) {
      throw TfRecordFileWriter.unwritable(file, e);
    }
  }
}
