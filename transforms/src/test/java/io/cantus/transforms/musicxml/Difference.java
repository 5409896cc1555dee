package io.cantus.transforms.musicxml;

import io.cantus.proto.NoteSequence;
import io.cantus.proto.NoteSequence.Note;
import io.cantus.proto.NoteSequence.NoteOrBuilder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says why a NoteSequence of ours differs from the reference's: walks through both note by note,
 * and knows no other reasons than those that were chosen.
 */
final class Difference {
  static final String UNEXPLAINED = "unexplained: ";

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
    if (!reference.getTimeSignaturesList().equals(ours.getTimeSignaturesList())) {
      difference.reasons.add("upbeat");
    }
    if (!reference.getKeySignaturesList().equals(ours.getKeySignaturesList())) {
      difference.reasons.add("minor-key");
    }
    if (!withoutMusic(reference).equals(withoutMusic(ours))) {
      difference.reasons.add(UNEXPLAINED + "other fields");
    }
    return difference.reasons;
  }

  private static NoteSequence withoutMusic(NoteSequence sequence) {
    return sequence.toBuilder().clearNotes().clearTimeSignatures().clearKeySignatures().build();
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
      reasons.add("tie");
    }
    if (Math.abs(first.getPitch() - ours.getPitch()) == 12) {
      expected.setPitch(ours.getPitch());
      reasons.add("octave-of-b-sharp-or-c-flat");
    }
    if (first.getProgram() == ours.getProgram() + 1) {
      expected.setProgram(ours.getProgram());
      reasons.add("program-counted-from-1");
    }
    if (first.getVelocity() != ours.getVelocity()) {
      expected.setVelocity(ours.getVelocity());
      reasons.add("loudness");
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
      reasons.add("grace-note");
    }
  }
}
