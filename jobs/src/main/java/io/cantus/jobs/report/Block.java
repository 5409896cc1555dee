package io.cantus.jobs.report;

/** A building block of a report's section. */
public sealed interface Block
    permits ColumnChart,
        Facts,
        Figures,
        LineChart,
        PairedColumns,
        PianoRoll,
        SideBySide,
        Table,
        Verbatim {

  /** The block as an element of the page; drawings carry their data for the page's script. */
  Html html();
}
