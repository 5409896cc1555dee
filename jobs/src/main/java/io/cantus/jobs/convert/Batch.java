package io.cantus.jobs.convert;

import io.cantus.jobs.outcome.Refusal;
import io.cantus.jobs.source.SourceEntry;
import io.cantus.jobs.source.SourceItem;
import io.cantus.jobs.source.SourceItem.Located;
import io.cantus.jobs.source.SourceItem.Refused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Items that are answered together. Batches follow from the inputs and the number of shards alone,
 * so that every run cuts the same ones.
 *
 * @param number of this batch among all, in order of the inputs
 * @param items none of them {@link SourceItem.Unpacked}
 * @param cost about what they cost, in bytes read
 */
record Batch(int number, List<SourceItem> items, long cost) implements Serializable {
  Batch {
    items = List.copyOf(items);
  }

  private Object writeReplace() {
    return Packed.of(this);
  }

  /**
   * A batch on its way to a task. As objects, tens of thousands of files would cost a short job
   * more time for Java's serialisation, and for compiling that, than for reading them.
   */
  private record Packed(byte[] bytes) implements Serializable {
    static Packed of(Batch batch) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (DataOutputStream out = new DataOutputStream(bytes)) {
        out.writeInt(batch.number);
        out.writeLong(batch.cost);
        out.writeInt(batch.items.size());
        for (SourceItem item : batch.items) {
          out.writeBoolean(item instanceof Located);
          if (item instanceof Located located) {
            write(located.entry(), out);
          } else {
            write(((Refused) item).refusal(), out);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new Packed(bytes.toByteArray());
    }

    private Object readResolve() {
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
        int number = in.readInt();
        long cost = in.readLong();
        int size = in.readInt();
        List<SourceItem> items = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          items.add(in.readBoolean() ? new Located(entry(in)) : new Refused(refusal(in)));
        }
        return new Batch(number, items, cost);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void write(SourceEntry entry, DataOutputStream out) throws IOException {
      write(entry.collection(), out);
      write(entry.name(), out);
      write(entry.location(), out);
      out.writeLong(entry.offset());
      out.writeLong(entry.storedBytes());
      out.writeLong(entry.bytes());
      write(entry.packing().name(), out);
    }

    private static SourceEntry entry(DataInputStream in) throws IOException {
      return new SourceEntry(
          text(in),
          text(in),
          text(in),
          in.readLong(),
          in.readLong(),
          in.readLong(),
          SourceEntry.Packing.valueOf(text(in)));
    }

    private static void write(Refusal refusal, DataOutputStream out) throws IOException {
      write(refusal.source(), out);
      write(refusal.id(), out);
      write(refusal.stage(), out);
      write(refusal.kind().name(), out);
      write(refusal.reason(), out);
      write(refusal.detail(), out);
      out.writeLong(refusal.offset());
      out.writeInt(refusal.track());
    }

    private static Refusal refusal(DataInputStream in) throws IOException {
      return new Refusal(
          text(in),
          text(in),
          text(in),
          Refusal.Kind.valueOf(text(in)),
          text(in),
          text(in),
          in.readLong(),
          in.readInt());
    }

    /** Unlike {@code writeUTF}, of any length. */
    private static void write(String text, DataOutputStream out) throws IOException {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(utf8.length);
      out.write(utf8);
    }

    private static String text(DataInputStream in) throws IOException {
      return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
  }
}
