/**
 * Reports as one HTML page that needs no network. A {@link io.cantus.jobs.report.RunReport} is made
 * of sections, a section of blocks (table, figures, line chart, piano roll). Java writes the text
 * and the tables; both kinds of drawing are made by the page's script from JSON beside them. The
 * markup, styles and scripts lie beside the classes as resources.
 */
package io.cantus.jobs.report;
