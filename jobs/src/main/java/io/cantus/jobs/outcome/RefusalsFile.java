package io.cantus.jobs.outcome;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Refusals as JSON lines, one object each: source, id where known, outcome, stage, reason, offset
 * and track where known, message.
 */
public final class RefusalsFile implements AutoCloseable {
  private final JsonGenerator json;

  /** Writes to {@code out}, which is closed with this. */
  public RefusalsFile(OutputStream out) throws IOException {
    json = new JsonFactory().createGenerator(out);
    json.setRootValueSeparator(null);
  }

  /** Appends a line. */
  public void write(Refusal refusal) throws IOException {
    json.writeStartObject();
    json.writeStringField("source", refusal.source());
    if (!refusal.id().isEmpty()) {
      json.writeStringField("id", refusal.id());
    }
    json.writeStringField("outcome", refusal.kind().key());
    json.writeStringField("stage", refusal.stage());
    json.writeStringField("reason", refusal.reason());
    if (refusal.offset() != Refusal.NOWHERE) {
      json.writeNumberField("offset", refusal.offset());
    }
    if (refusal.track() != Refusal.NOWHERE) {
      json.writeNumberField("track", refusal.track());
    }
    json.writeStringField("message", refusal.detail());
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
