package io.cantus.transforms.abc;

/** A book as people write them: a file header, comments, free text, and one tune that is broken. */
final class SmallBook {
  static final String TEXT =
      """
      %abc-2.1
      % A book made up for a test.
      C:Made up for a test
      M:4/4

      The tunes of this book are nobody's: they are made up.

      X:1
      T:The Stairs
      T:Up and Down
      Q:1/4=60 "Steady"
      L:1/4
      R:march
      K:D
      |:"D"DE FG|1 AB !trill!c{e}d:|2 cB AG|
      FE D2|]
      w: one two three
      %%text the end

      X:2
      T:The Limp
      M:6/8
      L:1/8
      K:G
      GAB c2-c|B2 z z3|]

      X:3
      T:Two Together
      V:1 name=High
      V:2 name=Low clef=bass
      K:C
      V:1
      c2 d2|
      V:2
      [CE]4|
      X:4
      K:C
      C [EG

      X:2
      K:C
      C
      """;

  private SmallBook() {}
}
