/** Results as rows that other programs read. */
package io.cantus.jobs.rows;
