package io.cantus.generation.cli;

import io.cantus.generation.GeneratedMelody;
import io.cantus.generation.MelodyGenerator;
import io.cantus.generation.MelodyIndex;
import io.cantus.generation.MelodyRecipe;
import io.cantus.generation.OutputNames;
import io.cantus.transforms.BadInputException;
import io.cantus.transforms.UsageException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * MIDI files and their index in a folder of the local disk: written beside their places, and put
 * there once all of them are whole.
 */
final class LocalOutputs {
  private final Path folder;
  private final OutputNames names;
  private final boolean overwrite;

  /**
   * Looks at the folder, which need not exist.
   *
   * @throws BadInputException if outputs exist and may not be replaced
   */
  LocalOutputs(Path folder, OutputNames names, boolean overwrite) {
    if (names.outputs() < 1) {
      throw new UsageException(
          "num_outputs is %d and must be at least 1".formatted(names.outputs()));
    }
    this.folder = folder;
    this.names = names;
    this.overwrite = overwrite;
    if (!overwrite && Files.isDirectory(folder)) {
      refuseExisting();
    }
  }

  private void refuseExisting() {
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> names.contains(file.getFileName().toString()))
          .findFirst()
          .ifPresent(
              file -> {
                throw new BadInputException(
                    "%s exists; give --overwrite to replace it".formatted(file));
              });
    } catch (IOException e) {
      throw new BadInputException("cannot list %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /**
   * Makes all outputs and writes them.
   *
   * @return notes of all of them
   * @throws BadInputException if they cannot be written; none is then
   */
  long write(MelodyRecipe recipe, MelodyGenerator generator) {
    try {
      Files.createDirectories(folder);
      Path room = Files.createTempDirectory(folder, ".cantus-");
      try {
        long notes = write(recipe, generator, room);
        publish(room);
        return notes;
      } finally {
        remove(room);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new BadInputException("cannot write into %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private long write(MelodyRecipe recipe, MelodyGenerator generator, Path room) throws IOException {
    long[] notes = new long[1];
    try (BufferedWriter index =
        Files.newBufferedWriter(room.resolve(names.index()), StandardCharsets.UTF_8)) {
      index.write(MelodyIndex.HEADER);
      recipe.outputs(
          generator,
          0,
          names.outputs(),
          (melody, output) -> {
            put(room, index, melody, recipe.seed(), output);
            notes[0] += melody.sequence().getNotesCount();
          });
    }
    return notes[0];
  }

  private void put(Path room, BufferedWriter index, GeneratedMelody melody, long seed, int output) {
    String name = names.midi(output);
    try {
      Files.write(room.resolve(name), melody.midi());
      index.write(MelodyIndex.line(name, melody, seed, output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void publish(Path room) throws IOException {
    List<Path> published = new ArrayList<>();
    try {
      for (Path file : children(room)) {
        Path place = folder.resolve(file.getFileName());
        if (overwrite) {
          Files.move(file, place, StandardCopyOption.REPLACE_EXISTING);
        } else {
          Files.move(file, place);
        }
        published.add(place);
      }
    } catch (IOException e) {
      for (Path place : published) {
        Files.delete(place);
      }
      throw e;
    }
  }

  private static void remove(Path room) throws IOException {
    for (Path file : children(room)) {
      Files.delete(file);
    }
    Files.delete(room);
  }

  private static List<Path> children(Path room) throws IOException {
    try (Stream<Path> files = Files.list(room)) {
      return files.sorted().toList();
    }
  }
}
