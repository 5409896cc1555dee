package io.cantus.transforms.fuzz;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Takes MIDI files apart into tracks and puts them together again. */
final class MidiTracks {
  private static final int HEADER = 14;
  private static final int TRACKS_AT = 10;
  private static final int MTHD = 0x4d546864;
  private static final int MTRK = 0x4d54726b;

  private MidiTracks() {}

  /** What is in the tracks of a file with the usual header; empty if one is damaged. */
  static Optional<List<byte[]>> of(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file);
    if (file.length < HEADER || in.getInt() != MTHD || in.getInt() != HEADER - 8) {
      return Optional.empty();
    }
    in.position(HEADER);
    List<byte[]> tracks = new ArrayList<>();
    while (in.remaining() >= 8) {
      int type = in.getInt();
      int length = in.getInt();
      if (type != MTRK || length < 0 || length > in.remaining()) {
        return Optional.empty();
      }
      byte[] track = new byte[length];
      in.get(track);
      tracks.add(track);
    }
    return tracks.isEmpty() ? Optional.empty() : Optional.of(tracks);
  }

  /** A file of these tracks, with the header of another. */
  static byte[] file(byte[] other, List<byte[]> tracks) {
    int size = HEADER + tracks.stream().mapToInt(track -> 8 + track.length).sum();
    ByteBuffer out = ByteBuffer.wrap(Arrays.copyOf(other, size)).position(HEADER);
    for (byte[] track : tracks) {
      out.putInt(MTRK).putInt(track.length).put(track);
    }
    return out.putShort(TRACKS_AT, (short) tracks.size()).array();
  }
}
