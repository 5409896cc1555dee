package io.cantus.transforms.musicxml;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.KeySignature;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.proto.NoteSequence.NoteOrBuilder;
import io.cantus.proto.NoteSequence.TimeSignature;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says why a NoteSequence of ours differs from the reference's: walks through both note by note,
 * and knows no other reasons than those that were chosen.
 */
final class Difference {
  static final String GRACE_NOTE = "grace-note";
  static final String LOUDNESS = "loudness";
  static final String MINOR_KEY = "minor-key";
  static final String OCTAVE = "octave-of-b-sharp-or-c-flat";
  static final String PROGRAM = "program-counted-from-1";
  static final String TIE = "tie";
  static final String UPBEAT = "upbeat";

  /** All reasons that there may be, sorted. */
  static final List<String> CHOSEN =
      List.of(GRACE_NOTE, LOUDNESS, MINOR_KEY, OCTAVE, PROGRAM, TIE, UPBEAT);

  /** What makes no other melodies and no other bars. */
  static final List<String> UNHEARD_BY_MELODIES = List.of(LOUDNESS, MINOR_KEY, PROGRAM);

  private static final String UNEXPLAINED = "unexplained: ";

  private final List<Note> reference;
  private final Set<String> reasons = new TreeSet<>();
  private int next;

  private Difference(List<Note> reference) {
    this.reference = reference;
  }

  /** Empty if they are equal. */
  static Set<String> reasons(NoteSequence reference, NoteSequence ours) {
    Difference difference = new Difference(reference.getNotesList());
    ours.getNotesList().forEach(difference::compare);
    difference.skipGraceNotes();
    if (difference.next < reference.getNotesCount()) {
      difference.reasons.add(UNEXPLAINED + "notes missing");
    }
    difference.compareTimeSignatures(reference, ours);
    difference.compareKeySignatures(reference, ours);
    if (!withoutMusic(reference).equals(withoutMusic(ours))) {
      difference.reasons.add(UNEXPLAINED + "other fields");
    }
    return difference.reasons;
  }

  private static NoteSequence withoutMusic(NoteSequence sequence) {
    return sequence.toBuilder().clearNotes().clearTimeSignatures().clearKeySignatures().build();
  }

  /** The only time signatures that the reference does not have are those of first measures. */
  private void compareTimeSignatures(NoteSequence reference, NoteSequence ours) {
    if (reference.getTimeSignaturesList().equals(ours.getTimeSignaturesList())) {
      return;
    }
    TimeSignature upbeat = ours.getTimeSignatures(0);
    TimeSignature written = reference.getTimeSignatures(0);
    double seconds = 60 / ours.getTempos(0).getQpm() * 4 * upbeat.getNumerator();
    TimeSignature first = written.toBuilder().setTime(seconds / upbeat.getDenominator()).build();
    List<TimeSignature> expected = new ArrayList<>(List.of(upbeat, first));
    reference.getTimeSignaturesList().stream()
        .skip(1)
        .filter(signature -> !signature.equals(first))
        .forEach(expected::add);
    reasons.add(
        expected.equals(ours.getTimeSignaturesList())
            ? UPBEAT
            : UNEXPLAINED + ours.getTimeSignaturesList());
  }

  private void compareKeySignatures(NoteSequence reference, NoteSequence ours) {
    for (int i = 0;
        i < Math.max(reference.getKeySignaturesCount(), ours.getKeySignaturesCount());
        i++) {
      KeySignature expected = reference.getKeySignatures(i);
      KeySignature actual = ours.getKeySignatures(i);
      KeySignature relative =
          expected.toBuilder()
              .setMode(KeySignature.Mode.MINOR)
              .setKeyValue((expected.getKeyValue() + 9) % 12)
              .build();
      if (!actual.equals(expected)) {
        reasons.add(actual.equals(relative) ? MINOR_KEY : UNEXPLAINED + actual);
      }
    }
  }

  private void compare(Note ours) {
    skipGraceNotes();
    if (next == reference.size()) {
      reasons.add(UNEXPLAINED + "notes added");
      return;
    }
    Note first = reference.get(next++);
    Note.Builder expected = first.toBuilder();
    while (expected.getEndTime() < ours.getEndTime() && isStruckAgain(expected)) {
      expected
          .setEndTime(reference.get(next++).getEndTime())
          .setNumerator(ours.getNumerator())
          .setDenominator(ours.getDenominator());
      reasons.add(TIE);
    }
    if (Math.abs(first.getPitch() - ours.getPitch()) == 12) {
      expected.setPitch(ours.getPitch());
      reasons.add(OCTAVE);
    }
    if (first.getProgram() == ours.getProgram() + 1) {
      expected.setProgram(ours.getProgram());
      reasons.add(PROGRAM);
    }
    if (first.getVelocity() != ours.getVelocity()) {
      expected.setVelocity(ours.getVelocity());
      reasons.add(LOUDNESS);
    }
    if (!expected.build().equals(ours)) {
      reasons.add(UNEXPLAINED + "reference has " + first + " where ours is " + ours);
    }
  }

  private boolean isStruckAgain(NoteOrBuilder note) {
    return next < reference.size()
        && reference.get(next).getPitch() == note.getPitch()
        && reference.get(next).getStartTime() == note.getEndTime();
  }

  private void skipGraceNotes() {
    while (next < reference.size() && reference.get(next).getNumerator() == 0) {
      next++;
      reasons.add(GRACE_NOTE);
    }
  }
}
