package io.cantus.transforms.abc;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The sections that the bars and repeat signs of a tune part it into, and how often and in what
 * order they are played: ABC 2.1 sections 4.8 to 4.10. Places are numbers of steps of the leading
 * voice. Without variant endings the outcome is the reference's.
 */
final class Sections {

  /** Sections that are played one after another, so many times. */
  record Group(List<Integer> sections, int times) {}

  /** A variant ending and the passes through its passage that it is for, as {@link Passes}. */
  private record Ending(int section, long passes) {}

  private static final int NONE = -1;

  private final List<Integer> starts = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();

  /** Whether a sign of repetition was seen that bars wait for. */
  private boolean repeatBegun;

  private final List<Ending> endings = new ArrayList<>();

  /** What is played before each of the endings; {@link #NONE} if nothing is. */
  private int beforeEndings = NONE;

  private boolean inEnding;

  /** Whether the latest ending was closed by a sign of repetition. */
  private boolean endingRepeats;

  /** Where each section starts, in order; the number of a section is its place here. */
  List<Integer> starts() {
    return starts;
  }

  List<Group> groups() {
    return groups;
  }

  /** A double bar, or the end or beginning of a part. */
  void doubleBar(int at) {
    if (inEnding) {
      closeEnding(at, false);
    } else {
      settleEndings(at);
      if (!repeatBegun && at > 0) {
        playLatestBefore(at, 1);
      }
    }
  }

  /** The sign to play from here {@code times} times. */
  void repeatBegins(int at) {
    if (inEnding) {
      closeEnding(at, false);
    }
    settleEndings(NONE);
    playLatestBefore(at, 1);
    repeatBegun = true;
  }

  /** The sign that what came before is played {@code times} times. */
  void repeatEnds(int times, int at) {
    if (inEnding) {
      closeEnding(at, true);
      return;
    }
    if (!endings.isEmpty() && at == latestStart()) {
      endingRepeats = true;
      return;
    }
    settleEndings(NONE);
    if (at > 0) {
      playLatestBefore(at, times);
    }
    repeatBegun = false;
  }

  /**
   * The beginning of an ending that is for some passes only.
   *
   * @param passes as {@link Passes}
   */
  void ending(long passes, int at) {
    boolean follows = inEnding || (!endings.isEmpty() && at == latestStart());
    if (!follows) {
      settleEndings(NONE);
    }
    int before = latestSection(at);
    boolean opened = open(at);
    if (!follows) {
      beforeEndings = opened ? before : NONE;
    }
    endings.add(new Ending(starts.size() - 1, passes));
    inEnding = true;
    endingRepeats = false;
  }

  /**
   * The end of the tune. Sections without a note are dropped, as where a sign of repetition ends
   * the tune.
   *
   * @param at the step after the last note
   */
  void finish(int at) {
    inEnding = false;
    settleEndings(NONE);
    while (latestStart() >= at) {
      starts.remove(starts.size() - 1);
    }
    BitSet played = new BitSet();
    List<Group> all = List.copyOf(groups);
    groups.clear();
    for (Group group : all) {
      List<Integer> sections =
          group.sections().stream().filter(section -> section < starts.size()).toList();
      if (!sections.isEmpty()) {
        groups.add(new Group(sections, group.times()));
        sections.forEach(played::set);
      }
    }
    int last = starts.size() - 1;
    if (last >= 0 && !played.get(last)) {
      groups.add(new Group(List.of(last), 1));
    }
  }

  private int latestStart() {
    return starts.isEmpty() ? NONE : starts.get(starts.size() - 1);
  }

  /** The section that lasts until a place; there is one from the beginning, once there is any. */
  private int latestSection(int at) {
    return starts.isEmpty() ? (at > 0 ? 0 : NONE) : starts.size() - 1;
  }

  /** Begins a section unless one begins here already. */
  private boolean open(int at) {
    if (starts.isEmpty() && at > 0) {
      starts.add(0);
    }
    if (latestStart() == at) {
      return false;
    }
    starts.add(at);
    return true;
  }

  private void playLatestBefore(int at, int times) {
    int before = latestSection(at);
    if (open(at) && before != NONE) {
      groups.add(new Group(List.of(before), times));
    }
  }

  private void closeEnding(int at, boolean repeats) {
    open(at);
    inEnding = false;
    endingRepeats = repeats;
  }

  /** Writes down how the passage with the endings is played, unless they may go on here. */
  private void settleEndings(int at) {
    if (endings.isEmpty() || (at != NONE && at == latestStart())) {
      return;
    }
    long all = 0;
    for (Ending ending : endings) {
      all |= ending.passes();
    }
    int last = Passes.last(all);
    for (int pass = 1; pass <= last; pass++) {
      play(pass);
    }
    if (last == 1 && endingRepeats && beforeEndings != NONE) {
      groups.add(new Group(List.of(beforeEndings), 1));
    }
    endings.clear();
    beforeEndings = NONE;
    repeatBegun = false;
  }

  private void play(int pass) {
    for (Ending ending : endings) {
      if (Passes.contains(ending.passes(), pass)) {
        add(
            beforeEndings == NONE
                ? List.of(ending.section())
                : List.of(beforeEndings, ending.section()));
        return;
      }
    }
  }

  private void add(List<Integer> sections) {
    int last = groups.size() - 1;
    if (last >= 0 && groups.get(last).sections().equals(sections)) {
      groups.set(last, new Group(sections, groups.get(last).times() + 1));
    } else {
      groups.add(new Group(sections, 1));
    }
  }
}
